"""Channel 0: pairing's result, questions and answers, what is live, pause and end. At most 4,096 bytes each."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from consent import limits as documents
from consent.fields import DocumentIdField, Epoch, Sha256Field
from consent.scopes import Scope
from protocol import limits
from protocol.plain_words import ONE_LINE
from protocol.wire import Bytes32, Bytes64, ErrorCode, Message, Remaining, Sentence, Token, WireModel

Language = Annotated[str, StringConstraints(pattern=r"^[a-zA-Z]{2,8}(?:-[a-zA-Z0-9]{1,8}){0,3}$")]
Platform = Annotated[str, StringConstraints(pattern=r"^[\x20-\x7e]{1,64}$")]
Scopes = Annotated[tuple[Scope, ...], Field(max_length=limits.SCOPES)]
Reason = Annotated[str, StringConstraints(min_length=limits.REASON_LEAST, max_length=limits.REASON_TEXT), ONE_LINE]
Ticket = Annotated[str, StringConstraints(max_length=limits.TICKET_TEXT), ONE_LINE]
Monitor = Annotated[int, Field(ge=0, lt=documents.MONITORS)]
MessageKind = Annotated[str, StringConstraints(pattern=r"^[a-z.-]{1,32}$")]


class TechnicianProof(Message):
    """The entry behind the hash in ADa, and the signature of the pairing's transcript with the entry's key."""

    kind: Literal["technician.proof"] = "technician.proof"
    entry: Token
    signature: Bytes64


class PairingResult(Message):
    """The agent knows who the technician is; questions may come."""

    kind: Literal["pairing.result"] = "pairing.result"
    language: Language
    platform: Platform
    desk: Literal["windows", "terminal"]
    look_only: bool
    policy_sha256: Sha256Field


class PairingRefused(Message):
    """The agent does not accept this technician."""

    kind: Literal["pairing.refused"] = "pairing.refused"
    code: ErrorCode
    words: Sentence


class AskConsent(Message):
    """A question: the signed request, and the words it commits to with `salt`."""

    kind: Literal["consent.request"] = "consent.request"
    request: Token
    reason: Reason
    ticket: Ticket
    salt: Bytes32


class CancelRequest(Message):
    """The technician takes a question back."""

    kind: Literal["consent.cancel"] = "consent.cancel"
    request: DocumentIdField


class QuestionShown(Message):
    """The customer sees the question and has so many seconds."""

    kind: Literal["consent.shown"] = "consent.shown"
    request: DocumentIdField
    seconds: Remaining


class ConsentAnswer(Message):
    """What became of a question. A yes counts only when `grant.live` follows."""

    kind: Literal["consent.answer"] = "consent.answer"
    request: DocumentIdField
    allowed: Scopes
    refused: Scopes
    because: Literal["customer", "no-answer", "not-offered", "closed", "failed"]
    minutes: Annotated[int, Field(ge=0, le=documents.MINUTES)]


class GroupKey(WireModel):
    """The secret of one reading group in one epoch. The group `aside` is never sent."""

    group: Literal["view", "keys", "rest"]
    secret: Bytes32


class LiveScope(WireModel):
    """One scope that lives now, and for how long."""

    scope: Scope
    monitors: Annotated[tuple[Monitor, ...], Field(max_length=limits.SCREEN_MONITORS)]
    seconds: Remaining


class GrantLive(Message):
    """
    A grant is recorded and its permits live: the grant, its epoch and the keys of it.

    Without scopes nothing of it lives, or ever did: the epoch is chat's alone, and a next grant's chain names it.
    """

    kind: Literal["grant.live"] = "grant.live"
    grant: Token
    epoch: Epoch
    groups: Annotated[tuple[GroupKey, ...], Field(max_length=3)]
    scopes: Annotated[tuple[LiveScope, ...], Field(max_length=limits.SCOPES)]


class GrantFormer(Message):
    """
    A grant before the one that the next `grant.live` names, which the technician may not know.

    A lost line may have taken the `grant.live` of several with it; each grant's chain names the one before.
    """

    kind: Literal["grant.former"] = "grant.former"
    grant: Token


class GrantEnded(Message):
    """Scopes that live no longer."""

    kind: Literal["grant.ended"] = "grant.ended"
    scopes: Scopes
    because: Literal["stopped", "turned-off", "expired", "question", "lost", "done"]


class SessionPaused(Message):
    """Nothing is seen and nothing is pressed until `session.resumed`."""

    kind: Literal["session.paused"] = "session.paused"
    because: Literal["customer", "look-away", "recording", "line", "system"]


class SessionResumed(Message):
    """The pause is over."""

    kind: Literal["session.resumed"] = "session.resumed"


class LeaveSession(Message):
    """The technician ends the session."""

    kind: Literal["session.leave"] = "session.leave"


class LookAway(Message):
    """The technician asks for a pause, so that the customer can type a password."""

    kind: Literal["session.lookaway"] = "session.lookaway"


class SessionEnded(Message):
    """The agent's last word."""

    kind: Literal["session.ended"] = "session.ended"
    reason: Annotated[str, StringConstraints(pattern=r"^[a-z-]{1,32}$")]


class RequestRefused(Message):
    """The agent refused a message that the relay let pass."""

    kind: Literal["request.refused"] = "request.refused"
    refused: MessageKind
    code: ErrorCode
    words: Sentence
    remedy: Sentence
