"""Builders of this app's tests."""

from directory.models import Area, Channel, Group, Phone, Service


def make_group(slug="zhufang", name="住房", **fields):
    return Group.objects.create(slug=slug, name=name, **fields)


def make_service(name="公积金", group=None, phones=(), channels=(), **fields):
    """A public service of the group 住房 and the area 全市 unless told otherwise."""
    group = group or Group.objects.filter(slug="zhufang").first() or make_group()
    area = fields.pop("area", None) or Area.objects.get_or_create(name="全市")[0]
    service = Service.objects.create(name=name, group=group, area=area, **fields)
    for order, number in enumerate(phones):
        Phone.objects.create(service=service, number=number, order=order)
    for order, (kind, title, url) in enumerate(channels):
        Channel.objects.create(service=service, kind=kind, name=title, url=url, order=order)
    return service
