"""The demo site's 便民服务: services.json → entries, every one marked 示例."""

import json
from pathlib import Path

from directory import models

SAME = "name aliases department summary address hours official_url verified_on".split()


def make_entries(folder: Path) -> None:
    areas: dict = {}
    for order, given in enumerate(json.loads((folder / "services.json").read_text())["groups"]):
        group = models.Group.objects.create(
            slug=given["slug"],
            name=given["name"],
            description=given["description"],
            is_emergency=given["emergency"],
            order=order,
        )
        for place, entry in enumerate(given["services"]):
            make_entry(group, place, entry, areas)


def make_entry(group: models.Group, order: int, given: dict, areas: dict) -> None:
    area = given.get("area")
    if area and area not in areas:
        areas[area] = models.Area.objects.create(name=area)
    service = models.Service.objects.create(
        group=group,
        area=areas.get(area),
        order=order,
        is_example=True,
        **{key: given[key] for key in SAME if given.get(key)},
    )
    models.Phone.objects.bulk_create(
        models.Phone(service=service, order=place, **phone) for place, phone in enumerate(given.get("phones", []))
    )
    models.Channel.objects.bulk_create(
        models.Channel(service=service, order=place, **channel)
        for place, channel in enumerate(given.get("channels", []))
    )
