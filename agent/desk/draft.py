"""
The report before it leaves: what the customer crossed out and what they chose to show, and the bytes that follow.

Lines go by their place in the collected report, which neither striking nor showing changes. What is shown beside a
line that stays is read from the very document that would be sent, its pseudonyms' numbers included.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain

from agent.desk.draft_lines import FINDINGS, GAPS, Key, every_key, keys_of
from agent.desk.former import About, Former, crossed_about, keys_about
from agent.desk.language import count, say
from agent.desk.numbers import grouped, tenths
from agent.desk.report_values import shown_here
from agent.desk.report_words import report_words
from consent.fields import Sha256
from protocol.report.changes import Said, changes
from protocol.report.compare import compare
from protocol.report.document import Masked, Part, Report, Revealed, Truncated
from protocol.report.kinds import RANK
from protocol.report.page import SEVERITY
from protocol.report.parse import read_report, report_bytes, row_name
from protocol.report.parts import sha256_of_bytes
from protocol.report.pseudonyms import MARK, Pseudonym, exchanged
from protocol.report.register.everything import FACTS, SECTIONS, TABLES
from protocol.report.strike import Strikes, stands, strike_numbering, struck_references

__all__ = ["Draft", "Group", "Key", "Line", "Preview"]


@dataclass(frozen=True)
class Line:
    """One line of the preview."""

    key: Key
    title: str
    of: str
    value: str
    masks: tuple[Pseudonym, ...]
    """What was masked in it while collecting, by the names of then; `meaning` and `show` go by these."""
    struck: bool
    follows: bool = False
    """A finding that goes because a line it rests on was crossed out."""


@dataclass(frozen=True)
class Group:
    """A section of the preview."""

    id: str
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Preview:
    """What the preview shows now: the sections, and the document that would be sent."""

    groups: tuple[Group, ...]
    document: bytes = field(repr=False)
    sha256: Sha256
    kept: int
    struck: int
    became: dict[Pseudonym, Pseudonym] = field(repr=False)
    """What number each pseudonym that stays has in the document."""
    changes: tuple[Said, ...] = ()
    """What the technician will read that changed since the session's first report."""


