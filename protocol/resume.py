"""
The resume of a lost line: both ends prove that they are those of the pairing, and channel 0 gets fresh keys.

    technician                                  agent (desk)
    resume.share     ── nonce ──►
                     ◄── nonce, epoch, MAC ──   resume.answer
    resume.confirm   ── MAC ──►

An end that lost its secrets (a reloaded page, a killed program) cannot resume: they live in memory only.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import dataclass, field

from consent.encoding import b64u, unb64u
from protocol.errors import PairingOutOfOrder, PeerError, ResumeNotProven
from protocol.events import Channel0Keys, PairingEvent, ResumedWith, ResumeFailed
from protocol.keys import FROM_AGENT, FROM_TECHNICIAN, ResumeKey, SessionSecret, channel0, resume_mac
from protocol.messages.pairing import ResumeAnswer, ResumeConfirm, ResumeShare
from protocol.wire import Message

_NONCE_BYTES = 32


@dataclass(slots=True)
class AgentResume:
    """The agent's end of one resume. `epoch` is one more than the highest the agent ever used or offered."""

    session_secret: SessionSecret = field(repr=False)
    resume_key: ResumeKey = field(repr=False)
    epoch: int
    random: Callable[[int], bytes] = field(repr=False)
    _nonces: bytes = field(default=b"", init=False, repr=False)
    _over: bool = field(default=False, init=False)
    _out: list[Message] = field(default_factory=list, init=False)

    def receive(self, message: Message) -> list[PairingEvent]:
        """Take one message of the technician and say what it means. Then send what `to_send` holds."""
        try:
            match message:
                case ResumeShare() if not self._nonces:
                    return self._answer(message)
                case ResumeConfirm() if self._nonces and not self._over:
                    return self._finish(message)
                case _:
                    raise PairingOutOfOrder(message.kind)
        except PeerError as error:
            self._over = True
            return [ResumeFailed(error)]

    def to_send(self) -> list[Message]:
        """Give what must go to the technician now, once."""
        out, self._out = self._out, []
        return out

    def _answer(self, share: ResumeShare) -> list[PairingEvent]:
        nonce = self.random(_NONCE_BYTES)
        self._nonces = unb64u(share.nonce) + nonce
        mac = resume_mac(self.resume_key, "agent", self._nonces, self.epoch)
        self._out.append(ResumeAnswer(nonce=b64u(nonce), epoch=self.epoch, mac=b64u(mac)))
        return []

    def _finish(self, confirm: ResumeConfirm) -> list[PairingEvent]:
        self._over = True
        _demand(self.resume_key, "technician", self._nonces, self.epoch, confirm.mac)
        return [ResumedWith(_keys(self.session_secret, self.epoch, self._nonces))]


@dataclass(slots=True)
class TechnicianResume:
    """The technician's end of one resume. `epoch` is the highest it has seen; the new one must lie above."""

    session_secret: SessionSecret = field(repr=False)
    resume_key: ResumeKey = field(repr=False)
    epoch: int
    random: Callable[[int], bytes] = field(repr=False)
    _nonce: bytes = field(default=b"", init=False, repr=False)
    _over: bool = field(default=False, init=False)
    _out: list[Message] = field(default_factory=list, init=False)

    def start(self) -> None:
        """Begin; when both ends are back. A second start does nothing."""
        if not self._nonce:
            self._nonce = self.random(_NONCE_BYTES)
            self._out.append(ResumeShare(nonce=b64u(self._nonce)))

    def receive(self, message: Message) -> list[PairingEvent]:
        """
        Take one message of the agent and say what it means. Then send what `to_send` holds.

        An answer that does not fit leaves this resume open: it may be one to a share of before, that was still under
        way when a line was lost. The one that fits may follow.
        """
        try:
            if not isinstance(message, ResumeAnswer) or not self._nonce or self._over:
                raise PairingOutOfOrder(message.kind)
            # An epoch that was used before would bring its counters back.
            if message.epoch <= self.epoch:
                raise ResumeNotProven(f"epoch {message.epoch} after {self.epoch}")
            nonces = self._nonce + unb64u(message.nonce)
            _demand(self.resume_key, "agent", nonces, message.epoch, message.mac)
        except PeerError as error:
            return [ResumeFailed(error)]
        self._over = True
        mac = resume_mac(self.resume_key, "technician", nonces, message.epoch)
        self._out.append(ResumeConfirm(mac=b64u(mac)))
        return [ResumedWith(_keys(self.session_secret, message.epoch, nonces))]

    def to_send(self) -> list[Message]:
        """Give what must go to the agent now, once."""
        out, self._out = self._out, []
        return out


def _demand(key: ResumeKey, role: str, nonces: bytes, epoch: int, shown: str) -> None:
    right = resume_mac(key, "agent" if role == "agent" else "technician", nonces, epoch)
    if not hmac.compare_digest(right, unb64u(shown)):
        raise ResumeNotProven(role)


def _keys(secret: SessionSecret, epoch: int, nonces: bytes) -> Channel0Keys:
    return Channel0Keys(
        epoch, channel0(secret, epoch, FROM_AGENT, nonces), channel0(secret, epoch, FROM_TECHNICIAN, nonces)
    )
