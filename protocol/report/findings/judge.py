"""All rules over one report: pure, sorted by what it would cost to ignore."""

from __future__ import annotations

from protocol import limits
from protocol.report.document import Finding, Report
from protocol.report.findings import (
    clock,
    crashes,
    devices,
    disk,
    memory,
    network,
    power,
    security,
    system,
    volume,
)
from protocol.report.findings.rule import Facts, Found, Rule
from protocol.report.kinds import RANK

RULES: tuple[Rule, ...] = tuple(
    rule
    for subject in (disk, volume, power, memory, system, clock, devices, crashes, security, network)
    for rule in subject.RULES
)
"""Every rule, by subject."""


def judged(report: Report, before: Report | None = None) -> tuple[Finding, ...]:
    """Judge a report; `before` is the former one of the same computer, for what only a rise shows."""
    facts = Facts(report, before)
    found = [finding for rule in RULES for of in facts.things(rule.about) if (finding := _judged(rule, facts, of))]
    found.sort(key=lambda finding: RANK[finding.severity])
    return tuple(found[: limits.REPORT_FINDINGS])


def _judged(rule: Rule, facts: Facts, of: str) -> Finding | None:
    facts.began()
    verdict = rule.judge(facts, of)
    if not isinstance(verdict, Found):
        return None
    return Finding(
        id=rule.id,
        severity=verdict.severity,
        about=of,
        evidence=facts.evidence(),
        words=verdict.words[: limits.REPORT_TEXT],
        advice=verdict.advice or rule.advice,
        rule_version=rule.version,
    )
