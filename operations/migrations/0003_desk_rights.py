"""What the groups may do at the desk: review, pin, correct, read the log."""

from django.db import migrations

NAMES = {
    "edit_any_category": "不受栏目分工限制",
    "review_article": "可以审稿",
    "review_own_article": "可以审自己的稿件",
    "pin_article": "可以置顶",
    "correct_article": "可以发更正",
}
GROUPS = {
    "记者": {"news.entry": ["view_entry"]},
    "编辑": {"news.article": ["review_article"], "news.entry": ["view_entry"]},
    "主编": {
        "news.article": ["review_article", "edit_any_category", "pin_article", "correct_article"],
        "news.entry": ["view_entry"],
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
    found, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type, codename=codename, defaults={"name": NAMES.get(codename, "Can view 流转记录")}
    )
    return found


class Migration(migrations.Migration):
    dependencies = [("operations", "0002_flat_pages"), ("news", "0004_append_only_entries")]
    operations = [migrations.RunPython(add_rights, migrations.RunPython.noop, elidable=False)]
