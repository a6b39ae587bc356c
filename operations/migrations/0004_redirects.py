"""主编 lead old addresses to new ones, and see which are asked for in vain."""

from django.db import migrations

RIGHTS = {
    "redirects.redirect": ["view_redirect", "add_redirect", "change_redirect", "delete_redirect"],
    "news.missingaddress": ["view_missingaddress", "delete_missingaddress"],
}


def add_rights(apps, schema_editor):
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name="主编")
    for model, codenames in RIGHTS.items():
        group.permissions.add(*(permission(apps, model, codename) for codename in codenames))


def permission(apps, model, codename):
    app_label, model_name = model.split(".")
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label=app_label, model=model_name
    )
    action, verbose_name = codename.partition("_")[0], apps.get_model(model)._meta.verbose_name
    found, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type, codename=codename, defaults={"name": f"Can {action} {verbose_name}"}
    )
    return found


class Migration(migrations.Migration):
    dependencies = [
        ("operations", "0003_desk_rights"),
        ("news", "0005_time"),
        ("redirects", "0002_alter_redirect_new_path_help_text"),
    ]
    operations = [migrations.RunPython(add_rights, migrations.RunPython.noop, elidable=False)]
