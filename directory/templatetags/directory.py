from django import template

from directory.models import Group, Service

register = template.Library()
MATCHING = 3
LEAST, MOST = 2, 50  # characters: one would match half of the directory


@register.simple_tag
def emergency_services() -> list[Service]:
    """The services of the emergency groups: two queries."""
    return list(Service.objects.public().for_listing().filter(group__is_emergency=True))


@register.simple_tag
def service_groups() -> list[Group]:
    return list(Group.objects.filter(is_emergency=False, services__is_public=True).distinct())


@register.simple_tag
def matching_services(words: str) -> list[Service]:
    """The services that whoever types `words` may want, at most three: one query."""
    if not LEAST <= len(words) <= MOST:
        return []
    return list(Service.objects.public().search(words).only("name", "summary")[:MATCHING])
