"""Real processes: a parent killed outright and the child it leaves behind."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from operations.processes import obey_parent_alone

ROOT = Path(__file__).parent.parent.parent
PARENT = """
import multiprocessing, sys
from tests.operations.test_processes import child
process = multiprocessing.get_context("spawn").Process(target=child, args=sys.argv[1:])
process.start()
process.join()
"""


def child(early: str, told: str, go: str) -> None:
    """Ask to end with the parent either at once or only when `go` is written; `told` stays open as long as we live."""
    words = open(told, "w", buffering=1)  # noqa: SIM115 - its end is what the test waits for
    if early == "early":
        obey_parent_alone()
    words.write("started\n")
    Path(go).read_text()
    obey_parent_alone()
    words.write("survived\n")


@pytest.mark.parametrize("when", ["early", "late"])
def test_a_worker_goes_with_its_parent_even_if_that_died_before_it_could_ask(tmp_path, when):
    told, go = tmp_path / "told", tmp_path / "go"
    os.mkfifo(told)
    os.mkfifo(go)
    with subprocess.Popen([sys.executable, "-c", PARENT, when, told, go], cwd=ROOT) as parent, told.open() as words:
        assert words.readline() == "started\n"
        parent.kill()
        parent.wait()
        if when == "late":
            go.write_text("now")
        assert words.read() == ""
