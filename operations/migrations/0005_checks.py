"""Who keeps the word lists and says which sources may be reprinted."""

from django.db import migrations

NAMES = {"allow_source": "可以决定哪些来源可以转载"}
GROUPS = {
    "记者": {"news.wordrule": ["view_wordrule"]},
    "编辑": {"news.wordrule": ["view_wordrule"]},
    "主编": {
        "news.wordrule": ["view_wordrule", "add_wordrule", "change_wordrule", "delete_wordrule"],
        "news.source": ["allow_source"],
    },
}


def add_rights(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    for name, rights in GROUPS.items():
        group, _ = Group.objects.get_or_create(name=name)
        for model, codenames in rights.items():
            group.permissions.add(*(permission(apps, model, codename) for codename in codenames))


def permission(apps, model, codename):
    app_label, model_name = model.split(".")
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label=app_label, model=model_name
    )
    verb = codename.split("_")[0]
    found, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type, codename=codename, defaults={"name": NAMES.get(codename, f"Can {verb} 词表")}
    )
    return found


class Migration(migrations.Migration):
    dependencies = [("operations", "0004_redirects"), ("news", "0006_checks")]
    operations = [migrations.RunPython(add_rights, migrations.RunPython.noop, elidable=False)]