class Draft:
    """
    One collected report and what its customer makes of it.

    At first nothing is shown and nothing is struck; of a later report of the session, what was struck before is.
    """

    def __init__(self, document: bytes, meant: dict[Pseudonym, str], former: Former | None = None) -> None:
        """
        Take the collected report's bytes, what its pseudonyms stand for, and what was sent before.

        Raises:
            ReportMalformed, ReportTooLong: It is no report.
        """
        self._report = read_report(document)
        self._meant = meant
        self._former = former or Former()
        self._struck: set[Key] = set(keys_about(self._report, self._former.crossed, meant))
        self._revealed: set[Pseudonym] = set()

    def cross_out(self, keys: Iterable[Key], *, struck: bool) -> None:
        """Cross lines out, or put them back."""
        known = self._struck.union if struck else self._struck.difference
        self._struck = known(keys)

    def show(self, pseudonym: Pseudonym, *, revealed: bool) -> None:
        """Show one masked value to the technician, wherever it stands, or mask it again."""
        if pseudonym in self._meant:
            (self._revealed.add if revealed else self._revealed.discard)(pseudonym)

    def meaning(self, pseudonym: Pseudonym) -> str:
        """Tell the customer, and nobody else, what a pseudonym stands for."""
        return self._meant.get(pseudonym, "")

    def is_revealed(self, pseudonym: Pseudonym) -> bool:
        """Tell whether the technician would see it."""
        return pseudonym in self._revealed

    @property
    def collected(self) -> Report:
        """Give the report as it was collected, before anything was crossed out."""
        return self._report

    @property
    def crossed(self) -> frozenset[About]:
        """Name what is crossed out, so that a later report can begin with it."""
        return crossed_about(self._report, self._struck, self._meant)

    @property
    def made(self) -> str:
        """Say when, on what and by what it was made, as the document does."""
        made = self._report.made
        fields = {
            "moment": _moment(made.at),
            "system": _SYSTEMS[made.platform],
            "version": made.agent,
            "seconds": tenths(made.took_ms / 1000),
        }
        said = (
            say(
                "desk.report",
                "Made {moment} on {system} with administrator’s rights, by Attended {version}, in {seconds} s.",
                **fields,
            )
            if made.elevated
            else say(
                "desk.report",
                "Made {moment} on {system} without administrator’s rights, by Attended {version}, in {seconds} s.",
                **fields,
            )
        )
        return " ".join([said, *(_left_out(each) for each in self._report.truncated)])

    @property
    def former_made(self) -> str:
        """Say when the session's first report was made; empty when this is the first."""
        return "" if self._former.first is None else _moment(self._former.first.made.at)

    @property
    def meanings(self) -> dict[Pseudonym, str]:
        """Tell what every pseudonym stands for: on this computer only."""
        return dict(self._meant)

    @property
    def masks(self) -> frozenset[Pseudonym]:
        """Name every masked value that can be shown."""
        return frozenset(self._meant)

    def every(self) -> Iterator[Key]:
        """Name every line there is."""
        yield from every_key(self._report)

    def preview(self) -> Preview:
        """Give what would be sent now, and how it reads."""
        opened = self._opened()
        sent, became = strike_numbering(opened, self._strikes(opened), self._former.numbering(self._meant))
        document = report_bytes(sent)
        groups = tuple(group for group in self._groups(opened, sent) if group.lines)
        lines = [line for group in groups for line in group.lines]
        struck = sum(1 for line in lines if line.struck)
        first = self._former.first
        found = () if first is None else changes(compare(first, sent, same_table=True))
        return Preview(groups, document, sha256_of_bytes(document), len(lines) - struck, struck, became, found)

    def _opened(self) -> Report:
        """Give the report with what is to be shown in clear, and what it follows; every line keeps its place."""
        if not self._revealed and self._former.first is None:
            return self._report

        def into(each: Pseudonym) -> Pseudonym | str:
            return self._meant[each] if each in self._revealed else each

        clear = exchanged(self._report, into)
        listed = tuple(Revealed(masked=kind, value=self._meant[kind, n]) for kind, n in sorted(self._revealed))
        consent = clear.consent.model_copy(update={"revealed": listed, "follows": self._former.sha256})
        return clear.model_copy(update={"consent": consent})

    def _strikes(self, opened: Report) -> Strikes:
        facts, rows, gone = set[tuple[str, str]](), set[tuple[str, int]](), set[str]()
        gaps = frozenset(at for kind, _, at in self._struck if kind == "gap")
        for part in opened.sections:
            facts |= {(told.id, told.of) for at, told in enumerate(part.facts) if ("fact", part.id, at) in self._struck}
            for table in part.tables:
                rows |= {(table.id, at) for at in range(len(table.rows)) if ("row", table.id, at) in self._struck}
            # A section of which nothing stays goes whole: not even its name does.
            told_of = {at for at, gap in enumerate(opened.omissions) if gap.section == part.id}
            keys = set(keys_of(part))
            if keys <= self._struck and (keys or told_of <= gaps):
                gone.add(part.id)
        findings = {
            (each.id, each.about)
            for at, each in enumerate(opened.findings)
            if ("finding", FINDINGS, at) in self._struck
        }
        return Strikes(frozenset(gone), frozenset(facts), frozenset(rows), frozenset(findings), gaps)

    def _groups(self, opened: Report, sent: Report) -> Iterator[Group]:
        yield Group(FINDINGS, say("desk.report", "What was found"), tuple(self._finding_lines(opened, sent)))
        left = {part.id: part for part in sent.sections}
        for part, first in zip(opened.sections, self._report.sections, strict=True):
            lines = (*self._fact_lines(part, first, left), *self._row_lines(part, first, left))
            yield Group(part.id, _section(part.id), lines)
        yield Group(GAPS, say("desk.report", "What could not be read"), tuple(self._gap_lines(opened, sent)))

    def _fact_lines(self, part: Part, first: Part, left: dict[str, Part]) -> Iterator[Line]:
        facts = iter(left[part.id].facts if part.id in left else ())
        for at, (told, was) in enumerate(zip(part.facts, first.facts, strict=True)):
            key: Key = ("fact", part.id, at)
            here = told if key in self._struck else next(facts)
            yield self._line(key, (_title(here.id), here.of, shown_here(here.value, here.unit)), (was.of, was.value))

    def _row_lines(self, part: Part, first: Part, left: dict[str, Part]) -> Iterator[Line]:
        there = {table.id: iter(table.rows) for table in (left[part.id].tables if part.id in left else ())}
        for table, before in zip(part.tables, first.tables, strict=True):
            entry = TABLES[table.id]
            for at, (row, raw) in enumerate(zip(table.rows, before.rows, strict=True)):
                key: Key = ("row", table.id, at)
                cells = row if key in self._struck else next(there[table.id])
                rest = zip(cells[1:], entry.columns[1:], strict=True)
                said = (
                    f"{report_words(column.title)}: {shown_here(cell, column.unit)}"
                    for cell, column in rest
                    if cell is not None
                )
                yield self._line(key, (report_words(entry.title), row_name(cells), " · ".join(said)), raw)

    def _finding_lines(self, opened: Report, sent: Report) -> Iterator[Line]:
        strikes = self._strikes(opened)
        struck = struck_references(opened, strikes)
        left = iter(sent.findings)
        lines: list[tuple[int, Line]] = []
        for at, (each, was) in enumerate(zip(opened.findings, self._report.findings, strict=True)):
            key: Key = ("finding", FINDINGS, at)
            by_hand = (each.id, each.about) in strikes.findings
            follows = not by_hand and not stands(each, struck)
            here = each if by_hand or follows else next(left)
            text = (report_words(SEVERITY[here.severity]), here.about, f"{here.words} {here.advice}")
            raw = (was.about, was.words, was.advice)
            lines.append((RANK[each.severity], self._line(key, text, raw, struck=by_hand, follows=follows)))
        yield from (line for _, line in sorted(lines, key=lambda one: one[0]))

    def _gap_lines(self, opened: Report, sent: Report) -> Iterator[Line]:
        left = iter(sent.omissions)
        gone = {part.id for part in opened.sections} - {part.id for part in sent.sections}
        for at, (each, was) in enumerate(zip(opened.omissions, self._report.omissions, strict=True)):
            key: Key = ("gap", GAPS, at)
            follows = key not in self._struck and each.section in gone
            here = each if key in self._struck or follows else next(left)
            text = (_section(here.section), ", ".join(map(_title, here.facts)), here.words)
            yield self._line(key, text, (was.words,), follows=follows)

    def _line(
        self,
        key: Key,
        text: tuple[str, str, str],
        raw: Iterable[object],
        *,
        struck: bool | None = None,
        follows: bool = False,
    ) -> Line:
        """Make a line of title, thing and value; `raw` are the values as collected, in which masks have their names."""
        title, of, value = text
        if follows or (key in self._struck if struck is None else struck):
            return Line(key, title, _bare(of), _bare(value), (), struck=True, follows=follows)
        was = dict.fromkeys(chain.from_iterable(map(_marks, raw)))
        return Line(key, title, of, value, tuple(each for each in was if each in self._meant), struck=False)


