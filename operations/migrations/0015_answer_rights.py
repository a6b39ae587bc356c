"""评论审核 may answer readers in the name of the site."""

from django.db import migrations


def add_right(apps, schema_editor):
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name="评论审核")
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="comments", model="comment"
    )
    found, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type, codename="answer_comment", defaults={"name": "以本站名义回复"}
    )
    group.permissions.add(found)


class Migration(migrations.Migration):
    dependencies = [("operations", "0014_comment_rights")]
    operations = [migrations.RunPython(add_right, migrations.RunPython.noop, elidable=False)]
