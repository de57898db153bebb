"""What an end of a session hears: one frozen value for each thing that can happen."""

from __future__ import annotations

from dataclasses import dataclass, field

from consent.fields import Sha256
from consent.jws import VerifyKey
from protocol.channels import Channel, Direction
from protocol.errors import AttendedError
from protocol.keys import ResumeKey, SessionSecret, ToAgentKey, ToConsoleKey
from protocol.messages.relay import Refused
from protocol.wire import Message


@dataclass(frozen=True, slots=True)
class Channel0Keys:
    """The base keys of channel 0 in one epoch, one for each direction."""

    epoch: int
    to_console: ToConsoleKey = field(repr=False)
    to_agent: ToAgentKey = field(repr=False)


@dataclass(frozen=True, slots=True)
class Said:
    """The other end said this, it was sealed for us, and it is allowed now."""

    message: Message
    channel: Channel
    epoch: int
    counter: int


@dataclass(frozen=True, slots=True)
class Shown:
    """The agent sent a part of the picture (`protocol.screen` reads it). Only the technician's end hears this."""

    picture: bytes = field(repr=False)
    epoch: int
    counter: int


@dataclass(frozen=True, slots=True)
class Told:
    """The relay said this; what concerns flow and refusals has been dealt with already."""

    message: Message


@dataclass(frozen=True, slots=True)
class PairingSaid:
    """The other end said this in clear: a step of pairing or resume."""

    message: Message


@dataclass(frozen=True, slots=True)
class RefusedHere:
    """This end refused what the other end said. Nothing was done; the session goes on."""

    error: AttendedError
    kind: str
    channel: Channel
    epoch: int
    counter: int


@dataclass(frozen=True, slots=True)
class RefusedByRelay:
    """The relay's gate refused a message of `direction`; its counter is used up."""

    notice: Refused

    @property
    def direction(self) -> Direction:
        """Say whose message it was."""
        return Direction(self.notice.direction)


@dataclass(frozen=True, slots=True)
class RoomAgain:
    """Credit came back: more may be sent."""

    room: int


@dataclass(frozen=True, slots=True)
class Ended:
    """The session has ended and takes nothing any more. The last event there is."""

    error: AttendedError


@dataclass(frozen=True, slots=True)
class ShareAnswered:
    """The one share of this code was answered: from now on the code is spent, whatever follows."""


@dataclass(frozen=True, slots=True)
class Paired:
    """Both ends proved that they hold the same code."""

    session_secret: SessionSecret = field(repr=False)
    resume_key: ResumeKey = field(repr=False)
    channel0: Channel0Keys
    technician_key: VerifyKey
    agent_key: VerifyKey
    entry_sha256: Sha256
    policy_sha256: Sha256
    console: str
    transcript: bytes = field(repr=False)
    """CPace's `transcript_ir`: what the technician signs."""


@dataclass(frozen=True, slots=True)
class PairingFailed:
    """The run is over without a key, and the code is spent."""

    error: AttendedError


@dataclass(frozen=True, slots=True)
class ResumedWith:
    """Both ends proved that they are those of the pairing; channel 0 goes on under these keys."""

    channel0: Channel0Keys


@dataclass(frozen=True, slots=True)
class ResumeFailed:
    """The other end could not prove that it is the one of the pairing."""

    error: AttendedError


Event = Said | Shown | Told | PairingSaid | RefusedHere | RefusedByRelay | RoomAgain | Ended
"""What `AgentSession` and `TechnicianSession` give."""
PairingEvent = ShareAnswered | Paired | PairingFailed | ResumedWith | ResumeFailed
"""What pairing and resume give."""
