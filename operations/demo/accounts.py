"""One account for each role of the newsroom, so that a newcomer can see the admin with everybody's eyes."""

import os
import secrets

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, User

ACCOUNTS = {
    "jizhe": "记者",
    "bianji": "编辑",
    "zhubian": "主编",
    "shenhe": "评论审核",
    "daohang": "导航维护",
    "admin": "管理员",  # no group: may do everything
}
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is taken for another when copied from a screen


def chosen_password() -> str:
    """DEMO_PASSWORD, or a random one that only this run knows."""
    return os.environ.get("DEMO_PASSWORD") or "-".join(
        "".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4)
    )


def make_accounts(password: str) -> dict[str, User]:
    """user name → account; all of them with `password`, hashed once, as hashing is made to be slow."""
    hashed = make_password(password)
    users = {}
    for username, role in ACCOUNTS.items():
        boss = username == "admin"
        users[username] = User.objects.create(
            username=username, last_name=role, password=hashed, is_staff=True, is_superuser=boss
        )
        if not boss:
            users[username].groups.add(Group.objects.get(name=role))
    return users
