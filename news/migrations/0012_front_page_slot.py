import django.db.models.constraints
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('news', '0011_topic'),
    ]

    operations = [
        migrations.CreateModel(
            name='FrontPageSlot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.CharField(choices=[('lead', '头条'), ('secondary', '要目'), ('picture', '图片新闻')], max_length=10, verbose_name='位置')),
                ('position', models.PositiveSmallIntegerField(verbose_name='次序')),
                ('until', models.DateTimeField(blank=True, help_text='北京时间；到时自动撤下，留空则一直放着', null=True, verbose_name='放到')),
                ('article', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='front_page_slot', to='news.article', verbose_name='文章')),
            ],
            options={
                'verbose_name': '首页位置',
                'verbose_name_plural': '首页位置',
                'ordering': ['place', 'position'],
                'default_permissions': (),
                'constraints': [models.CheckConstraint(condition=models.Q(('place__in', ['lead', 'secondary', 'picture'])), name='slot_place_known'), models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('place', 'position'), name='slot_position_once')],
            },
        ),
    ]
