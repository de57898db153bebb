"""Documents on their way into the recording: sent, acknowledged, kept for the receipt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from agent.desk.desk import Desk
from consent.jws import sha256_of
from protocol.messages.relay import Acknowledged, DocumentSent, Wraps
from protocol.receipt import ReceiptDocument
from protocol.wire import Message

Then = Callable[[Acknowledged], None]


@dataclass
class _Paper:
    token: str
    message: Message | None
    """What sends it; None for a document of the technician's, which travels by itself."""
    then: Then | None
    acknowledged: Acknowledged | None = None


class Papers:
    """The documents of one session in their order. A document that is not acknowledged is sent again on a new line."""

    def __init__(self, desk: Desk) -> None:
        """Begin with none."""
        self._desk = desk
        self._papers: list[_Paper] = []

    def file(self, token: str, then: Then | None = None) -> None:
        """Send a document; `then` is called with the relay's acknowledgement."""
        self._send(_Paper(token, DocumentSent(token=token), then))

    def file_wraps(self, message: Wraps, then: Then) -> None:
        """Send a key list with its wraps."""
        self._send(_Paper(message.list, message, then))

    def keep(self, token: str) -> None:
        """Keep a document of the technician's for the receipt."""
        self._papers.append(_Paper(token, None, None))

    def await_again(self, token: str, then: Then) -> None:
        """Have `then` called for a document that was sent before: at once, if it is acknowledged already."""
        for paper in self._papers:
            if paper.token == token:
                paper.then = then
                if paper.acknowledged is not None:
                    then(paper.acknowledged)

    def acknowledged(self, message: Acknowledged) -> None:
        """Take an acknowledgement. What it proves is for whoever waits for it to judge."""
        for paper in self._papers:
            if sha256_of(paper.token) == message.token_sha256 and paper.acknowledged is None:
                paper.acknowledged = message
                if paper.then is not None:
                    paper.then(message)
                return

    def again(self) -> None:
        """Send what is not acknowledged yet: the relay takes a document it has only once."""
        for paper in self._papers:
            if paper.message is not None and paper.acknowledged is None:
                self._desk.to_relay(paper.message)

    def forget_waiting(self) -> None:
        """Let nothing follow from acknowledgements that are still to come; they are kept for the receipt."""
        for paper in self._papers:
            paper.then = None

    def drop(self, token: str) -> None:
        """Do not send this document again: another has taken its place before it was acknowledged."""
        self._papers = [paper for paper in self._papers if paper.token != token or paper.acknowledged]

    def for_receipt(self) -> list[ReceiptDocument]:
        """Give all documents with what the relay said to each."""
        return [
            ReceiptDocument(
                token=paper.token,
                entry=paper.acknowledged.entry if paper.acknowledged else None,
                salt=paper.acknowledged.salt if paper.acknowledged else None,
                proof=paper.acknowledged.proof if paper.acknowledged else None,
            )
            for paper in self._papers
        ]

    def _send(self, paper: _Paper) -> None:
        self._papers.append(paper)
        if paper.message is not None:
            self._desk.to_relay(paper.message)
