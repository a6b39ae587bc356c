from django.db import migrations

from operations.content_version import watch


class Migration(migrations.Migration):
    dependencies = [
        ("operations", "0010_mourning_rights"),
        ("news", "0015_related"),
    ]

    operations = [
        watch("news_frontpageslot"),
        watch("news_mourningday"),
        watch("news_topic"),
        watch("news_topicarticle"),
        watch("news_topicsection"),
    ]
