"""How a tool is asked, and what its answer allows."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

Key = tuple[str, str]
"""A fact, or a column of a table, and the thing that it is told of."""


@dataclass(frozen=True)
class Near:
    """A number that moves between two looks: as much as `within` apart is the same."""

    value: float
    within: float


Expected = str | int | bool | Near
Answers = Mapping[Key, Expected]


@dataclass(frozen=True)
class Tool:
    """
    One tool: the programs that it takes, the facts that it is asked about, and how.

    It must name every thing that has such a fact, and no other: what it does not name, the collectors must not tell.
    """

    name: str
    programs: tuple[str, ...]
    facts: tuple[str, ...]
    ask: Callable[[], Answers]
    more: bool = False
    """The collectors may name more things than the tool."""
    moves: bool = False
    """What it names comes and goes: it is asked before and after, and what it said both times must be told."""

    @property
    def is_here(self) -> bool:
        """Tell whether its programs are installed."""
        return all(any((Path(folder) / each).exists() for folder in _FOLDERS) for each in self.programs)


_FOLDERS = ("/usr/bin", "/bin", "/usr/sbin", "/sbin", "/lib64")


def said(*words: str, status: bool = False) -> str:
    """Run a tool in plain English and give what it says; its exit status counts only if `status`."""
    ran = subprocess.run(
        words,
        capture_output=True,
        text=True,
        errors="replace",
        check=status,
        timeout=30,
        env={"LC_ALL": "C.UTF-8", "TZ": "UTC", "PATH": ":".join(_FOLDERS)},
    )
    return ran.stdout.strip()


def content(path: str | Path) -> str | None:
    """Give a file's words; None where there is no such file, or nothing in it."""
    try:
        return Path(path).read_text(encoding="utf-8", errors="replace").strip("\0\n ") or None
    except OSError:
        return None


def present(answers: Mapping[Key, Expected | None]) -> Answers:
    """Leave out what the tool does not know."""
    return {key: value for key, value in answers.items() if value is not None}
