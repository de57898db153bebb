"""`attended-agent report --out DIR` in a real terminal: read first, then saved or not."""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest

from agent.desk.draft import Draft
from agent.desk.own_report import PROMPT as ASKED
from agent.desk.own_report import _read_first
from agent.desk.terminal.person import Terminal
from protocol.report.parse import read_report, report_bytes
from tests.support.sample_report import MEANT, sample

ROOT = Path(__file__).parents[3]
PATIENCE = 30.0
PROMPT = f"{ASKED.english} "


class Person:
    """Somebody at a terminal of 80 by 24 in which the command was started."""

    def __init__(self, folder: Path) -> None:
        self._screen, inside = pty.openpty()
        env = {**os.environ, "DISPLAY": "", "LANG": "C.UTF-8", "COLUMNS": "80", "LINES": "24"}
        self.child = subprocess.Popen(
            [sys.executable, "-m", "agent.main", "report", "--out", str(folder)],
            cwd=ROOT, env=env, stdin=inside, stdout=inside, stderr=inside, start_new_session=True,
        )  # fmt: skip
        os.close(inside)
        self.seen = ""

    def reads(self, *words: str) -> str:
        """Wait for the prompt, or for one of these words, on the screen; give what came since the last time."""
        deadline, come = time.monotonic() + PATIENCE, ""
        while not any(each in come for each in words or (PROMPT,)):
            left = deadline - time.monotonic()
            assert left > 0, f"waited for {words!r}; on the screen: {come[-500:]}"
            if select.select([self._screen], [], [], left)[0]:
                come += os.read(self._screen, 65_536).decode()
        self.seen += come
        return come

    def types(self, text: str) -> None:
        """Type a line."""
        os.write(self._screen, f"{text}\n".encode())

    def leaves(self) -> int:
        """Wait for the end."""
        return self.child.wait(PATIENCE)

    def close(self) -> None:
        """End what still runs."""
        if self.child.poll() is None:
            self.child.kill()
            self.child.wait()
        os.close(self._screen)


@pytest.fixture
def person(tmp_path: Path) -> Iterator[Person]:
    """Sit down."""
    someone = Person(tmp_path / "mine")
    yield someone
    someone.close()


def test_what_is_saved_is_what_was_read(person: Person, tmp_path: Path) -> None:
    """Typed ahead it is nothing, too soon it is nothing; crossed out it is absent; then the very bytes are saved."""
    person.types("save")  # while it is collected: nobody has read anything yet
    opening = person.reads()
    assert "Nothing has been saved or sent" in opening
    person.types("save")
    assert "So soon nothing is saved" in person.reads()
    person.types("x software")
    person.reads()
    person.types("find Kernel")
    found = person.reads()
    number = re.search(r"(\d+)  Kernel", found)
    assert number, found
    person.types(f"x {number[1]}")
    person.reads()
    said = PROMPT
    while PROMPT in said:  # it may still be too soon
        person.types("save")
        said = person.reads(PROMPT, "report.html")
    assert person.leaves() == 0
    data = (tmp_path / "mine" / "report.json").read_bytes()
    report = read_report(data)
    assert "software" not in [part.id for part in report.sections]
    assert b"software." not in data
    assert f"{len(data):,} bytes" in person.seen


@pytest.mark.parametrize(("how", "decided"), [("no", False), ("ctrl-d", None), ("ctrl-c", None), ("esc", None)])
def test_all_else_saves_nothing(monkeypatch: pytest.MonkeyPatch, how: str, decided: Literal[False] | None) -> None:
    """A no, the end of input, Ctrl+C and Esc three times."""
    screen, inside = pty.openpty()

    def types() -> None:
        said = ""
        while PROMPT not in said:
            said += os.read(screen, 4096).decode()
        if how == "ctrl-c":
            os.kill(os.getpid(), signal.SIGINT)
        else:
            os.write(screen, {"no": b"no\n", "ctrl-d": b"\x04", "esc": b"\x1b\x1b\x1b\n"}[how])

    with os.fdopen(inside) as typed, os.fdopen(os.dup(inside), "w") as written:
        monkeypatch.setattr(sys, "stdin", typed)
        monkeypatch.setattr(sys, "stdout", written)
        assert Terminal.is_here()
        person = threading.Thread(target=types)
        person.start()
        assert _read_first(Draft(report_bytes(sample()), MEANT), Terminal()) is decided
        person.join(PATIENCE)
    os.close(screen)
