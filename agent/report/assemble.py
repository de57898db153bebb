"""
From what collectors said to the document: everything is redacted here, once, in one place, in one thread.

First every value that is masked whole is learned, so that a serial number which a log line also holds is known by then.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from agent.report.believe import moment
from agent.report.machine import Machine
from agent.report.redact import Redactor
from agent.report.run import Heard
from agent.report.told import WORDS, Gap, Known, Raw, Row, Said
from protocol import limits
from protocol.errors import ReportMalformed
from protocol.report.document import (
    FORMAT,
    Consent,
    Made,
    Masked,
    Omission,
    Part,
    Report,
    Rows,
    Told,
    Truncated,
    Value,
    harmless,
)
from protocol.report.findings.judge import judged
from protocol.report.kinds import WHOLE, Status
from protocol.report.parse import check_report, fits
from protocol.report.pseudonyms import Pseudonym, renumbered
from protocol.report.register.bounds import ROWS
from protocol.report.register.entry import Fact
from protocol.report.register.everything import FACTS, SECTION_OF, SECTIONS, TABLES


def assemble(
    machine: Machine, heard: Sequence[Heard], redactor: Redactor, *, took: float, agent: str, grant: str | None
) -> tuple[Report, dict[Pseudonym, str]]:
    """
    Make the document, with its findings; and what each pseudonym stands for, for the customer's eyes alone.

    `took`: seconds; `grant`: the grant's jti, or None for the customer's own use.

    Raises:
        ReportMalformed: A collector said what the register does not know: a fault of ours.
    """
    for one in heard:
        _learn(one.said, redactor)
    truncated: list[Truncated] = []
    parts = [_part(name, heard, redactor, truncated) for name in SECTIONS if _of(name, heard)]
    made = Made(
        at=moment(machine.now(), machine.now()) or "1970-01-01T00:00:00Z",
        offset=machine.offset(),
        took_ms=int(took * 1000),
        platform=machine.platform,
        elevated=machine.elevated,
        agent=agent,
    )
    raw = Report(
        format=FORMAT,
        made=made,
        consent=Consent.model_validate({"grant": grant, "revealed": ()}),
        sections=tuple(parts),
        findings=(),
        omissions=tuple(_omissions(heard, redactor))[: limits.REPORT_OMISSIONS],
        truncated=tuple(truncated),
        pseudonyms=(),
    )
    report, became = renumbered(raw.model_copy(update={"findings": judged(raw)}))
    check_report(report)
    table = redactor.table()
    return report, {new: table[old] for old, new in became.items() if old in table}


def _of(section: str, heard: Iterable[Heard]) -> list[Heard]:
    return [each for each in heard if each.collector.section == section]


def _learn(said: Iterable[Said], redactor: Redactor) -> None:
    for each in said:
        if isinstance(each, Known):
            _teach(FACTS.get(each.id), each.value, redactor)
        elif isinstance(each, Row) and each.table in TABLES:
            for entry, cell in zip(TABLES[each.table].columns, each.cells, strict=True):
                _teach(entry, cell, redactor)


def _teach(entry: Fact | None, value: Raw, redactor: Redactor) -> None:
    if entry is not None and entry.kind in WHOLE and isinstance(value, str) and value:
        redactor.learn(entry.kind, value)


def _part(section: str, heard: Sequence[Heard], redactor: Redactor, truncated: list[Truncated]) -> Part:
    mine = _of(section, heard)
    facts: dict[tuple[str, str], Told] = {}
    rows: dict[str, list[tuple[Value | None, ...]]] = {}
    sources: dict[str, str] = {}
    for said in (said for one in mine for said in one.said):
        if isinstance(said, Known) and (told := _told(said, section, redactor)):
            facts.setdefault((told.id, told.of), told)
        elif isinstance(said, Row):
            rows.setdefault(said.table, []).append(_cells(said, redactor))
            sources.setdefault(said.table, said.source)
    kept = tuple(facts.values())[: limits.REPORT_FACTS]
    _note(truncated, section, len(facts) - len(kept))
    for name, lines in rows.items():
        _note(truncated, name, len(lines) - ROWS[name])
    return Part(
        id=section,
        status=_status(mine, bool(facts or rows)),
        took_ms=int(sum(each.took for each in mine) * 1000),
        facts=kept,
        tables=tuple(_rows(each.id, rows[each.id], sources) for each in SECTIONS[section].tables if each.id in rows),
    )


def _rows(name: str, lines: list[tuple[Value | None, ...]], sources: dict[str, str]) -> Rows:
    columns = tuple(column.id for column in TABLES[name].columns)
    return Rows(id=name, source=sources[name], columns=columns, rows=tuple(lines[: ROWS[name]]))


def _note(truncated: list[Truncated], what: str, more: int) -> None:
    if more > 0:
        truncated.append(Truncated(what=what, left_out=more))


def _told(said: Known, section: str, redactor: Redactor) -> Told | None:
    entry = FACTS.get(said.id)
    if entry is None or SECTION_OF[said.id] != section or (said.of == "") != (entry.about == ""):
        raise ReportMalformed(f"{said.id} of {section}")
    value = _value(entry, said.value, redactor)
    if value is None:
        return None
    return Told(
        id=entry.id,
        of=redactor.name(said.of),
        value=value,
        unit=entry.unit,
        kind=entry.kind,
        source=said.source,
        seen="masked" if isinstance(value, Masked) else "open",
    )


def _cells(said: Row, redactor: Redactor) -> tuple[Value | None, ...]:
    columns = TABLES[said.table].columns
    if len(columns) != len(said.cells):
        raise ReportMalformed(said.table)
    cells = [_value(entry, cell, redactor) for entry, cell in zip(columns, said.cells, strict=True)]
    return (cells[0] if cells[0] is not None else "", *cells[1:])


def _value(entry: Fact, raw: Raw, redactor: Redactor) -> Value | None:
    """Redact one value by its kind; what does not fit its kind is not known."""
    if raw is None or raw == "":
        return None
    value: Value = redactor.value(entry.kind, raw) if isinstance(raw, str) else raw
    if not fits(value, entry):
        raise ReportMalformed(entry.id)
    return value


def _status(mine: Sequence[Heard], known: bool) -> Status:  # noqa: FBT001 - whether anything is known
    statuses = {each.status for each in mine}
    gaps = {said.status for each in mine for said in each.said if isinstance(said, Gap)}
    if statuses == {"ok"} and (known or not gaps):
        return "ok" if gaps <= {"not-present", "not-supported"} else "partial"
    reasons = (statuses | gaps) - {"ok"}
    return reasons.pop() if not known and len(reasons) == 1 else "partial"


def _omissions(heard: Sequence[Heard], redactor: Redactor) -> Iterable[Omission]:
    """Gather gaps: one line for each reason of each collector, with all the facts it is about."""
    for one in heard:
        grouped: dict[tuple[Status, str], list[str]] = {}
        for said in one.said:
            if isinstance(said, Gap):
                # Ours, but for the name of a thing that may stand in them.
                words = redactor.text(said.words) if harmless(said.words) else WORDS[said.status]
                grouped.setdefault((said.status, words[: limits.REPORT_TEXT]), []).extend(said.facts)
        for (status, words), facts in grouped.items():
            yield Omission(
                section=one.collector.section,
                collector=one.collector.name,
                status=status,
                words=words,
                facts=tuple(dict.fromkeys(facts))[:64],
            )
