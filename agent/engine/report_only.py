"""The engine's work where there is no screen: it opens neither capture nor input, whatever is permitted."""

from __future__ import annotations

from typing import NoReturn

from agent.engine.work import Work
from protocol.errors import DisplayMissing, InputMissing


def no_work() -> Work:
    """Make work that shows nothing and presses nothing; a report needs its account of the room on the line."""
    return Work(_no_screen, _no_hands)


def _no_screen() -> NoReturn:
    raise DisplayMissing


def _no_hands(*_: object) -> NoReturn:
    raise InputMissing
