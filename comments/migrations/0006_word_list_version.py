from django.db import migrations, models

# Whichever way the list changes; counting hits is no change (see CommentWordVersion).
FORWARD = """
CREATE FUNCTION comments_commentword_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO comments_commentwordversion (id, value) VALUES (1, gen_random_uuid())
        ON CONFLICT (id) DO UPDATE SET value = excluded.value;
    RETURN NULL;
END $$;
CREATE TRIGGER comments_commentword_changed
    AFTER INSERT OR DELETE OR TRUNCATE OR UPDATE OF word, action, by_pinyin, exceptions, active ON comments_commentword
    FOR EACH STATEMENT EXECUTE FUNCTION comments_commentword_changed();
"""
BACKWARD = """
DROP TRIGGER comments_commentword_changed ON comments_commentword;
DROP FUNCTION comments_commentword_changed();
"""


class Migration(migrations.Migration):
    dependencies = [("comments", "0005_followers")]

    operations = [
        migrations.CreateModel(
            name="CommentWordVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("value", models.UUIDField()),
            ],
            options={"default_permissions": ()},
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
