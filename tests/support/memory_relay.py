"""A relay in memory: forwards, records, keeps the gate and the log. And the ways in which one may misbehave."""

from __future__ import annotations

from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from consent.canonical import canonical
from consent.encoding import b64u
from consent.fields import SessionId, Sha256
from consent.jws import SignedDocument, VerifyKey, sha256_of
from protocol import checkpoint, note, proof
from protocol.acknowledgement import LOGGED, document_hash
from protocol.channels import Direction, place
from protocol.code import SpokenCode
from protocol.codec import encode_plain
from protocol.coverage import Coverage, Outcome
from protocol.events import PairingEvent
from protocol.merkle import Tree, leaf_hash
from protocol.messages.pairing import PairAnswer, PairShare
from protocol.messages.relay import Acknowledged, Credit, Refused
from protocol.pairing import Place, SpentCodes, TechnicianPairing
from protocol.sframe import read_header
from protocol.wire import Message

LOG_NAME = "relay.nordlicht.example/log"
LOG_KEY = note.SigningKey(LOG_NAME, Ed25519PrivateKey.from_private_bytes(bytes(range(32))))


class MemoryLog:
    """A log of a few entries."""

    def __init__(self, key: note.SigningKey = LOG_KEY) -> None:
        self.key = key
        self.tree = Tree([leaf_hash(b'{"kind":"session-opened"}')])

    def add(self, entry: bytes) -> str:
        """Append an entry and prove it."""
        index = self.tree.append(leaf_hash(entry))
        signed = checkpoint.sign(checkpoint.Checkpoint(self.key.name, self.tree.size, self.tree.root()), self.key)
        return str(proof.Proof(index, tuple(self.tree.inclusion_proof(index)), signed))

    def acknowledge(self, token: str, document: SignedDocument, session: SessionId) -> Acknowledged:
        """Log a document as a relay does."""
        kind = LOGGED.get(document.typ)
        if kind is None:
            return Acknowledged(token_sha256=sha256_of(token), entry=None, salt=None, proof=None)
        salt = bytes(range(32))
        claims = {"kind": kind, "session": session, "hash": document_hash(salt, token), "time": "2026-03-01T09:00Z"}
        entry = canonical(claims)
        return Acknowledged(token_sha256=sha256_of(token), entry=b64u(entry), salt=b64u(salt), proof=self.add(entry))


class Meddling:
    """What a relay does with what passes through it. This one does nothing wrong."""

    def begin(self, place: Place) -> None:
        """Learn where the pairing happens, as every relay does."""

    def answer(self, message: Message, direction: Direction) -> list[Message]:  # noqa: ARG002 - others look at it
        """Say something back to the sender of a message of pairing."""
        return []

    def pairing(self, message: Message, direction: Direction) -> list[Message]:  # noqa: ARG002 - others look at it
        """Pass on a message of pairing or resume."""
        return [message]

    def sealed(self, number: int, data: bytes, direction: Direction) -> list[bytes]:  # noqa: ARG002 - others look at it
        """Pass on the `number`th sealed message of a direction, counted from 0."""
        return [data]


@dataclass
class Repeat(Meddling):
    """Sends one of the agent's messages twice."""

    number: int

    def sealed(self, number: int, data: bytes, direction: Direction) -> list[bytes]:
        """Send it twice."""
        return [data, data] if (number, direction) == (self.number, Direction.FROM_AGENT) else [data]


@dataclass
class Drop(Meddling):
    """Swallows one of the agent's messages."""

    number: int

    def sealed(self, number: int, data: bytes, direction: Direction) -> list[bytes]:
        """Swallow it."""
        return [] if (number, direction) == (self.number, Direction.FROM_AGENT) else [data]


@dataclass
class Swap(Meddling):
    """Delivers one of the agent's messages after the one that follows it."""

    number: int
    _held: list[bytes] = field(default_factory=list)

    def sealed(self, number: int, data: bytes, direction: Direction) -> list[bytes]:
        """Hold it back."""
        if direction != Direction.FROM_AGENT:
            return [data]
        if number == self.number:
            self._held = [data]
            return []
        late, self._held = self._held, []
        return [data, *late]


