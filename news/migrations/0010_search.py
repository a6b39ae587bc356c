from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

BACKWARD = """
DROP TRIGGER news_search_new ON news_article;
DROP TRIGGER news_search_changed ON news_article;
DROP TRIGGER news_search_tagged ON news_article_tags;
DROP TRIGGER news_search_untagged ON news_article_tags;
DROP TRIGGER news_search_retagged ON news_article_tags;
DROP TRIGGER news_search_emptied ON news_article_tags;
DROP TRIGGER news_search_tag_renamed ON news_tag;
DROP INDEX news_searchentry_lexemes;
DROP FUNCTION news_search, news_search_around, news_search_any, news_search_split, news_search_all, news_search_holds,
    news_search_question, news_search_tag_renamed, news_search_tagging_changed, news_search_retag,
    news_search_article_changed, news_search_refresh, news_search_lock, news_search_tags, news_search_cut,
    news_search_lexemes, news_search_era, news_search_pieces, news_search_plain, news_search_fold;
"""
WINDOW = 2_000


def fill(apps, schema_editor):
    """The entries of the articles that are there: some milliseconds each, in one transaction with the triggers."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("SELECT coalesce(max(id), 0) FROM news_article")
        last = cursor.fetchone()[0]
        for first in range(1, last + 1, WINDOW):
            cursor.execute(
                "SELECT news_search_refresh(ARRAY(SELECT id FROM news_article WHERE id >= %s AND id < %s))",
                [first, first + WINDOW],
            )


class Migration(migrations.Migration):
    dependencies = [("news", "0009_autosave")]

    operations = [
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                (
                    "article",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="news.article",
                    ),
                ),
                ("category_id", models.BigIntegerField()),
                ("published_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField(null=True)),
                ("era", models.SmallIntegerField()),
                ("content", models.TextField()),
            ],
            options={"verbose_name": "搜索索引", "verbose_name_plural": "搜索索引", "default_permissions": ()},
        ),
        migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text(), BACKWARD),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
