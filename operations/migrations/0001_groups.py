"""The groups of the newsroom with least rights. Editors may be in several: they get the rights of all.

The permissions are made here, by name, as Django makes its own only after the last migration; it finds and keeps them.
"""

from django.db import migrations

VIEW, ADD, CHANGE, DELETE = "view", "add", "change", "delete"
ALL = [VIEW, ADD, CHANGE, DELETE]
NAMES = {
    "publish_article": "可以发布",
    "withdraw_article": "可以撤稿",
    "edit_others_article": "可以查看、修改别人的稿件",
}

REPORTER = {
    "news.article": [VIEW, ADD, CHANGE],
    "news.picture": [VIEW, ADD],
    "news.tag": [VIEW, ADD],
    "news.source": [VIEW],
    "news.category": [VIEW],
}
EDITOR = REPORTER | {
    "news.article": [VIEW, ADD, CHANGE, "publish", "edit_others"],
    "news.picture": [VIEW, ADD, CHANGE],
    "news.tag": [VIEW, ADD, CHANGE],
    "news.source": [VIEW, ADD, CHANGE],
}
CHIEF = EDITOR | {
    "news.article": [*ALL, "publish", "edit_others", "withdraw"],
    "news.picture": ALL,
    "news.tag": ALL,
    "news.source": ALL,
    "news.category": ALL,
    "flatpages.flatpage": ALL,
    "traffic.dailyreadings": [VIEW],
    "traffic.dailyclicks": [VIEW],
}
GROUPS = {
    "记者": REPORTER,
    "编辑": EDITOR,
    "主编": CHIEF,
    "评论审核": {"comments.comment": [VIEW, CHANGE], "comments.decision": [VIEW]},
    "导航维护": {f"directory.{model}": ALL for model in ["group", "service", "area", "phone", "channel"]}
    | {"traffic.dailyclicks": [VIEW]},
}


def make_groups(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    for name, rights in GROUPS.items():
        group, _ = Group.objects.get_or_create(name=name)
        for model, actions in rights.items():
            group.permissions.add(*(permission(apps, model, action) for action in actions))


def permission(apps, model, action):
    app_label, model_name = model.split(".")
    codename = f"{action}_{model_name}"
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label=app_label, model=model_name
    )
    verbose_name = apps.get_model(app_label, model_name)._meta.verbose_name
    found, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type,
        codename=codename,
        defaults={"name": NAMES.get(codename, f"Can {action} {verbose_name}")},
    )
    return found


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("flatpages", "0001_initial"),
        ("news", "0001_initial"),
        ("comments", "0001_initial"),
        ("directory", "0001_initial"),
        ("traffic", "0001_initial"),
    ]
    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop, elidable=False)]
