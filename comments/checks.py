"""What `manage.py check` asks of the comments' settings."""

from pathlib import Path

from django.core.checks import Error
from ip2region import util

from comments.region import database_for


def check_regions(app_configs, **kwargs):
    """The databases of regions that are named are there, and each knows the addresses that it is named for."""
    found = [_fault(number, *database_for(number)) for number in (4, 6)]
    return [error for error in found if error]


def _fault(number: int, path: str, version: util.Version) -> Error | None:
    if not path:
        return None
    name = f"IP_REGIONS_V{number}"
    try:
        with Path(path).open("rb") as file:
            util.verify(file)
            header = util.load_header(file)
        if util.version_from_header(header) is version:
            return None
        return Error(f"{name} is no database of {version.name} addresses.", id="comments.E001")
    except OSError:
        return Error(f"{name} cannot be read.", id="comments.E002")
    except (ValueError, IndexError):
        return Error(f"{name} is no .xdb file of ip2region.", id="comments.E003")
