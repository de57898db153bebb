"""What holds of the collectors of every system, whatever their sources say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import pytest

from agent.report.assemble import assemble
from agent.report.machine import Unread
from agent.report.redact import Redactor
from agent.report.run import Run
from agent.report.told import Collector, Gap, Known
from protocol.report.document import Report
from protocol.report.parse import report_bytes
from protocol.report.register.everything import FACTS, SECTION_OF, SECTIONS
from tests.support.recorded_machine import LivingLeave, RecordedMachine, a_run


def for_each(collectors: Sequence[Collector]) -> pytest.MarkDecorator:
    """Run a test with each of them as `collector`, by its name."""
    return pytest.mark.parametrize("collector", collectors, ids=lambda each: f"{each.section}.{each.name}")


def demand_all_sections(collectors: Sequence[Collector]) -> None:
    """Pass when each section has a collector, each collector its time, and no name is used twice."""
    assert {each.section for each in collectors} == set(SECTIONS)
    assert all(0 < each.seconds <= 8 for each in collectors)
    names = [(each.section, each.name) for each in collectors]
    assert len(names) == len(set(names))


def demand_facts_or_named_gaps(collector: Collector, machine: RecordedMachine) -> None:
    """Pass when it tells what its section's register holds, or names what is missing; never an uncaught exception."""
    (heard,) = a_run(machine, collector.collect).collect()
    assert heard.said or heard.status == "ok"
    for said in heard.said:
        if isinstance(said, Gap):
            assert set(said.facts) <= set(FACTS)
            assert "(" not in said.words  # where the run would name an exception that nobody caught
        else:
            assert SECTION_OF[said.id if isinstance(said, Known) else said.table] == collector.section


class _Refusing(dict[str, Any]):
    """Answers that are all the same: no rights."""

    def get(self, _key: str, _default: object = None) -> Unread:
        """Refuse."""
        return Unread("no-rights")

    def __contains__(self, _key: object) -> bool:
        return True

    def __getitem__(self, _key: str) -> Any:  # noqa: ANN401 - never given
        raise Unread("no-rights")


def demand_gaps_without_rights(collector: Collector, platform: Literal["linux", "windows", "macos"]) -> None:
    """Pass when a collector that may read nothing says so, and asks for no more rights."""
    no = _Refusing()
    machine = RecordedMachine(platform=platform, files=no, commands=no, counters=no, spaces=no, links=no, reached=no,
                              registry_values=no, objects=no, properties=no)  # fmt: skip
    (heard,) = a_run(machine, collector.collect).collect()
    assert heard.status in {"ok", "no-rights", "not-present"}


def demand_none_of(secrets: Sequence[str], machine: RecordedMachine, collectors: Sequence[Collector]) -> Report:
    """Pass when no collector fails and the document holds none of the secrets, in capitals or not; give it."""
    leave: Any = LivingLeave()
    heard = Run(machine, collectors, leave, seconds=15.0).collect()
    assert not [each.collector for each in heard if each.status == "failed"]
    report, _ = assemble(machine, heard, Redactor(machine.own()), took=1, agent="0.1.0", grant=None)
    text = report_bytes(report).decode().lower()
    for secret in secrets:
        assert secret not in text, (secret, text[max(text.index(secret) - 200, 0) :][:300])
    return report
