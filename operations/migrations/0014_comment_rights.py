"""评论审核 answer reports and appeals, block, and keep the words; nobody but a superuser sees addresses unless told."""

from django.db import migrations

VIEW, ADD, CHANGE, DELETE = "view", "add", "change", "delete"
RIGHTS = {
    "report": [VIEW, CHANGE],
    "appeal": [VIEW, CHANGE],
    "block": [VIEW, ADD, CHANGE, DELETE],
    "commentword": [VIEW, ADD, CHANGE, DELETE],
}


def add_rights(apps, schema_editor):
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name="评论审核")
    for model, deeds in RIGHTS.items():
        name = apps.get_model("comments", model)._meta.verbose_name
        content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
            app_label="comments", model=model
        )
        for deed in deeds:
            found, _ = apps.get_model("auth", "Permission").objects.get_or_create(
                content_type=content_type, codename=f"{deed}_{model}", defaults={"name": f"Can {deed} {name}"}
            )
            group.permissions.add(found)


class Migration(migrations.Migration):
    dependencies = [("operations", "0013_watched_comment_counts")]
    operations = [migrations.RunPython(add_rights, migrations.RunPython.noop, elidable=False)]
