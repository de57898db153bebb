"""Reading a real terminal: lines, and the keys that stop everything."""

from __future__ import annotations

import os
import pty
import sys
import termios
from collections.abc import Iterator

import pytest

from agent.desk.terminal.person import Terminal
from agent.desk.terminal.typed import Typed


class Sitting:
    """A terminal with somebody before it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.screen, inside = pty.openpty()
        self.stdin, self.stdout = os.fdopen(inside), os.fdopen(os.dup(inside), "w")
        monkeypatch.setattr(sys, "stdin", self.stdin)
        monkeypatch.setattr(sys, "stdout", self.stdout)
        self.now = 0.0
        self.lines: list[str] = []
        self.stops = 0
        self.typed = Typed(Terminal(), lambda: self.now, line=self.lines.append, stop=self._stop)
        self.typed.open()

    def types(self, *keys: bytes) -> None:
        """Press keys, and have each piece read as it comes."""
        for key in keys:
            os.write(self.screen, key)
            self.typed.readable()

    def close(self) -> None:
        """Get up."""
        self.typed.close()
        self.stdin.close()
        self.stdout.close()
        os.close(self.screen)

    def _stop(self) -> None:
        self.stops += 1


@pytest.fixture
def sitting(monkeypatch: pytest.MonkeyPatch) -> Iterator[Sitting]:
    """Sit down."""
    someone = Sitting(monkeypatch)
    yield someone
    someone.close()


def test_a_line_is_told_when_enter_is_pressed(sitting: Sitting) -> None:
    """Without its end, and as it was typed: a blank behind a word is part of it."""
    sitting.types(b"al", b"low \n")
    assert sitting.lines == ["allow "]


def test_esc_three_times_stops_at_once(sitting: Sitting) -> None:
    """No Enter is needed; within two seconds (acceptance 28)."""
    sitting.types(b"\x1b", b"\x1b")
    assert sitting.stops == 0
    sitting.types(b"\x1b")
    assert (sitting.stops, sitting.lines) == (1, [])


def test_three_that_are_far_apart_are_no_stop(sitting: Sitting) -> None:
    """As on the banner: within two seconds."""
    for _ in range(4):
        sitting.types(b"\x1b")
        sitting.now += 1.5
    assert sitting.stops == 0


@pytest.mark.parametrize("keys", [b"\x1ballow\n", b"al\x1blow\n", b"allow\x1b\n", b"\x1b[A\n"])
def test_a_line_with_an_esc_in_it_is_no_word(sitting: Sitting, keys: bytes) -> None:
    """It is told, so that it is answered, and it is not what it would be without."""
    sitting.types(*[bytes([key]) for key in keys])
    assert len(sitting.lines) == 1
    assert "\x1b" in sitting.lines[0]


def test_ctrl_d_and_a_hang_up_stop(sitting: Sitting) -> None:
    """Whoever leaves has said no to everything (acceptance 10, 38)."""
    sitting.types(b"\x04")
    assert sitting.stops == 1
    os.close(sitting.screen)
    sitting.typed.readable()
    assert sitting.stops == 2
    sitting.screen = os.open(os.devnull, os.O_RDONLY)


def test_what_was_typed_ahead_is_dropped(sitting: Sitting) -> None:
    """A whole line that waits, a part of one, and a part that was read already (acceptance 9, 38)."""
    sitting.types(b"al\x1b")
    os.write(sitting.screen, b"low\nallow\nal")
    sitting.typed.drop()
    sitting.typed.readable()  # nothing is there, and it does not wait
    sitting.types(b"no\n")
    assert sitting.lines == ["no"]


def test_the_terminal_is_left_as_it_was_found(sitting: Sitting) -> None:
    """Esc is an ordinary key again."""
    before = sitting.typed._before
    assert before is not None
    changed = termios.tcgetattr(sitting.stdin)
    sitting.typed.close()
    after = termios.tcgetattr(sitting.stdin)
    assert after != changed
    assert after == before
    sitting.typed.close()
