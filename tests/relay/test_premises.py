"""What a data folder tells of its relay, and what a command has to load to hear it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from protocol.errors import NotSetUp
from relay.premises import ADDRESS_FILE, demand_set_up, running_origin
from relay.settings import Settings


@pytest.mark.parametrize("text", ["", "{", "[]", '{"pid": 1}', '{"origin": "http://localhost:1", "pid": "one"}'])
def test_what_is_no_address_names_no_relay(text: str, tmp_path: Path) -> None:
    """A file that was cut short, or is another's, reads as none."""
    (tmp_path / ADDRESS_FILE).write_text(text)
    assert running_origin(tmp_path) is None


def test_a_relay_that_is_gone_runs_nowhere(tmp_path: Path) -> None:
    """The file of a process that ended names nothing; that of a living one names its address."""
    told = {"origin": "http://localhost:8123", "pid": os.getpid()}
    (tmp_path / ADDRESS_FILE).write_text(json.dumps(told))
    assert running_origin(tmp_path) == "http://localhost:8123"

    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    (tmp_path / ADDRESS_FILE).write_text(json.dumps(told | {"pid": ended.pid}))
    assert running_origin(tmp_path) is None


def test_a_folder_without_a_relay_is_refused(tmp_path: Path) -> None:
    """Nothing works in a folder that nobody set up."""
    with pytest.raises(NotSetUp):
        demand_set_up(Settings(data=tmp_path))


def test_the_command_line_waits_for_no_server() -> None:
    """Naming a command loads neither web server nor database: those that use them load them."""
    heavy = {"fastapi", "uvicorn", "sqlalchemy", "alembic"}
    asked = f"import sys, relay.main; print(*({heavy!r} & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
