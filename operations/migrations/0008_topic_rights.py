"""Who makes topics (专题)."""

from django.db import migrations

GROUPS = {
    "记者": ["view"],
    "编辑": ["view", "add", "change"],
    "主编": ["view", "add", "change", "delete"],
}


def add_rights(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    for name, verbs in GROUPS.items():
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.add(*(permission(apps, verb) for verb in verbs))


def permission(apps, verb):
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="news", model="topic"
    )
    found, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type, codename=f"{verb}_topic", defaults={"name": f"Can {verb} 专题"}
    )
    return found


class Migration(migrations.Migration):
    dependencies = [("operations", "0007_content_version"), ("news", "0011_topic")]
    operations = [migrations.RunPython(add_rights, migrations.RunPython.noop, elidable=False)]
