"""
Pairing: from a spoken code to a session's keys, one try for each code. And the resume of a lost line.

    technician                                   agent (desk)
                     ◄── pair.hello ──           start()       when the relay says that somebody arrived
    pair.share       ── nonce, Ya, ADa ──►       answers one share in its life: the code is spent
                     ◄── Yb, ADb ──              pair.answer
    pair.confirm     ── Ta ──►                   wrong: pair.failed, and the own tag is never shown
                     ◄── Tb ──                   pair.confirmed
    technician.proof ══ sealed, channel 0 ══►    `verify_technician`

Both ends are fed messages with `receive`, which gives events; `to_send` then holds what must go to the other end.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto

from consent.canonical import canonical
from consent.encoding import b64u, unb64u
from consent.fields import SessionId, Sha256
from consent.jws import Jwk, VerifyKey
from protocol.code import SpokenCode
from protocol.cpace import Initiator, Isk, Responder, lv_cat
from protocol.errors import CodeSpent, PairingOutOfOrder, PeerError, WrongCode
from protocol.events import Channel0Keys, Paired, PairingEvent, PairingFailed, ShareAnswered
from protocol.keys import FROM_AGENT, FROM_TECHNICIAN, channel0, resume_key, session_secret
from protocol.messages.pairing import PairAnswer, PairConfirm, PairConfirmed, PairFailed, PairHello, PairShare
from protocol.wire import Message

SUITE = "cpace-x25519-sha512/21+sframe-5"
VERSION = "attended.v1"
_NONCE_BYTES = 16
_SCALAR_BYTES = 32

Random = Callable[[int], bytes]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a pairing happens: session id, the relay's public origin, its log's verifier key. Bound into the keys."""

    session: SessionId
    origin: str
    log_key: str

    def channel_identifier(self) -> bytes:
        """Give CPace's CI: everything that both ends must see alike."""
        parts = (VERSION, SUITE, self.origin, self.log_key, "technician", "agent", self.session)
        return lv_cat(*(part.encode() for part in parts))

    def run_id(self, technician_nonce: bytes, agent_nonce: bytes) -> bytes:
        """Give CPace's sid: SHA-256 of both nonces and the session id's bytes."""
        return hashlib.sha256(technician_nonce + agent_nonce + unb64u(self.session)).digest()


def technician_data(message: PairShare) -> bytes:
    """Give ADa, what the technician says of itself in clear: no name, only hashes and a key."""
    return canonical(
        {"console": message.console, "entry_sha256": message.entry_sha256, "key": message.key.model_dump()}
    )


def agent_data(message: PairAnswer) -> bytes:
    """Give ADb, what the agent says of itself in clear."""
    return canonical({"key": message.key.model_dump(), "policy_sha256": message.policy_sha256})


class _Step(Enum):
    FRESH = auto()
    GREETED = auto()
    SHARED = auto()
    CONFIRMING = auto()
    OVER = auto()


@dataclass(slots=True)
class AgentPairing:
    """
    The agent's end: answers one share with this code, ever.

    Every way out but `Paired` leaves the code spent. `random(n)` gives n random bytes.
    """

    code: SpokenCode = field(repr=False)
    place: Place
    agent_key: VerifyKey
    policy_sha256: Sha256
    random: Random = field(repr=False)
    _step: _Step = field(default=_Step.FRESH, init=False)
    _nonce: bytes = field(default=b"", init=False, repr=False)
    _run: Responder | None = field(default=None, init=False, repr=False)
    _share: PairShare | None = field(default=None, init=False, repr=False)
    _out: list[Message] = field(default_factory=list, init=False)

    @property
    def spent(self) -> bool:
        """Tell whether the code may still be shown to anybody."""
        return self._step not in (_Step.FRESH, _Step.GREETED)

    def start(self) -> None:
        """
        Greet whoever arrived. May be called again when another one arrives before a share came.

        Raises:
            CodeSpent: The code was used already.
        """
        if self.spent:
            raise CodeSpent
        self._nonce = self.random(_NONCE_BYTES)
        self._step = _Step.GREETED
        self._out.append(PairHello(nonce=b64u(self._nonce)))

    def receive(self, message: Message) -> list[PairingEvent]:
        """Take one message of the technician and say what it means. Then send what `to_send` holds."""
        try:
            match message, self._step:
                case PairShare(), _Step.GREETED:
                    return self._answer(message)
                case PairConfirm(), _Step.SHARED:
                    return self._confirm(message)
                case _:
                    raise PairingOutOfOrder(message.kind)
        except PeerError as error:
            return self._fail(error)

    def to_send(self) -> list[Message]:
        """Give what must go to the technician now, once."""
        out, self._out = self._out, []
        return out

    def give_up(self, error: PeerError | None = None) -> list[PairingEvent]:
        """End the run from this side: the technician left or took too long after its share was answered."""
        return self._fail(error or PairingOutOfOrder("given up"))

    def _answer(self, message: PairShare) -> list[PairingEvent]:
        # Spent before anything is computed: whatever goes wrong below must not leave a second try.
        self._step = _Step.SHARED
        nothing = b64u(bytes(_SCALAR_BYTES))
        answer = PairAnswer(share=nothing, key=_jwk(self.agent_key), policy_sha256=self.policy_sha256)
        sid = self.place.run_id(unb64u(message.nonce), self._nonce)
        ci = self.place.channel_identifier()
        self._run = Responder(self.code.prs, ci, sid, agent_data(answer), self.random(_SCALAR_BYTES))
        share = self._run.answer(unb64u(message.share), technician_data(message))
        self._share = message
        self._out.append(answer.model_copy(update={"share": b64u(share)}))
        return [ShareAnswered()]

    def _confirm(self, message: PairConfirm) -> list[PairingEvent]:
        if self._run is None or self._share is None:
            raise PairingOutOfOrder(message.kind)
        proven = self._run.check(unb64u(message.tag))
        self._step = _Step.OVER
        self._out.append(PairConfirmed(tag=b64u(proven.tag)))
        technician = VerifyKey.from_jwk(self._share.key)
        return [_paired(proven.isk, self._run.transcript, self._share, technician, self.agent_key, self.policy_sha256)]

    def _fail(self, error: PeerError) -> list[PairingEvent]:
        if self._step is _Step.OVER:
            return []
        self._step = _Step.OVER
        self._run = None
        self._out.append(PairFailed(code=error.code))
        return [PairingFailed(error)]


