"""Answers that are asked for once."""

from __future__ import annotations

import threading

import pytest

from agent.report.machine import Unread
from agent.report.once import Once


def test_who_comes_later_gets_the_same_answer() -> None:
    """By name."""
    once, made = Once[int](), list[int]()

    def make() -> int:
        made.append(1)
        return len(made)

    assert [once.ask("a", make), once.ask("a", make), once.ask("b", make)] == [1, 1, 2]


def test_a_reason_is_kept_like_an_answer() -> None:
    """What could not be read is not asked for again, and each gets an error of their own."""
    once, asked = Once[int](), list[int]()

    def refuse() -> int:
        asked.append(1)
        raise Unread("no-rights", "x")

    caught = []
    for _ in range(2):
        with pytest.raises(Unread) as reason:
            once.ask("a", refuse)
        caught.append(reason.value)
    assert [each.status for each in caught] == ["no-rights", "no-rights"]
    assert caught[0] is not caught[1]
    assert asked == [1]


def test_two_at_the_same_time_ask_once() -> None:
    """The second waits for the first."""
    once, gate, made = Once[int](), threading.Event(), list[int]()

    def make() -> int:
        made.append(1)
        assert gate.wait(5)
        return 7

    found: list[int] = []
    threads = [threading.Thread(target=lambda: found.append(once.ask("a", make))) for _ in range(3)]
    for each in threads:
        each.start()
    gate.set()
    for each in threads:
        each.join(5)
    assert (found, made) == ([7, 7, 7], [1])
