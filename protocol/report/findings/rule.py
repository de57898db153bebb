"""
What a rule sees and what it says.

A rule reads facts through `Facts`, which notes each one it read: those are the finding's evidence, so whatever the
judgement rests on is named, and striking any of it out takes the finding along.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from protocol.report.document import Evidence, Masked, Report, Value
from protocol.report.kinds import Severity
from protocol.report.parse import row_name
from protocol.report.register.everything import FACTS, TABLES

ACT: Severity = "act-now"
SOON: Severity = "soon"
WORTH: Severity = "worth-knowing"


@dataclass(frozen=True)
class Found:
    """Something was found. `words`: what was seen and what it may mean; `advice` replaces the rule's own."""

    severity: Severity
    words: str
    advice: str = ""


@dataclass(frozen=True)
class NotKnown:
    """The facts that the rule needs are not there: it says nothing, and never that all is good."""


NOT_KNOWN = NotKnown()
Verdict = Found | NotKnown | None
Line = dict[str, Value | None]
"""A row of a table by column."""


class Facts:
    """The facts of a report, as one rule sees them. Masked values are not shown to it, so it cannot quote one."""

    def __init__(self, report: Report, before: Report | None = None) -> None:
        self._facts = {(told.id, told.of): told.value for part in report.sections for told in part.facts}
        self._tables = {table.id: table for part in report.sections for table in part.tables}
        self._read: dict[tuple[str, str], None] = {}
        self.before = Facts(before) if before is not None else None
        self.platform = report.made.platform
        self.today: date = datetime.fromisoformat(report.made.at).date()

    def things(self, sort: str) -> list[str]:
        """Name the things of a sort, in their order; "" is the computer itself."""
        return [""] if not sort else list(dict.fromkeys(of for name, of in self._facts if FACTS[name].about == sort))

    def number(self, name: str, of: str = "") -> int | None:
        """Read a number; None when it is not known."""
        value = self._noted(name, of)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def flag(self, name: str, of: str = "") -> bool | None:
        """Read a truth; None when it is not known."""
        value = self._noted(name, of)
        return value if isinstance(value, bool) else None

    def text(self, name: str, of: str = "") -> str | None:
        """Read a text; None when it is not known, or masked."""
        value = self._noted(name, of)
        return value if isinstance(value, str) else None

    def day(self, name: str, of: str = "") -> date | None:
        """Read a date; None when it is not known."""
        value = self.text(name, of)
        return datetime.fromisoformat(value).date() if value else None

    def knows(self, table: str) -> bool:
        """Tell whether a table is there."""
        return table in self._tables

    def rows(self, table: str, choose: Callable[[Line], bool]) -> list[Line]:
        """Read the rows that are chosen; none of the others counts as evidence."""
        held = self._tables.get(table)
        found: list[Line] = []
        for row in held.rows if held else ():
            line = dict(zip((column.id for column in TABLES[table].columns), row, strict=True))
            if choose(line):
                found.append(line)
                self._read[table, row_name(row)] = None
        return found

    def began(self) -> None:
        """Forget what was read: another rule begins."""
        self._read = {}

    def evidence(self) -> tuple[Evidence, ...]:
        """Name what was read and known since `began`."""
        return tuple(Evidence(fact=name, of=of) for name, of in self._read)[:64]

    def _noted(self, name: str, of: str) -> Value | None:
        value = self._facts.get((name, of))
        if value is not None and not isinstance(value, Masked):
            self._read[name, of] = None
        return value


@dataclass(frozen=True)
class Rule:
    """One rule: its id, the sort of thing it is about ("" is the computer), its judgement, its advice, its version."""

    id: str
    about: str
    judge: Callable[[Facts, str], Verdict]
    advice: str
    version: int = 1


def listed(names: list[str], most: int = 3) -> str:
    """Write names for a sentence: "a, b, c and 4 more"."""
    more = len(names) - most
    return ", ".join(names[:most]) + (f" and {more} more" if more > 0 else "")
