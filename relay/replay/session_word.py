"""
A session's id on a command line, also where it begins with a hyphen and would read as an option.

Relays of before draw such ids no more, but their recordings are kept and must be checked and opened as any other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from typer.core import TyperCommand

_SESSION = re.compile(r"-[A-Za-z0-9_-]{21}")
"""16 bytes in base64url. No option of ours has 22 characters, and one with its value in one word has a `=`."""


class TakesSession(TyperCommand):
    """A command with a session's id among its words."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401 - typer moves the type's home
        """Read the command line as typer does, an id that begins with a hyphen last, where nothing is an option."""
        with_value = {name for option in self.params if not getattr(option, "is_flag", False) for name in option.opts}
        return super().parse_args(ctx, session_last(args, {name for name in with_value if name.startswith("-")}))


def session_last(args: Sequence[str], with_value: set[str]) -> list[str]:
    """Put a session's id that begins with a hyphen behind `--`, unless it is the value of an option `with_value`."""
    words = list(args)
    if "--" in words:
        return words
    for place, word in enumerate(words):
        if _SESSION.fullmatch(word) and (place == 0 or words[place - 1] not in with_value):
            return [*words[:place], *words[place + 1 :], "--", word]
    return words
