"""One rule over a few facts: what does it say?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from protocol.report.document import Masked, Report, Rows, Told, Value
from protocol.report.findings.judge import RULES
from protocol.report.findings.rule import Facts, Found, NotKnown
from protocol.report.register.everything import SECTION_OF, SECTIONS
from tests.support.sample_report import MADE, part, report, rows, told

ACT, SOON, WORTH, NOTHING, UNKNOWN = "act-now", "soon", "worth-knowing", "nothing", "not known"
GIB = 2**30


Given = Mapping[str, Value | Sequence[tuple[Value | None, ...]]]


class Case(NamedTuple):
    """A rule, the facts there are (by "id" or "id@thing"; a table by its id), and what it says."""

    rule: str
    said: str
    facts: Given
    platform: str = "linux"
    before: Given | None = None


def says(case: Case) -> str:
    """Tell what the rule says of the first thing it is about."""
    before = _report(case.before, case.platform) if case.before is not None else None
    facts = Facts(_report(case.facts, case.platform), before)
    rule = next(each for each in RULES if each.id == case.rule)
    things = facts.things(rule.about) or ["nothing"]
    facts.began()
    verdict = rule.judge(facts, things[0])
    if isinstance(verdict, Found):
        assert facts.evidence()
        assert len(verdict.words) <= 300
        return verdict.severity
    return UNKNOWN if isinstance(verdict, NotKnown) else NOTHING


def demand_all_three(cases: Iterable[Case], subject: str) -> None:
    """Hold that each rule of a subject has a case for yes, one for no and one for not known."""
    seen: dict[str, set[str]] = defaultdict(set)
    for case in cases:
        seen[case.rule].add("yes" if case.said in {ACT, SOON, WORTH} else case.said)
    own = {rule.id for rule in RULES if rule.judge.__module__.rpartition(".")[2] == subject or rule.id in seen}
    assert own == set(seen)
    assert {rule: said for rule, said in seen.items() if said != {"yes", NOTHING, UNKNOWN}} == {}


def _report(facts: Given, platform: str) -> Report:
    gathered: dict[str, tuple[list[Told], list[Rows]]] = defaultdict(lambda: ([], []))
    for key, value in facts.items():
        name, _, of = key.partition("@")
        if not isinstance(value, bool | int | str | Masked):
            gathered[SECTION_OF[name]][1].append(rows(name, *value))
        else:
            gathered[SECTION_OF[name]][0].append(told(name, value, of))
    parts = [part(name, *gathered[name][0], tables=tuple(gathered[name][1])) for name in SECTIONS if name in gathered]
    return report(*parts, made=MADE.model_copy(update={"platform": platform}))
