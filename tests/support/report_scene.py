"""A health report as its window is given it, from a draft of the small one."""

from __future__ import annotations

from dataclasses import replace

from agent.desk.draft import Draft
from agent.desk.view import ReportShown
from protocol.report.parse import report_bytes
from tests.support.sample_report import MEANT, sample


def a_draft() -> Draft:
    """Give the small report, of which nothing is crossed out."""
    return Draft(report_bytes(sample()), MEANT)


def as_shown(draft: Draft, **changes: object) -> ReportShown:
    """Give a draft as the core has it shown: a short wait, and a quarter of an hour to read it."""
    preview = draft.preview()
    shown = ReportShown(
        name="Ana Weber",
        made=draft.made,
        groups=preview.groups,
        meanings=draft.meanings,
        revealed=frozenset(each for each in draft.masks if draft.is_revealed(each)),
        sha256=preview.sha256,
        kept=preview.kept,
        struck=preview.struck,
        size=len(preview.document),
        wait=0.1,
        left=900.0,
        yes_left=1800.0,
        former=draft.former_made,
        changes=preview.changes,
    )
    return replace(shown, **changes)  # type: ignore[arg-type]  # a test names only what it changes
