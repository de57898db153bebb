import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from agent import main
from protocol.errors import NoDisplay, WaylandOnly
from tests.support.display import VirtualDisplay

ROOT = Path(__file__).parents[2]


def run(*arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
    """Run the program as a person would, on no display unless one is named."""
    env = {**os.environ, "DISPLAY": "", "WAYLAND_DISPLAY": "", **changes}
    return subprocess.run(
        [sys.executable, "-m", "agent.main", *arguments],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )


@pytest.mark.parametrize(
    ("arguments", "changes", "code", "words"),
    [
        (["relay example"], {}, 2, "This is not the address of a relay."),
        (["http://relay.example"], {}, 2, "This address is not encrypted."),
        (["relay.example"], {}, 1, "There is no screen here"),
        (["relay.example"], {"DISPLAY": ":99999"}, 1, "There is no screen here"),
        (["relay.example"], {"DISPLAY": "nonsense"}, 1, "There is no screen here"),
        (["relay.example"], {"WAYLAND_DISPLAY": "wayland-0"}, 1, "This desktop cannot show a safe frame."),
        (["receipt", "/nowhere"], {}, 2, "There is no such receipt"),
    ],
)
def test_every_bad_start_has_its_words(arguments: list[str], changes: dict[str, str], code: int, words: str) -> None:
    """Code, words and remedy; never a traceback."""
    done = run(*arguments, **changes)
    assert done.returncode == code, done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stdout + done.stderr


@pytest.mark.parametrize("arguments", [[], ["--auto-accept", "relay.example"], ["a", "b"], ["relay.example", "--yes"]])
def test_misuse_is_told_and_no_flag_says_yes(arguments: list[str]) -> None:
    """What the program does not know it refuses, with exit code 2."""
    done = run(*arguments)
    assert done.returncode == 2
    assert "usage: attended-agent" in done.stderr


def test_help_names_what_can_be_set() -> None:
    """Nothing in it allows anything."""
    said = run("--help").stdout
    assert "--language" in said
    assert "receipt FILE" in said
    assert not {"accept", "allow", "unattended", "silent"} & set(said.lower().replace("-", " ").split())


def test_a_wayland_desktop_is_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """No frame can stand there, and nothing can be captured."""
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    with pytest.raises(WaylandOnly):
        main.demand_display()
    monkeypatch.setenv("WAYLAND_DISPLAY", "")
    monkeypatch.setenv("DISPLAY", "")
    with pytest.raises(NoDisplay):
        main.demand_display()


def test_a_relay_that_is_down_is_told_where_it_was_typed(tmp_path: Path) -> None:
    """On a real display, too, the words come before any window."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with VirtualDisplay(640, 480) as display:
        done = run(f"http://127.0.0.1:{port}", "--data", str(tmp_path), **display.env)
    assert done.returncode == 1
    assert "We cannot reach this relay." in done.stderr


def test_folders_have_their_places(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """XDG's, and Documents for receipts."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert main.default_data() == tmp_path / "attended"
    assert main.default_receipts().name == "Attended receipts"
