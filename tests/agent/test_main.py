import os
import pty
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from agent import main
from agent.desk.language import language, use
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
        (["relay.example", "--terminal"], {}, 1, "every answer here is no"),
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


def test_a_relay_that_is_down_is_told_where_it_was_typed(tmp_path: Path) -> None:
    """On a real display, too, the words come before any window."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with VirtualDisplay(640, 480) as display:
        done = run(f"http://127.0.0.1:{port}", "--data", str(tmp_path), **display.env)
    assert done.returncode == 1
    assert "We cannot reach this relay." in done.stderr


def test_a_refused_start_loads_no_windows(tmp_path: Path) -> None:
    """A mistyped or dead relay is told at once: the windows' library takes longer to load than all the rest."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    program = "import sys; sys.modules['PySide6'] = None; from agent.main import main; main(sys.argv[1:])"
    with VirtualDisplay(640, 480) as display:
        done = subprocess.run(
            [sys.executable, "-c", program, f"http://127.0.0.1:{port}", "--data", str(tmp_path)],
            cwd=ROOT,
            env={**os.environ, **display.env},
            capture_output=True,
            text=True,
            check=False,
            timeout=30,
        )
    assert (done.returncode, "We cannot reach this relay." in done.stderr) == (1, True), done.stderr


def test_the_system_names_the_language(monkeypatch: pytest.MonkeyPatch) -> None:
    """LC_ALL before LC_MESSAGES before LANG; what was typed goes first, and what we do not speak is English."""
    before = language()
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.setenv(name, "")
    spoken = []
    for name, value in (("LANG", "de_AT.UTF-8"), ("LC_MESSAGES", "es_ES"), ("LC_ALL", "fr_FR.UTF-8")):
        monkeypatch.setenv(name, value)
        spoken.append(main.read(["relay.example"]).language)
    spoken.append(main.read(["relay.example", "--language", "de"]).language)
    assert language().code == "de"
    use(before)
    assert spoken == ["de", "es", "en", "de"]


@pytest.mark.parametrize("typed", [["--language", "de"], ["--language=de"], ["--help", "--language", "de"]])
def test_the_language_that_is_typed_is_spoken_from_the_first_word(typed: list[str]) -> None:
    """Also where help or a slip ends the program before all is read; what we do not speak is a slip."""
    assert main._named(typed) == "de"
    assert main._named(["--language"]) == main._named(["--language", "xx"]) == main._named(["relay.example"]) == ""


def test_somebody_who_pressed_an_icon_sees_a_window(tmp_path: Path) -> None:
    """Nobody reads what is written then: the words stand in a window, with its code, and Close ends the program."""
    with VirtualDisplay(1024, 768) as display, (tmp_path / "log").open("w") as log:
        started = subprocess.Popen(
            [sys.executable, "-m", "agent.main", "relay example", "--data", str(tmp_path)],
            cwd=ROOT,
            env={**os.environ, **display.env},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
        try:
            window = display.window("Attended", 30)
            display.focus(window)
            display.key("Escape")
            assert started.wait(20) == 2
        finally:
            started.kill()
            started.wait()


def test_a_desktop_that_keeps_a_log_reads_nothing(tmp_path: Path) -> None:
    """A terminal and a pipe are read by somebody; a file, nothing and a closed output are not."""
    reads, writes = os.pipe()
    screen, inside = pty.openpty()
    with os.fdopen(writes, "w") as pipe, os.fdopen(inside, "w") as terminal, (tmp_path / "log").open("w") as log:
        assert [main.is_read(each) for each in (pipe, terminal, log, None)] == [True, True, False, False]
    assert not main.is_read(log)
    os.close(reads)
    os.close(screen)
