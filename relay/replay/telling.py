"""What each kind of document and message says, in words: one small function for each, found by its type."""

from __future__ import annotations

from functools import singledispatch
from typing import Any, Final

from consent.ending import SessionEnd
from consent.grant import ConsentGrant
from consent.keylist import KeyList
from consent.pause import ConsentPause, ConsentResume
from consent.request import ConsentRequest
from consent.scopes import MEANING, Scope
from consent.statement import TranscriptStatement
from consent.withdrawal import ConsentWithdrawal
from protocol.messages.aside import AsideCheck, AsideEntry, AsideWords
from protocol.messages.chat import ChatDelivered, ChatSaid
from protocol.messages.input import HandOfCustomer, KeyCode, KeyText, PointerButton, PointerMove, PointerWheel
from protocol.messages.report import (
    ReportPart,
    ReportProgress,
    ReportReading,
    ReportReceived,
    ReportVitals,
    ReportWithheld,
)
from protocol.wire import Message

Told = tuple[str, str, dict[str, Any]]
"""What kind of thing it is, the words for it (none where it means nothing to people), and its facts."""

_PAUSES: Final = {
    "customer": "Paused by the customer. Nothing is seen.",
    "look-away": "The technician looks away. Nothing is seen.",
    "recording": "Paused: the recording stopped. Nothing is seen.",
    "line": "Paused: the line is lost. Nothing is seen.",
    "system": "Paused: the computer asks its customer something. Nothing is seen.",
}
_ENDS: Final = {
    "stopped": "the customer pressed Stop",
    "left": "the technician left",
    "expired": "time was up",
    "lost": "the line was lost",
    "closed": "the customer closed the program",
    "failed": "something failed",
}


@singledispatch
def told(said: object) -> Told:
    """Say what a verified document or an opened message says."""
    return ("other", said.kind, {}) if isinstance(said, Message) else ("", "", {})


@told.register
def _(said: ConsentRequest) -> Told:
    words = f"Asks to {_named(said.scopes)}, for {said.minutes} minutes."
    return "asks", words, {"scopes": [scope.value for scope in said.scopes], "jti": said.jti}


@told.register
def _(said: ConsentGrant) -> Told:
    minutes = max(1, round(said.seconds / 60))
    scopes = [held.scope for held in said.scopes]
    facts = {"until": {held.scope.value: held.until - said.iat for held in said.scopes}, "jti": said.jti}
    return "yes", f"Yes: {_named(scopes)}, for {minutes} minutes.", {"scopes": [*map(str, scopes)], **facts}


@told.register
def _(said: ConsentWithdrawal) -> Told:
    return "withdrawn", f"No longer: {_named(said.scopes)}.", {"scopes": [scope.value for scope in said.scopes]}


@told.register
def _(said: ConsentPause) -> Told:
    return "pause", _PAUSES[said.because.value], {"because": said.because.value}


@told.register
def _(said: ConsentResume) -> Told:  # noqa: ARG001 - found by its type; it says no more than that
    return "goes-on", "The customer goes on.", {}


@told.register
def _(said: KeyList) -> Told:
    return "keys", "", {"epoch": said.epoch, "grant": said.grant}


@told.register
def _(said: SessionEnd) -> Told:
    return "end", f"The session ends: {_ENDS[said.reason.value]}.", {"reason": said.reason.value}


@told.register
def _(said: TranscriptStatement) -> Told:
    return "statement", "", {"final": said.final, "lines": len(said.lines)}


@told.register
def _(said: ChatSaid) -> Told:
    return "chat", said.text, {"id": said.id}


@told.register
def _(said: ChatDelivered) -> Told:
    return "delivered", "", {"id": said.id}


@told.register
def _(said: PointerMove) -> Told:
    return "pointer", "", {"x": said.x, "y": said.y}


@told.register
def _(said: PointerButton) -> Told:
    how = "Presses" if said.down else "Lets go of"
    facts = {"button": said.button, "down": said.down, "x": said.x, "y": said.y}
    return "button", f"{how} the {said.button} button at {said.x}, {said.y}.", facts


@told.register
def _(said: PointerWheel) -> Told:
    facts = {"dx": said.dx, "dy": said.dy, "x": said.x, "y": said.y}
    return "wheel", f"Turns the wheel at {said.x}, {said.y}.", facts


@told.register
def _(said: HandOfCustomer) -> Told:
    where = "on" if said.holds else "off"
    return "hand", f"The customer’s hand is {where} the mouse.", {"holds": said.holds}


@told.register
def _(said: KeyCode) -> Told:
    return "key", f"{said.code} {'down' if said.down else 'up'}", {"code": said.code, "down": said.down}


@told.register
def _(said: KeyText) -> Told:
    return "key", f"Types {said.text!r}", {"text": said.text}


@told.register
def _(said: ReportProgress) -> Told:
    facts = {"number": said.number, "of": said.of}
    return "report-progress", f"Health report: {said.looking} ({said.number} of {said.of}).", facts


@told.register
def _(said: ReportReading) -> Told:  # noqa: ARG001 - found by its type
    return "report-reading", "The customer reads the health report.", {}


@told.register
def _(said: ReportWithheld) -> Told:
    why = "the customer kept it" if said.because == "customer" else "it could not be made"
    return "report-withheld", f"No health report was sent: {why}.", {"because": said.because}


@told.register
def _(said: ReportPart) -> Told:
    words = f"The customer sent the health report (SHA-256 {said.sha256})." if said.number == said.of else ""
    facts = {"sha256": said.sha256, "number": said.number, "of": said.of, "data": said.data}
    return ("report" if words else "report-part"), words, facts


@told.register
def _(said: ReportReceived) -> Told:
    return "report-received", "The health report arrived.", {"sha256": said.sha256}


@told.register
def _(said: ReportVitals) -> Told:
    return "report-vitals", "", said.model_dump(mode="json")


@told.register
def _(said: AsideWords) -> Told:
    facts = {"reason": said.reason, "ticket": said.ticket, "notice": said.notice}
    return "question", f"The question gave this reason: “{said.reason}”", facts


@told.register
def _(said: AsideEntry) -> Told:
    return "entry", "", {"entry": said.entry}


@told.register
def _(said: AsideCheck) -> Told:
    answers = {held.question: held.answer for held in said.answers}
    return "check", "; ".join(f"{question}: {answer}" for question, answer in answers.items()), answers


def _named(scopes: tuple[Scope, ...] | list[Scope]) -> str:
    parts = [MEANING[scope].asks_to for scope in scopes]
    return " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)
