"""
What a collector says: `known`, `row`, `gap`. A collector is a generator, so what it told before it failed stays.

    def collect(machine: Machine) -> Iterator[Said]:
        yield known("cpu.cores", machine.count("cpu_count_physical"), "psutil")

Values are raw here: they live in memory until `assemble` has redacted them, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from agent.report.machine import Machine
from protocol.report.kinds import Status

Raw = str | int | bool | None
"""A value as it was read; None is not known."""


@dataclass(frozen=True)
class Known:
    """A fact, by the register's id, of a thing by its natural name; `source` says how it is known."""

    id: str
    value: Raw
    source: str
    of: str = ""


@dataclass(frozen=True)
class Row:
    """A row of a table, in the order of the register's columns."""

    table: str
    cells: tuple[Raw, ...]
    source: str


@dataclass(frozen=True)
class Gap:
    """Why something could not be told. Without `facts` it is about all that the collector had still to say."""

    status: Status
    words: str
    facts: tuple[str, ...] = ()


Said = Known | Row | Gap
Collect = Callable[[Machine], Iterator[Said]]

Lane = Literal["sample", "files", "commands", "slow"]
"""Where a collector runs: the sample of one second alone and first; then the others side by side, some at a time."""


@dataclass(frozen=True)
class Collector:
    """
    One collector: its section, its name, how long it may take in seconds, and where it runs.

    `without`: words for people where what it asks is not there at all; else the status has its own.
    """

    section: str
    name: str
    collect: Collect
    seconds: float = 2.0
    lane: Lane = "files"
    without: str = ""


ABSENT: frozenset[Status] = frozenset({"not-present", "not-supported", "tool-missing"})
"""There is nothing to ask: the reasons for which a collector may have words of its own."""

WORDS: dict[Status, str] = {
    "ok": "",
    "partial": "Not all of it could be read.",
    "no-rights": "This account may not read it.",
    "not-present": "This computer does not tell it.",
    "not-supported": "This system does not offer it.",
    "tool-missing": "The program that tells it is not installed.",
    "timed-out": "It took too long.",
    "failed": "Something went wrong while reading it.",
}


def known(name: str, value: Raw, source: str, of: str = "") -> Said:
    """Say a fact; a value of None says that this computer does not tell it. Unknown is not zero."""
    return gap("not-present", name) if value is None else Known(name, value, source, of)


def row(table: str, source: str, *cells: Raw) -> Row:
    """Say a row of a table."""
    return Row(table, cells, source)


def gap(status: Status, *facts: str, words: str = "") -> Gap:
    """Say that facts cannot be told, and why."""
    return Gap(status, words or WORDS[status], facts)
