from django.db import migrations

from operations.content_version import watch

COMMENTS = watch("comments_comment", seen_if="state = 'approved'")


class Migration(migrations.Migration):
    """Pages that are kept show how many comments there are, no more: a like or an answer empties no cache."""

    dependencies = [("operations", "0012_watched_search"), ("comments", "0005_followers")]
    operations = [
        migrations.RunSQL(COMMENTS.reverse_sql, COMMENTS.sql),
        watch("comments_articlecount"),
    ]