@dataclass
class FlipBit(Meddling):
    """Turns one bit of one of the agent's messages."""

    number: int
    bit: int = 200

    def sealed(self, number: int, data: bytes, direction: Direction) -> list[bytes]:
        """Turn it."""
        if (number, direction) != (self.number, Direction.FROM_AGENT):
            return [data]
        at, mask = 1 + self.bit // 8 % (len(data) - 1), 1 << self.bit % 8
        return [data[:at] + bytes((data[at] ^ mask,)) + data[at + 1 :]]


@dataclass
class Splice(Meddling):
    """Puts one message's ciphertext behind another's header."""

    number: int
    _former: bytes = b""

    def sealed(self, number: int, data: bytes, direction: Direction) -> list[bytes]:
        """Join two messages into one."""
        if direction != Direction.FROM_AGENT:
            return [data]
        former, self._former = self._former, data
        if number != self.number or not former:
            return [data]
        return [data[: 1 + read_header(data[1:]).length] + former[1 + read_header(former[1:]).length :]]


@dataclass
class FromAnotherSession(Meddling):
    """Delivers a message that was sealed in another session in place of one of the agent's."""

    number: int
    stolen: list[bytes] = field(default_factory=list)

    def sealed(self, number: int, data: bytes, direction: Direction) -> list[bytes]:
        """Exchange it."""
        if (number, direction) != (self.number, Direction.FROM_AGENT):
            return [data]
        return [self.stolen[number] if number < len(self.stolen) else data[:-1]]


@dataclass
class SwapKeys(Meddling):
    """Puts a signing key of its own in place of one end's."""

    key: dict[str, str]
    whose: Direction

    def pairing(self, message: Message, direction: Direction) -> list[Message]:
        """Exchange the key in the share or the answer."""
        if direction == self.whose and isinstance(message, PairShare | PairAnswer):
            return [type(message).model_validate_json(canonical(message.model_dump(mode="json") | {"key": self.key}))]
        return [message]


@dataclass
class GuessCode(Meddling):
    """Keeps the technician out and plays the part itself, with a code it guesses and a key of its own."""

    code: SpokenCode
    key: VerifyKey
    paired: list[PairingEvent] = field(default_factory=list)

    def begin(self, place: Place) -> None:
        """Make ready for the one guess."""
        nobody = Sha256(b64u(bytes(32)))
        self._run = TechnicianPairing(self.code, place, self.key, nobody, "1.0", bytes, SpentCodes())

    def pairing(self, message: Message, direction: Direction) -> list[Message]:  # noqa: ARG002 - whatever it is
        """Let nothing through."""
        return []

    def answer(self, message: Message, direction: Direction) -> list[Message]:
        """Answer the agent as a technician would."""
        if direction == Direction.FROM_AGENT:
            self.paired += self._run.receive(message)
        return self._run.to_send()


class MemoryRelay:
    """
    Takes messages of both ends in order.

    `open_gate` makes it pass everything, so that an end's own refusals show.
    """

    def __init__(self, meddling: Meddling | None = None, *, open_gate: bool = False) -> None:
        self.meddling = meddling or Meddling()
        self.open_gate = open_gate
        self.coverage = Coverage()
        self.log = MemoryLog()
        self.recorded: list[tuple[Direction, bytes]] = []
        self._numbers = {Direction.FROM_AGENT: 0, Direction.FROM_TECHNICIAN: 0}

    def pass_on(self, data: bytes, direction: Direction) -> tuple[list[bytes], list[bytes]]:
        """Take a sealed message: give what the other end gets, and what its sender gets back."""
        header = read_header(data[1:])
        at = place(header.kid)
        credit = encode_plain(Credit(bytes=len(data)))
        refusal = None if self.open_gate else self.coverage.gate(*at)
        if refusal is not None:
            self.coverage.refused(*at, header.counter)
            notice = encode_plain(
                Refused(
                    epoch=at.epoch,
                    direction=1 if at.direction else 0,
                    channel=at.channel,
                    counter=header.counter,
                    code=refusal.code,
                    words=refusal.words,
                    remedy=refusal.remedy,
                )
            )
            return [notice], [notice, credit]
        self.recorded.append((direction, data))
        verdict = self.coverage.message(*at, header.counter, direction)
        assert self.open_gate or verdict.outcome is Outcome.COVERED
        number = self._numbers[direction]
        self._numbers[direction] += 1
        return self.meddling.sealed(number, data, direction), [credit]
