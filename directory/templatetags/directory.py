from django import template

from directory.models import Group, Service

register = template.Library()


@register.simple_tag
def emergency_services() -> list[Service]:
    """The services of the emergency groups: two queries."""
    return list(Service.objects.public().for_listing().filter(group__is_emergency=True))


@register.simple_tag
def service_groups() -> list[Group]:
    return list(Group.objects.filter(is_emergency=False, services__is_public=True).distinct())
