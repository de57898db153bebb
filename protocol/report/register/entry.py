"""How one fact, one table and one section are registered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from protocol.report.kinds import Kind, Unit

Reading = Literal["open", "masked"]
"""Class O or M. What is never read (class N) is not registered at all."""


@dataclass(frozen=True)
class Band:
    """A dead band: a change below all of its bounds is noise. `least` in the fact's unit, `percent` of the former."""

    least: int = 0
    percent: int = 0


Compare = Literal["exact", "upward", "since-boot", "ignore"] | Band
"""How two reports are compared: any difference, only a rise, a rise per hour of uptime, beyond a band, or never."""


@dataclass(frozen=True)
class Counts:
    """What a number counts: a table's rows, only those whose column `only` is true, or the names in them."""

    rows: str
    only: str = ""
    names: bool = False


@dataclass(frozen=True)
class Fact:
    """
    One fact, or one column of a table. `about` names the sort of thing it is told of; "" is the computer.

    A number that `counts` rows follows what is crossed out of them: the difference would count what is not there.
    """

    id: str
    title: str
    kind: Kind
    unit: Unit | None = None
    about: str = ""
    reading: Reading = "open"
    compare: Compare = "exact"
    counts: Counts | None = None


@dataclass(frozen=True)
class Table:
    """Many things of one sort, a row each. The first column names the row's thing."""

    id: str
    title: str
    columns: tuple[Fact, ...]
    compare: Literal["exact", "ignore"] = "exact"


@dataclass(frozen=True)
class Section:
    """A part of the report, with its place in the order and the words for its progress ("Looking at the disks")."""

    id: str
    title: str
    looking: str
    facts: tuple[Fact, ...]
    tables: tuple[Table, ...] = ()
    identity: tuple[tuple[str, str], ...] = ()
    """Sort of thing, fact that names it for good: by this two reports find the same thing; else by its name."""


def fact(
    name: str,
    title: str,
    kind: Kind,
    unit: Unit | None = None,
    *,
    about: str = "",
    masked: bool = False,
    compare: Compare = "exact",
    counts: Counts | None = None,
) -> Fact:
    """Register a fact."""
    return Fact(name, title, kind, unit, about, "masked" if masked else "open", compare, counts)
