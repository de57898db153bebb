"""
What was sent before in this session: it stays in the desk's memory, so that a later report can be compared with it.

One table of pseudonyms serves all reports of a session. It is drawn from what was sent, and from nothing else: what was
crossed out of the first report and is sent with the second is new there.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from agent.desk.draft_lines import FINDINGS, GAPS, Key, keys_of
from consent.fields import Sha256
from protocol.report.document import Report
from protocol.report.kinds import Mask
from protocol.report.parse import row_name
from protocol.report.pseudonyms import AFRESH, MARK, Numbering, Pseudonym

About = tuple[str, str, str]
"""What a line is about, whatever its place: its sort; its fact, table or rule; its thing, pseudonyms spelled out."""


@dataclass
class Former:
    """The reports of one session so far. Forgotten with the session."""

    first: Report | None = None
    sha256: Sha256 | None = None
    """The first report's name: later ones say that they follow it."""
    crossed: frozenset[About] = frozenset()
    """What was crossed out of the last one: it is crossed out of the next one to begin with."""
    _numbers: dict[tuple[Mask, str], int] = field(default_factory=dict, repr=False)

    def numbering(self, meant: Mapping[Pseudonym, str]) -> Numbering:
        """Say how a report's pseudonyms are numbered; `meant` is what they stand for."""
        if self.first is None:
            return AFRESH
        kept = {
            each: (each[0], self._numbers[each[0], _plain(value)])
            for each, value in meant.items()
            if (each[0], _plain(value)) in self._numbers
        }
        last: dict[Mask, int] = {}
        for (kind, _), number in self._numbers.items():
            last[kind] = max(number, last.get(kind, 0))
        return Numbering(kept, last)

    def sent(
        self,
        report: Report,
        sha256: Sha256,
        became: Mapping[Pseudonym, Pseudonym],
        meant: Mapping[Pseudonym, str],
        crossed: frozenset[About],
    ) -> None:
        """Take note of a report that left: what its pseudonyms were numbered, and what was crossed out of it."""
        if self.first is None:
            self.first, self.sha256 = report, sha256
        self.crossed = crossed
        for each, (kind, number) in became.items():
            # What nobody can look up keeps its number too: under a name of its own, so that no other gets it.
            self._numbers.setdefault((kind, _plain(meant.get(each, f"\0{number}"))), number)


def crossed_about(report: Report, struck: Collection[Key], meant: Mapping[Pseudonym, str]) -> frozenset[About]:
    """Say what the lines that are crossed out are about; a section of which nothing is left, as a whole."""
    found = {about for key, about in _abouts(report, meant) if key in struck}
    whole = {
        ("section", part.id, "") for part in report.sections if (keys := set(keys_of(part))) and keys <= set(struck)
    }
    return frozenset(found | whole)


def keys_about(report: Report, crossed: frozenset[About], meant: Mapping[Pseudonym, str]) -> Iterator[Key]:
    """Find the lines of a later report that are about the same."""
    if not crossed:
        return
    for part in report.sections:
        if ("section", part.id, "") in crossed:
            yield from keys_of(part)
    yield from (key for key, about in _abouts(report, meant) if about in crossed)


def _abouts(report: Report, meant: Mapping[Pseudonym, str]) -> Iterator[tuple[Key, About]]:
    def plain(text: str) -> str:
        def one(found: re.Match[str]) -> str:
            return meant.get((found[1], int(found[2])), found[0])  # type: ignore[arg-type]  # the pattern knows only kinds

        return MARK.sub(one, text)

    for part in report.sections:
        for at, told in enumerate(part.facts):
            yield ("fact", part.id, at), ("fact", told.id, plain(told.of))
        for table in part.tables:
            for at, row in enumerate(table.rows):
                yield ("row", table.id, at), ("row", table.id, plain(row_name(row)))
    for at, finding in enumerate(report.findings):
        yield ("finding", FINDINGS, at), ("finding", finding.id, plain(finding.about))
    for at, gap in enumerate(report.omissions):
        yield ("gap", GAPS, at), ("gap", gap.section, plain(gap.words))


def _plain(value: str) -> str:
    return value.casefold().strip()
