"""
The catalogue: every message there is, who may send it, on which channel, and what it needs. All else is refused.

`CATALOGUE` lists what is sealed (first byte 1). `RELAY` and `PAIRING` list what goes in clear (first bytes 0 and 2).
The picture (channel 1 from the agent) is no JSON and stands in no list: see `protocol/screen.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Flag, auto
from types import MappingProxyType
from typing import Final

from consent.scopes import Scope
from protocol.channels import Channel, Direction, scope_of
from protocol.messages import aside, chat, control, input, pairing, relay, report, screen  # noqa: A004 - ours
from protocol.wire import Message


class Sender(Flag):
    """Who may send a message."""

    AGENT = auto()
    TECHNICIAN = auto()
    RELAY = auto()

    @classmethod
    def of(cls, direction: Direction) -> Sender:
        """Name the end that speaks in a direction."""
        return cls.AGENT if direction == Direction.FROM_AGENT else cls.TECHNICIAN


EITHER: Final = Sender.AGENT | Sender.TECHNICIAN


@dataclass(frozen=True, slots=True)
class Entry:
    """One kind of sealed message: its shape, who may send it, on which channel, and the scope it needs."""

    model: type[Message]
    sender: Sender
    channel: Channel

    @property
    def kind(self) -> str:
        """Give the name it goes by."""
        return kind_of(self.model)

    @property
    def needs(self) -> Scope | None:
        """Name the scope that must live; None for control, chat and aside."""
        return scope_of(self.channel)

    def may_come_from(self, direction: Direction) -> bool:
        """Tell whether the end that speaks in this direction may send it."""
        return Sender.of(direction) in self.sender


@dataclass(frozen=True, slots=True)
class Plain:
    """One kind of message in clear: its shape and who may send it."""

    model: type[Message]
    sender: Sender


def kind_of(model: type[Message]) -> str:
    """Give the one value that a model's `kind` takes."""
    return str(model.model_fields["kind"].default)


_SEALED = (
    Entry(control.TechnicianProof, Sender.TECHNICIAN, Channel.CONTROL),
    Entry(control.PairingResult, Sender.AGENT, Channel.CONTROL),
    Entry(control.PairingRefused, Sender.AGENT, Channel.CONTROL),
    Entry(control.AskConsent, Sender.TECHNICIAN, Channel.CONTROL),
    Entry(control.CancelRequest, Sender.TECHNICIAN, Channel.CONTROL),
    Entry(control.QuestionShown, Sender.AGENT, Channel.CONTROL),
    Entry(control.ConsentAnswer, Sender.AGENT, Channel.CONTROL),
    Entry(control.GrantLive, Sender.AGENT, Channel.CONTROL),
    Entry(control.GrantFormer, Sender.AGENT, Channel.CONTROL),
    Entry(control.GrantEnded, Sender.AGENT, Channel.CONTROL),
    Entry(control.SessionPaused, Sender.AGENT, Channel.CONTROL),
    Entry(control.SessionResumed, Sender.AGENT, Channel.CONTROL),
    Entry(control.LeaveSession, Sender.TECHNICIAN, Channel.CONTROL),
    Entry(control.LookAway, Sender.TECHNICIAN, Channel.CONTROL),
    Entry(control.SessionEnded, Sender.AGENT, Channel.CONTROL),
    Entry(control.RequestRefused, Sender.AGENT, Channel.CONTROL),
    Entry(screen.ScreenAck, Sender.TECHNICIAN, Channel.SCREEN),
    Entry(screen.ScreenKeyframe, Sender.TECHNICIAN, Channel.SCREEN),
    Entry(screen.ScreenMonitor, Sender.TECHNICIAN, Channel.SCREEN),
    Entry(screen.ScreenVideo, Sender.TECHNICIAN, Channel.SCREEN),
    Entry(input.PointerMove, Sender.TECHNICIAN, Channel.POINTER),
    Entry(input.PointerButton, Sender.TECHNICIAN, Channel.POINTER),
    Entry(input.PointerWheel, Sender.TECHNICIAN, Channel.POINTER),
    Entry(input.HandOfCustomer, Sender.AGENT, Channel.POINTER),
    Entry(input.KeyCode, Sender.TECHNICIAN, Channel.KEYS),
    Entry(input.KeyText, Sender.TECHNICIAN, Channel.KEYS),
    Entry(chat.ChatSaid, EITHER, Channel.CHAT),
    Entry(chat.ChatDelivered, EITHER, Channel.CHAT),
    Entry(report.ReportProgress, Sender.AGENT, Channel.REPORT),
    Entry(report.ReportReading, Sender.AGENT, Channel.REPORT),
    Entry(report.ReportWithheld, Sender.AGENT, Channel.REPORT),
    Entry(report.ReportPart, Sender.AGENT, Channel.REPORT),
    Entry(report.ReportReceived, Sender.TECHNICIAN, Channel.REPORT),
    Entry(report.ReportVitals, Sender.AGENT, Channel.REPORT),
    Entry(aside.AsideWords, Sender.AGENT, Channel.ASIDE),
    Entry(aside.AsideEntry, Sender.AGENT, Channel.ASIDE),
    Entry(aside.AsideCheck, Sender.AGENT, Channel.ASIDE),
)
CATALOGUE: Final = MappingProxyType({entry.kind: entry for entry in _SEALED})
"""Every sealed JSON message by its kind."""

