"""What stays when a session is over: the memory of whom was met, and the receipt. Trouble with either is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from agent.desk.desk import Desk
from agent.desk.error_words import words_of
from agent.desk.language import mark
from agent.desk.papers import Papers
from agent.desk.receipt import issue
from agent.desk.trust import note_proof
from agent.desk.view import Over, Rating
from protocol.errors import AttendedError, ReceiptNotWritten
from protocol.messages.relay import SessionClosed

UNSAVED = mark(
    "desk.over",
    "Your receipt could not be saved. Free some space on the disk, then press Save again. "
    "If you close this window first, the receipt is lost.",
)
ELSEWHERE = mark(
    "desk.over", "The folder for receipts cannot be written, so this one lies elsewhere. Move it to a safe place."
)


class Said(Protocol):
    """What the customer says of it: the form has the screen for itself while it is open."""

    @property
    def is_open(self) -> bool:
        """Say whether the form stands there."""

    @property
    def said(self) -> str:
        """Say what became of it."""


class Keeping:
    """Keeps what a session leaves, and shows the last window."""

    def __init__(self, desk: Desk, papers: Callable[[], Papers], *, complaint: Callable[[], Said]) -> None:
        """Take the shared things; while `complaint` is open, the last window waits."""
        self._desk = desk
        self._papers = papers
        self._complaint = complaint
        self._closed: SessionClosed | None = None
        self.begin()

    def begin(self) -> None:
        """Start afresh for a new session."""
        self._over: Over | None = None
        self._rating = Rating()

    def over(self, closed: SessionClosed | None) -> None:
        """Keep everything; nothing that goes wrong with one part costs another. `closed` is the relay's last word."""
        self._closed = closed
        session, outside = self._desk.live_session, self._desk.outside
        proof = closed.proof if closed else None
        try:
            note_proof(session.found, outside.known, proof, self._desk.wall(), session.was_live)
        except AttendedError as error:
            self._desk.tell(words_of(error))
        if outside.known.trouble is not None:
            self._desk.tell(words_of(outside.known.trouble))
        self.save()

    def save(self) -> None:
        """Save the receipt, once more if need be, and show the last window."""
        session, outside = self._desk.live_session, self._desk.outside
        path, note = None, ""
        if session.grant is not None:
            try:
                saved = issue(session, self._papers().for_receipt(), self._closed, outside)
            except ReceiptNotWritten:
                note = UNSAVED.said()
            except AttendedError as error:
                self._desk.tell(words_of(error))
            else:
                path = str(saved)
                note = "" if saved.is_relative_to(outside.receipts) else ELSEWHERE.said()
        asker = session.asker
        self._over = Over(
            lines=(),
            receipt_path=path,
            note=note,
            name=asker.name if asker is not None else "",
            organisation=asker.organisation if asker is not None and session.setting is not None else "",
            rating=self._rating,
        )
        self.show()

    def show(self) -> None:
        """Show the last window as things are now; there is none before the end, and the form stands before it."""
        if self._over is not None and not self._complaint().is_open:
            story, said = tuple(self._desk.live_session.story), self._complaint().said
            self._desk.view.show_over(replace(self._over, lines=story, said=said))
