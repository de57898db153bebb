"""
`attended-agent report --out DIR`: the customer's own report of the own computer. Nothing leaves it.

In a terminal its customer reads it first, crosses out, shows what they like, and types `save`. Where there is none,
nobody is asked: what is masked stays masked.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable
from pathlib import Path

from agent.desk.draft import Draft, Group, Key, Preview
from agent.desk.language import count, mark, say
from agent.desk.terminal.person import Terminal
from agent.desk.terminal.preview import Purpose, TerminalPreview
from agent.report.command import collected, demand_writable, save
from agent.report.leave import OwnReport
from protocol.report.page import SEVERITY
from protocol.report.parse import read_report, report_bytes
from protocol.report.pseudonyms import Pseudonym

CALM_SECONDS = 2.0
"""For so long after the report stands there, `save` saves nothing: what was typed in haste is no yes."""
SAVE, NO = "save", "no"
PROMPT = mark("terminal", "Enter for more, save, no, or help:")
_HELP = (
    mark("terminal", "save: saves what is not crossed out"),
    mark("terminal", "no: saves nothing"),
)


class DraftShown:
    """A draft, as the preview reads and changes it."""

    def __init__(self, draft: Draft) -> None:
        """Take the draft."""
        self._draft = draft

    @property
    def groups(self) -> tuple[Group, ...]:
        """Give its sections."""
        return self._draft.preview().groups

    @property
    def kept(self) -> int:
        """Give how many lines stay."""
        return self._draft.preview().kept

    @property
    def struck(self) -> int:
        """Give how many are crossed out."""
        return self._draft.preview().struck

    @property
    def masks(self) -> frozenset[Pseudonym]:
        """Name what is masked."""
        return self._draft.masks

    def meaning(self, pseudonym: Pseudonym) -> str:
        """Tell what a pseudonym stands for."""
        return self._draft.meaning(pseudonym)

    def is_revealed(self, pseudonym: Pseudonym) -> bool:
        """Say whether it would stand there in clear."""
        return self._draft.is_revealed(pseudonym)

    def cross_out(self, keys: Iterable[Key], *, struck: bool) -> None:
        """Cross lines out, or put them back."""
        self._draft.cross_out(keys, struck=struck)

    def show(self, pseudonym: Pseudonym, *, revealed: bool) -> None:
        """Have one value stand in clear, or mask it again."""
        self._draft.show(pseudonym, revealed=revealed)


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


def own_purpose(draft: Draft) -> Purpose:
    """Say what the preview of one's own report is for."""
    return Purpose(
        opening=(
            say("terminal", "Read this before it is saved. Nothing has been saved or sent."),
            draft.made,
            say("terminal", "Cross out any line you want to keep out of it."),
        ),
        decides=frozenset({SAVE, NO}),
        prompt=PROMPT,
        help=_HELP,
        counted=lambda kept, struck: [
            count("terminal", "{n} line will be saved.", "{n} lines will be saved.", kept)
            + " "
            + count("terminal", "{n} is crossed out.", "{n} are crossed out.", struck)
        ],
    )


def _read_first(draft: Draft, terminal: Terminal) -> bool | None:
    """Let the customer read and decide: saved, not saved, or None when they went away."""
    size = terminal.size
    preview = TerminalPreview(DraftShown(draft), own_purpose(draft), columns=size[0], rows=size[1])
    terminal.say(preview.opening())
    stands_since = time.monotonic()
    try:
        while preview.outcome is None:
            typed = terminal.ask(f"{preview.prompt} ")
            if typed is None:
                return None
            if typed == SAVE and time.monotonic() - stands_since < CALM_SECONDS:
                terminal.say([say("terminal", "So soon nothing is saved. Read it, then type save again.")])
                continue
            terminal.say(preview.typed(typed))
    except KeyboardInterrupt:
        return None
    return preview.outcome == SAVE


def _nothing_saved(code: int) -> int:
    told = say("terminal", "Nothing was saved.")
    sys.stdout.write(f"\n{told}\n")
    return code


def _tell(document: bytes) -> None:
    """Say what was found, to whoever reads the output later."""
    report = read_report(document)
    for finding in report.findings:
        sys.stdout.write(f"{SEVERITY[finding.severity]}: {finding.words} {finding.advice}\n")
    asked = say("terminal", "There is no terminal, so nobody was asked: what is masked stays masked.")
    took = say("terminal", "It took {seconds} s.", seconds=f"{report.made.took_ms / 1000:.1f}")
    sys.stdout.write(f"{asked}\n{took}\n")


def _say_where(folder: Path, preview: Preview) -> None:
    saved = count(
        "terminal",
        "{n} line saved, {size} bytes, SHA-256 {sha256}.",
        "{n} lines saved, {size} bytes, SHA-256 {sha256}.",
        preview.kept,
        size=f"{len(preview.document):,}",
        sha256=preview.sha256,
    )
    struck = count("terminal", "{n} is crossed out.", "{n} are crossed out.", preview.struck) if preview.struck else ""
    where = say("terminal", "Saved on this computer only: {path}", path=folder / "report.html")
    sys.stdout.write(f"{f'{saved} {struck}'.rstrip()}\n{where}\n")