_RELAY = (
    Plain(relay.AgentWait, Sender.AGENT),
    Plain(relay.AgentWaiting, Sender.RELAY),
    Plain(relay.TechnicianJoin, Sender.TECHNICIAN),
    Plain(relay.TechnicianJoined, Sender.RELAY),
    Plain(relay.PeerArrived, Sender.RELAY),
    Plain(relay.PeerLost, Sender.RELAY),
    Plain(relay.PeerBack, Sender.RELAY),
    Plain(relay.PeerLeft, Sender.RELAY),
    Plain(relay.LineAsk, Sender.TECHNICIAN),
    Plain(relay.LineHere, Sender.RELAY),
    Plain(relay.EndSigned, Sender.RELAY),
    Plain(relay.DocumentSent, EITHER),
    Plain(relay.Acknowledged, Sender.RELAY),
    Plain(relay.Wraps, Sender.AGENT),
    Plain(relay.Credit, Sender.RELAY),
    Plain(relay.Refused, Sender.RELAY),
    Plain(relay.RecordingState, Sender.RELAY),
    Plain(relay.Closed, Sender.RELAY),
    Plain(relay.SessionClosed, Sender.RELAY),
    Plain(relay.Resume, EITHER),
    Plain(relay.ResumeChallenge, Sender.RELAY),
    Plain(relay.ResumeProof, EITHER),
    Plain(relay.Resumed, Sender.RELAY),
)
RELAY: Final = MappingProxyType({kind_of(plain.model): plain for plain in _RELAY})
"""Every message between an end and the relay by its kind."""

_PAIRING = (
    Plain(pairing.PairHello, Sender.AGENT),
    Plain(pairing.PairShare, Sender.TECHNICIAN),
    Plain(pairing.PairAnswer, Sender.AGENT),
    Plain(pairing.PairConfirm, Sender.TECHNICIAN),
    Plain(pairing.PairConfirmed, Sender.AGENT),
    Plain(pairing.PairFailed, Sender.AGENT),
    Plain(pairing.ResumeShare, Sender.TECHNICIAN),
    Plain(pairing.ResumeAnswer, Sender.AGENT),
    Plain(pairing.ResumeConfirm, Sender.TECHNICIAN),
)
PAIRING: Final = MappingProxyType({kind_of(plain.model): plain for plain in _PAIRING})
"""Every message of pairing and resume by its kind."""
