"""A person at a terminal, and what is none."""

from __future__ import annotations

import os
import pty
import sys

import pytest

from agent.desk.terminal.person import Terminal


def test_a_pipe_is_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither when words come from one, nor when they go into one."""
    screen, inside = pty.openpty()
    heard, said = os.pipe()
    with (
        os.fdopen(inside) as typed, os.fdopen(os.dup(inside), "w") as written, os.fdopen(heard) as piped,
        os.fdopen(said, "w") as into,
    ):  # fmt: skip
        for stdin, stdout, here in ((typed, written, True), (piped, written, False), (typed, into, False)):
            monkeypatch.setattr(sys, "stdin", stdin)
            monkeypatch.setattr(sys, "stdout", stdout)
            assert Terminal.is_here() is here
        monkeypatch.setattr(sys, "stdin", None)
        assert not Terminal.is_here()
    os.close(screen)


def test_what_was_typed_before_the_question_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """A line that waits already is dropped, and a line that cannot be read is None."""
    screen, inside = pty.openpty()
    with os.fdopen(inside) as typed, os.fdopen(os.dup(inside), "w") as written:
        monkeypatch.setattr(sys, "stdin", typed)
        monkeypatch.setattr(sys, "stdout", written)
        terminal = Terminal()
        os.write(screen, b"save\n")
        os.set_blocking(inside, False)  # so that asking comes back although nobody types any more
        assert terminal.ask("? ") is None
        terminal.say(["Kr\u00fcger"])
        seen = ""
        while "Kr\u00fcger" not in seen:
            seen += os.read(screen, 4096).decode()
    os.close(screen)