def _marks(value: object) -> Iterator[Pseudonym]:
    if isinstance(value, Masked):
        yield (value.masked, value.n)
    elif isinstance(value, str):
        yield from ((found[1], int(found[2])) for found in MARK.finditer(value))  # type: ignore[misc]  # kinds only


def _bare(text: str) -> str:
    """Take the numbers off pseudonyms: what is crossed out has none in the document."""
    return MARK.sub(lambda found: f"‹{found[1]}›", text)


def _section(name: str) -> str:
    return report_words(SECTIONS[name].title) if name in SECTIONS else name


def _title(name: str) -> str:
    return report_words(FACTS[name].title) if name in FACTS else name


_SYSTEMS = {"linux": "Linux", "windows": "Windows", "macos": "macOS"}


def _moment(at: str) -> str:
    """Write the document's time as people read it: 2026-11-22 09:27 UTC."""
    return f"{at[:10]} {at[11:16]} UTC"


def _left_out(cut: Truncated) -> str:
    title = report_words(TABLES[cut.what].title) if cut.what in TABLES else _section(cut.what)
    return count(
        "desk.report",
        "{number} more of “{title}” is left out.",
        "{number} more of “{title}” are left out.",
        cut.left_out,
        number=grouped(cut.left_out),
        title=title,
    )
