"""Findings as a person reads them on a terminal, and as a program does."""

from __future__ import annotations

from typing import Any

from protocol.findings import Finding, Findings, Result

MARKS = {Result.GOOD: "✓", Result.GAP: "⚠", Result.BAD: "✕", Result.MISSING: "?", Result.NOT_CHECKED: "–"}
"""Never by colour alone: each result has its sign."""


def lines(findings: Findings, title: str) -> list[str]:
    """Write findings, one check a line, and the verdict last; the first bad one is named again beside it."""
    told = [title, *(_line(finding) for finding in findings.all)]
    made = sum(finding.result is not Result.NOT_CHECKED for finding in findings.all)
    told.append(f"{findings.verdict.value} · {made} {'check' if made == 1 else 'checks'}")
    if bad := [finding for finding in findings.all if finding.result is Result.BAD]:
        told.append(f"First: check {bad[0].number}, {bad[0].name}. {bad[0].words}")
    return told


def as_json(findings: Findings, **named: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON values
    """Give findings as JSON values."""
    return {
        **named,
        "verdict": findings.verdict.value,
        "checks": [
            {
                "number": finding.number,
                "name": finding.name,
                "result": finding.result.value,
                "words": finding.words,
                "detail": finding.detail,
                "code": finding.code,
                "entry": finding.entry,
            }
            for finding in findings.all
        ],
    }


def _line(finding: Finding) -> str:
    detail = f"  ({finding.detail})" if finding.detail else ""
    code = f" [{finding.code}]" if finding.code else ""
    return f"{MARKS[finding.result]} {finding.number:2}  {finding.name}: {finding.words}{code}{detail}"
