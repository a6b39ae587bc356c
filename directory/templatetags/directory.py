from django import template

from directory.models import Group, Phone, Service

register = template.Library()
MATCHING = 3
LEAST, MOST = 2, 50  # characters: one would match half of the directory


@register.simple_tag
def emergency_phones(limit: int = 4) -> list[Phone]:
    """The first phone of each of the first emergency services, with its service: one query."""
    phones = Phone.objects.filter(service__is_public=True, service__group__is_emergency=True).select_related("service")
    place = [f"service__{name}" for name in Service._meta.ordering]
    first = {}
    for phone in phones.only("number", "label", "service__name").order_by(*place, *Phone._meta.ordering):
        first.setdefault(phone.service_id, phone)
    return list(first.values())[:limit]


@register.simple_tag
def service_groups() -> list[Group]:
    return list(Group.objects.filter(is_emergency=False, services__is_public=True).distinct())


@register.simple_tag
def matching_services(words: str) -> list[Service]:
    """The services that whoever types `words` may want, at most three: one query."""
    if not LEAST <= len(words) <= MOST:
        return []
    return list(Service.objects.public().search(words).only("name", "summary")[:MATCHING])
