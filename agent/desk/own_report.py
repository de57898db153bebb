"""
`attended-agent report --out DIR`: the customer's own report of the own computer. Nothing leaves it.

In a terminal its customer reads it first, crosses out, shows what they like, and types `save`. Where there is none,
nobody is asked: what is masked stays masked.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from agent.desk.draft import Draft, Preview
from agent.desk.terminal.person import Terminal
from agent.desk.terminal.preview import PROMPT, TerminalPreview
from agent.report.command import collected, demand_writable, save
from agent.report.leave import OwnReport
from protocol.report.page import SEVERITY
from protocol.report.parse import read_report, report_bytes

CALM_SECONDS = 2.0
"""For so long after the report stands there, `save` saves nothing: what was typed in haste is no yes."""


def own_report(folder: Path) -> int:
    """
    Collect and redact; in a terminal let its customer decide; save report.json, report.html, report.schema.json.

    Gives 1 when Ctrl+C, Ctrl+D or a hung-up line ended it, and nothing was saved then.

    Raises:
        ReportNotSupported: There are no collectors for this system.
        ReportNotWritten: The folder cannot be written to.
        ReportStopped: Ctrl+C while collecting.
    """
    demand_writable(folder)
    report, meant = collected(OwnReport())
    draft = Draft(report_bytes(report), meant)
    if Terminal.is_here():
        decided = _read_first(draft, Terminal())
        if decided is None:
            return _nothing_saved(1)
        if not decided:
            return _nothing_saved(0)
    preview = draft.preview()
    save(folder, read_report(preview.document))
    if not Terminal.is_here():
        _tell(report_bytes(report))
    _say_where(folder, preview)
    return 0


def _read_first(draft: Draft, terminal: Terminal) -> bool | None:
    """Let the customer read and decide: saved, not saved, or None when they went away."""
    size = terminal.size
    preview = TerminalPreview(draft, columns=size[0], rows=size[1])
    terminal.say(preview.opening())
    stands_since = time.monotonic()
    try:
        while preview.outcome is None:
            typed = terminal.ask(PROMPT)
            if typed is None:
                return None
            if typed == "save" and time.monotonic() - stands_since < CALM_SECONDS:
                terminal.say(["So soon nothing is saved. Read it, then type save again."])
                continue
            terminal.say(preview.typed(typed))
    except KeyboardInterrupt:
        return None
    return preview.outcome == "save"


def _nothing_saved(code: int) -> int:
    sys.stdout.write("\nNothing was saved.\n")
    return code


def _tell(document: bytes) -> None:
    """Say what was found, to whoever reads the output later."""
    report = read_report(document)
    for finding in report.findings:
        sys.stdout.write(f"{SEVERITY[finding.severity]}: {finding.words} {finding.advice}\n")
    sys.stdout.write("There is no terminal, so nobody was asked: what is masked stays masked.\n")
    sys.stdout.write(f"It took {report.made.took_ms / 1000:.1f} s.\n")


def _say_where(folder: Path, preview: Preview) -> None:
    lines = "1 line" if preview.kept == 1 else f"{preview.kept} lines"
    crossed = f" {preview.struck} are crossed out." if preview.struck else ""
    sys.stdout.write(f"{lines} saved, {len(preview.document):,} bytes, SHA-256 {preview.sha256}.{crossed}\n")
    sys.stdout.write(f"Saved on this computer only: {folder / 'report.html'}\n")
