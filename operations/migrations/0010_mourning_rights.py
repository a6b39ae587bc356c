"""主编 say on which days the pages are grey."""

from django.db import migrations

CODENAMES = ["view_mourningday", "add_mourningday", "change_mourningday", "delete_mourningday"]


def add_rights(apps, schema_editor):
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name="主编")
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="news", model="mourningday"
    )
    for codename in CODENAMES:
        name = f"Can {codename.partition('_')[0]} 公祭日"
        found, _ = apps.get_model("auth", "Permission").objects.get_or_create(
            content_type=content_type, codename=codename, defaults={"name": name}
        )
        group.permissions.add(found)


class Migration(migrations.Migration):
    dependencies = [("operations", "0009_push_rights"), ("news", "0014_mourning_day")]
    operations = [migrations.RunPython(add_rights, migrations.RunPython.noop, elidable=False)]
