"""A small report of a machine that never was, for tests of the document."""

from __future__ import annotations

from protocol.report.document import (
    FORMAT,
    Consent,
    Evidence,
    Finding,
    Made,
    Masked,
    Omission,
    Part,
    Report,
    Rows,
    Told,
    Truncated,
    Value,
)
from protocol.report.kinds import Seen, Severity, Status
from protocol.report.pseudonyms import Pseudonym, counted
from protocol.report.register.everything import FACTS, TABLES

MEANT: dict[Pseudonym, str] = {
    ("serial", 1): "PF-MACHINE", ("serial", 2): "S-DISK-A", ("serial", 3): "S-DISK-B",
    ("user", 1): "maria", ("volume", 1): "HOLIDAY", ("file", 1): "diary.sh",
}  # fmt: skip
"""What the pseudonyms of `sample` stand for."""
MADE = Made(at="2026-11-22T05:30:00Z", offset=3600, took_ms=2100, platform="linux", elevated=False, agent="0.1.0")


def told(name: str, value: Value, of: str = "", source: str = "test") -> Told:
    """Give a fact as the register wants it."""
    entry = FACTS[name]
    seen: Seen = "masked" if isinstance(value, Masked) else "revealed" if entry.reading == "masked" else "open"
    return Told(id=name, of=of, value=value, unit=entry.unit, kind=entry.kind, source=source, seen=seen)


def rows(name: str, *lines: tuple[Value | None, ...]) -> Rows:
    """Give a table as the register wants it."""
    columns = tuple(column.id for column in TABLES[name].columns)
    return Rows(id=name, source="test", columns=columns, rows=lines)


def part(name: str, *facts: Told, tables: tuple[Rows, ...] = (), status: Status = "ok") -> Part:
    """Give a section."""
    return Part(id=name, status=status, took_ms=10, facts=facts, tables=tables)


def finding(name: str, *evidence: tuple[str, str], about: str = "", severity: Severity = "soon") -> Finding:
    """Give a finding."""
    based = tuple(Evidence(fact=fact, of=of) for fact, of in evidence)
    return Finding(
        id=name,
        severity=severity,
        about=about,
        evidence=based,
        words=f"{name} on {about}",
        advice="Ask.",
        rule_version=1,
    )


def report(
    *parts: Part,
    findings: tuple[Finding, ...] = (),
    omissions: tuple[Omission, ...] = (),
    truncated: tuple[Truncated, ...] = (),
    made: Made = MADE,
) -> Report:
    """Give a report with its pseudonyms counted."""
    bare = Report(
        format=FORMAT,
        made=made,
        consent=Consent(grant=None, revealed=()),
        sections=parts,
        findings=findings,
        omissions=omissions,
        truncated=truncated,
        pseudonyms=(),
    )
    return bare.model_copy(update={"pseudonyms": counted(bare)})


def sample() -> Report:
    """Give a report with two disks, masked serials, a table, a finding, a gap and something left out."""
    return report(
        part("machine", told("machine.maker", "LENOVO"), told("machine.serial", Masked(masked="serial", n=1))),
        part(
            "storage",
            told("disk.size", 512_110_190_592, "vda"),
            told("disk.serial", Masked(masked="serial", n=2), "vda"),
            told("disk.serial", Masked(masked="serial", n=3), "vdb"),
            told("disk.pending", 4, "vdb"),
            told("volume.mount", "/media/‹user 1›/‹volume 1›", "vdb1"),
        ),
        part(
            "software",
            told("services.failed", 1),
            tables=(
                rows(
                    "software.services",
                    ("cron.service", "Runs ‹file 1› for ‹user 1›", "running", "enabled", False, None),
                    ("nginx.service", None, "failed", "enabled", True, 1),
                ),
            ),
        ),
        findings=(
            finding("disk.pending", ("disk.pending", "vdb"), about="vdb", severity="act-now"),
            finding("service.failed", ("software.services", "nginx.service"), about="nginx.service"),
        ),
        omissions=(
            Omission(
                section="storage",
                collector="smart",
                status="no-rights",
                words="Needs more rights.",
                facts=("disk.hours",),
            ),
        ),
        truncated=(Truncated(what="software.services", left_out=7),),
    )
