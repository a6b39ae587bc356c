from django.db import migrations

from operations.content_version import watch


class Migration(migrations.Migration):
    dependencies = [
        ("operations", "0011_watched_fronts"),
        ("news", "0016_month_count"),
    ]

    # A rebuilding that finds nothing to mend and the end of a draft write no row of it.
    operations = [watch("news_searchentry", "true")]
