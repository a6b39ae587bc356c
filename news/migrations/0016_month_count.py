from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

BACKWARD = """
DROP TRIGGER news_counted_new ON news_article;
DROP TRIGGER news_counted_changed ON news_article;
DROP TRIGGER news_counted_gone ON news_article;
DROP TRIGGER news_counted_emptied ON news_article;
DROP FUNCTION news_count_articles;
"""


class Migration(migrations.Migration):
    dependencies = [("news", "0015_related")]

    operations = [
        migrations.CreateModel(
            name="MonthCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField()),
                ("number", models.IntegerField()),
                (
                    "category",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="news.category",
                    ),
                ),
            ],
            options={
                "verbose_name": "每月稿件数",
                "verbose_name_plural": "每月稿件数",
                "default_permissions": (),
                "indexes": [models.Index(fields=["category", "month"], name="month_count_of_category")],
            },
        ),
        migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text(), BACKWARD),
    ]
