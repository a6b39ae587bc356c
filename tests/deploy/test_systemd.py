"""The units name commands that there are, in ways that they understand."""

import re
import shlex
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

UNITS = Path(__file__).parents[2] / "deploy" / "systemd"
LINES = [
    (unit.name, line)
    for unit in sorted(UNITS.glob("*.service"))
    for line in re.findall(r"^ExecStart=\S+/python manage\.py (.+)$", unit.read_text(), re.MULTILINE)
]


def test_there_are_units_and_each_timer_has_its_service():
    assert len(LINES) >= 9
    timers = {path.stem for path in UNITS.glob("*.timer")}
    assert timers == {"dayuan-timetable", "dayuan-hourly", "dayuan-daily"}
    assert timers <= {path.stem for path in UNITS.glob("*.service")}


@pytest.mark.parametrize(("unit", "line"), LINES)
def test_each_command_is_known_and_takes_its_options(unit, line):
    name, *options = shlex.split(line)
    command = load_command_class(get_commands()[name], name)
    command.create_parser("manage.py", name).parse_args(options)


def test_what_has_expired_of_comments_is_cleared_away_every_night():
    assert ("dayuan-daily.service", "prune_comments") in LINES
