from django.db import migrations

from operations.content_version import CREATE, DROP, watch


class Migration(migrations.Migration):
    dependencies = [
        ("operations", "0006_tasks"),
        ("news", "0009_autosave"),
        ("comments", "0003_captcha_expiration_index"),
        ("directory", "0001_initial"),
        ("flatpages", "0001_initial"),
        ("redirects", "0002_alter_redirect_new_path_help_text"),
        ("sites", "0002_alter_domain_unique"),
    ]

    operations = [
        migrations.RunSQL(CREATE, DROP),
        # Not of drafts, so that the desk's work empties no cache. Withdrawn articles have a notice that readers see.
        watch("news_article", seen_if="state <> 'draft'"),
        # Not of what waits or was refused: a wave of spam empties no cache.
        watch("comments_comment", seen_if="state = 'approved'"),
        watch("news_article_tags"),
        watch("news_category"),
        watch("news_correction"),
        watch("news_picture"),
        watch("news_source"),
        watch("news_tag"),
        watch("directory_area"),
        watch("directory_channel"),
        watch("directory_group"),
        watch("directory_phone"),
        watch("directory_service"),
        watch("django_flatpage"),
        watch("django_flatpage_sites"),
        watch("django_redirect"),
        watch("django_site"),
    ]
