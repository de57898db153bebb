"""First byte 0: between one end and the relay. Canonical JSON, never forwarded."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from consent.fields import (
    Count,
    DirectionNumber,
    Domain,
    Epoch,
    Origin,
    Position,
    ReaderIdField,
    SessionIdField,
    Sha256Field,
)
from consent.scopes import Group
from protocol import limits
from protocol.wire import Bytes32, Bytes64, ErrorCode, Message, Remaining, Sentence, Token, WireModel

Version = Annotated[str, StringConstraints(pattern=r"^attended\.v[0-9]{1,4}$")]
Locator = Annotated[str, StringConstraints(pattern=r"^(?:[0-8][0-9]{3}|9[0-9]{5})$")]
VerifierKey = Annotated[str, StringConstraints(min_length=8, max_length=512)]
"""The log's key as a signed-note verifier key line."""
Entry = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]+$", max_length=limits.LOG_ENTRY_TEXT)]
Proof = Annotated[str, StringConstraints(min_length=1, max_length=limits.LOG_PROOF_TEXT)]
Role = Literal["agent", "technician"]


class AgentWait(Message):
    """An agent asks for a session and a locator."""

    kind: Literal["agent.wait"] = "agent.wait"
    version: Version


class AgentWaiting(Message):
    """The session's names, and what the relay says of itself. The agent refuses an origin it did not connect to."""

    kind: Literal["agent.waiting"] = "agent.waiting"
    session: SessionIdField
    locator: Locator
    origin: Origin
    log_key: VerifierKey
    server_time: Count
    lifetime: Remaining
    organisation: Domain
    policy_sha256: Sha256Field


class TechnicianJoin(Message):
    """A technician asks for the agent that waits at a locator."""

    kind: Literal["technician.join"] = "technician.join"
    version: Version
    locator: Locator


class TechnicianJoined(Message):
    """The session's names for the technician."""

    kind: Literal["technician.joined"] = "technician.joined"
    session: SessionIdField
    origin: Origin
    log_key: VerifierKey
    server_time: Count
    policy_sha256: Sha256Field


class PeerArrived(Message):
    """The other end is here for the first time."""

    kind: Literal["peer.arrived"] = "peer.arrived"


class PeerLost(Message):
    """The other end's line is lost; it may come back within so many seconds."""

    kind: Literal["peer.lost"] = "peer.lost"
    seconds: Remaining


class PeerBack(Message):
    """The other end's line is back; the technician now runs the resume."""

    kind: Literal["peer.back"] = "peer.back"


class PeerLeft(Message):
    """The other end is gone for good."""

    kind: Literal["peer.left"] = "peer.left"


class LineAsk(Message):
    """How long is the way to the relay and back? Answered at once, so that a page can show it; nothing is recorded."""

    kind: Literal["line.ask"] = "line.ask"


class LineHere(Message):
    """The answer to `line.ask`."""

    kind: Literal["line.here"] = "line.here"


class EndSigned(Message):
    """The desk has signed that the session is over: the technician's last statement is due, sealed word or none."""

    kind: Literal["end.signed"] = "end.signed"
    token: Token


class DocumentSent(Message):
    """A signed document for the recording."""

    kind: Literal["document"] = "document"
    token: Token


class Acknowledged(Message):
    """A document is written. `entry`, `salt` and `proof` come with those that go to the log."""

    kind: Literal["acknowledged"] = "acknowledged"
    token_sha256: Sha256Field
    entry: Entry | None
    salt: Bytes32 | None
    proof: Proof | None


class Wrap(WireModel):
    """One group's secret, wrapped for one reader."""

    group: Group
    reader: ReaderIdField
    suite: Annotated[str, StringConstraints(pattern=r"^[a-z0-9+-]{1,64}$")]
    wrapped: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]+$", max_length=limits.WRAPPED_BYTES * 2)]


class Wraps(Message):
    """The wraps of an epoch and the signed list of their hashes; acknowledged as the list is."""

    kind: Literal["wraps"] = "wraps"
    list: Token
    wraps: Annotated[tuple[Wrap, ...], Field(min_length=1, max_length=limits.WRAPS)]


class Credit(Message):
    """So many sealed bytes more may be sent."""

    kind: Literal["credit"] = "credit"
    bytes: Annotated[int, Field(ge=1, le=limits.FLOW_WINDOW)]


class Refused(Message):
    """The gate did not let a sealed message pass. Told to both ends, so that the gap it leaves is known."""

    kind: Literal["refused"] = "refused"
    epoch: Epoch
    direction: DirectionNumber
    channel: Annotated[int, Field(ge=0, lt=limits.CHANNELS)]
    """Any that fits a key id: one that does not exist is refused like the others."""
    counter: Annotated[int, Field(ge=0, lt=limits.SFRAME_FRAMES)]
    code: ErrorCode
    words: Sentence
    remedy: Sentence


class RecordingState(Message):
    """The recording stands still or runs again; while it stands still nothing is forwarded."""

    kind: Literal["recording"] = "recording"
    state: Literal["paused", "running"]
    words: Sentence


class Closed(Message):
    """The relay's last word; then it closes the socket."""

    kind: Literal["closed"] = "closed"
    code: ErrorCode
    words: Sentence
    remedy: Sentence


class SessionClosed(Message):
    """The session's root is in the log; the agent writes its receipt from this."""

    kind: Literal["session.closed"] = "session.closed"
    entry: Entry
    salt: Bytes32 | None
    proof: Proof
    root: Bytes32
    entries: Count


class Resume(Message):
    """An end is back on a new line."""

    kind: Literal["resume"] = "resume"
    version: Version
    session: SessionIdField
    role: Role


class ResumeChallenge(Message):
    """The relay wants proof that it is the same end."""

    kind: Literal["resume.challenge"] = "resume.challenge"
    nonce: Bytes32


class ResumeProof(Message):
    """The end's signature over `resume_proof_bytes`, with the key it paired with."""

    kind: Literal["resume.proof"] = "resume.proof"
    signature: Bytes64


class Resumed(Message):
    """The line counts again. `positions` says what was recorded; `peer`, whether the other end is there."""

    kind: Literal["resumed"] = "resumed"
    origin: Origin
    log_key: VerifierKey
    server_time: Count
    positions: Annotated[tuple[Position, ...], Field(max_length=limits.POSITIONS)]
    peer: bool


def resume_proof_bytes(role: Role, session: str, nonce: bytes) -> bytes:
    """Give what an end signs to prove to the relay that it is back; `session` is the id's text."""
    return b"attended/1 resume\0" + role.encode() + b"\0" + session.encode() + b"\0" + nonce
