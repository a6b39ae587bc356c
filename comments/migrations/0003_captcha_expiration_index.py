from django.db import migrations


class Migration(migrations.Migration):
    """django-simple-captcha deletes by expiration and has no index on it: each form would read the whole table."""

    dependencies = [("comments", "0002_append_only_log"), ("captcha", "0002_alter_captchastore_id")]

    operations = [
        migrations.RunSQL(
            "CREATE INDEX comments_captcha_expiration ON captcha_captchastore (expiration)",
            "DROP INDEX comments_captcha_expiration",
        )
    ]
