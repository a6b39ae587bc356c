"""主编 see what search engines were told of, and have it told again."""

from django.db import migrations


def add_right(apps, schema_editor):
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name="主编")
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="news", model="addresspush"
    )
    right, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type, codename="view_addresspush", defaults={"name": "Can view 网址推送"}
    )
    group.permissions.add(right)


class Migration(migrations.Migration):
    dependencies = [("operations", "0008_topic_rights"), ("news", "0013_address_push")]
    operations = [migrations.RunPython(add_right, migrations.RunPython.noop, elidable=False)]