@dataclass(slots=True)
class SpentCodes:
    """The codes a console has run already; it refuses each a second time. Lives as long as the page or program."""

    _seen: set[bytes] = field(default_factory=set, repr=False)

    def spend(self, code: SpokenCode) -> None:
        """
        Note that a run with this code begins.

        Raises:
            CodeSpent: One has begun before.
        """
        name = hashlib.sha256(code.prs).digest()
        if name in self._seen:
            raise CodeSpent
        self._seen.add(name)


@dataclass(slots=True)
class TechnicianPairing:
    """
    The technician's end: runs one code once, and proves itself first.

    Raises:
        CodeSpent: `spent` has seen the code before.
    """

    code: SpokenCode = field(repr=False)
    place: Place
    technician_key: VerifyKey
    entry_sha256: Sha256
    console: str
    random: Random = field(repr=False)
    spent: SpentCodes
    _step: _Step = field(default=_Step.FRESH, init=False)
    _run: Initiator | None = field(default=None, init=False, repr=False)
    _share: PairShare | None = field(default=None, init=False, repr=False)
    _answered: PairAnswer | None = field(default=None, init=False, repr=False)
    _out: list[Message] = field(default_factory=list, init=False)

    def __post_init__(self) -> None:
        """Refuse a code that was run before."""
        self.spent.spend(self.code)

    def receive(self, message: Message) -> list[PairingEvent]:
        """Take one message of the agent and say what it means. Then send what `to_send` holds."""
        try:
            match message, self._step:
                case PairHello(), _Step.FRESH:
                    return self._begin(message)
                case PairAnswer(), _Step.SHARED:
                    return self._prove(message)
                case PairConfirmed(), _Step.CONFIRMING:
                    return self._finish(message)
                case PairFailed(), _Step.SHARED | _Step.CONFIRMING:
                    raise WrongCode(f"the agent says {message.code}")
                case _:
                    raise PairingOutOfOrder(message.kind)
        except PeerError as error:
            return self._fail(error)

    def to_send(self) -> list[Message]:
        """Give what must go to the agent now, once."""
        out, self._out = self._out, []
        return out

    def give_up(self, error: PeerError | None = None) -> list[PairingEvent]:
        """End the run from this side."""
        return self._fail(error or PairingOutOfOrder("given up"))

    def _begin(self, hello: PairHello) -> list[PairingEvent]:
        nonce = self.random(_NONCE_BYTES)
        share = PairShare(
            nonce=b64u(nonce),
            share=b64u(bytes(_SCALAR_BYTES)),
            key=_jwk(self.technician_key),
            entry_sha256=self.entry_sha256,
            console=self.console,
        )
        sid = self.place.run_id(nonce, unb64u(hello.nonce))
        ci = self.place.channel_identifier()
        self._run = Initiator(self.code.prs, ci, sid, technician_data(share), self.random(_SCALAR_BYTES))
        self._share = share.model_copy(update={"share": b64u(self._run.share)})
        self._step = _Step.SHARED
        self._out.append(self._share)
        return []

    def _prove(self, answer: PairAnswer) -> list[PairingEvent]:
        if self._run is None:
            raise PairingOutOfOrder(answer.kind)
        self._run.receive(unb64u(answer.share), agent_data(answer))
        self._answered = answer
        self._step = _Step.CONFIRMING
        self._out.append(PairConfirm(tag=b64u(self._run.tag())))
        return []

    def _finish(self, message: PairConfirmed) -> list[PairingEvent]:
        if self._run is None or self._share is None or self._answered is None:
            raise PairingOutOfOrder(message.kind)
        isk = self._run.confirm(unb64u(message.tag))
        self._step = _Step.OVER
        answer = self._answered
        agent = VerifyKey.from_jwk(answer.key)
        return [_paired(isk, self._run.transcript, self._share, self.technician_key, agent, answer.policy_sha256)]

    def _fail(self, error: PeerError) -> list[PairingEvent]:
        if self._step is _Step.OVER:
            return []
        self._step = _Step.OVER
        self._run = None
        return [PairingFailed(error)]


def _paired(
    isk: Isk, transcript: bytes, share: PairShare, technician: VerifyKey, agent: VerifyKey, policy: Sha256
) -> Paired:
    secret = session_secret(isk, transcript)
    keys = Channel0Keys(0, channel0(secret, 0, FROM_AGENT), channel0(secret, 0, FROM_TECHNICIAN))
    return Paired(
        secret, resume_key(secret), keys, technician, agent, share.entry_sha256, policy, share.console, transcript
    )


def _jwk(key: VerifyKey) -> Jwk:
    return Jwk.model_validate(key.jwk())
