"""What stays when a session is over: the memory of whom was met, and the receipt. Trouble with either is told."""

from __future__ import annotations

from collections.abc import Callable

from agent.desk.desk import Desk, words_of
from agent.desk.papers import Papers
from agent.desk.receipt import issue
from agent.desk.trust import note_proof
from agent.desk.view import SAVE_AGAIN, Over
from protocol.errors import AttendedError, ReceiptNotWritten
from protocol.messages.relay import SessionClosed

UNSAVED = (
    f"{ReceiptNotWritten.words} Free some space on the disk, then press {SAVE_AGAIN}. "
    "If you close this window first, the receipt is lost."
)
ELSEWHERE = "The folder for receipts cannot be written, so this one lies elsewhere. Move it to a safe place."


class Keeping:
    """Keeps what a session leaves, and shows the last window."""

    def __init__(self, desk: Desk, papers: Callable[[], Papers]) -> None:
        """Take the shared things."""
        self._desk = desk
        self._papers = papers
        self._closed: SessionClosed | None = None

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
                note = UNSAVED
            except AttendedError as error:
                self._desk.tell(words_of(error))
            else:
                path = str(saved)
                note = "" if saved.is_relative_to(outside.receipts) else ELSEWHERE
        self._desk.view.show_over(Over(tuple(session.story), path, note))
