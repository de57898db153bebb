"""
Write tests/vectors/messages.json and tests/vectors/session-run.json: what is said, byte for byte.

    python -m tests.support.make_protocol_vectors

Both languages read the files, and `docs/protocol.md` shows parts of them. A test holds that they are what this writes.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from consent.canonical import canonical
from consent.encoding import unb64u
from consent.scopes import Scope
from protocol import codec, keys
from protocol.catalogue import CATALOGUE, PAIRING, RELAY, Sender
from protocol.channels import Channel, Direction, place
from protocol.events import Paired
from protocol.messages.chat import ChatSaid
from protocol.messages.input import KeyCode, PointerMove
from protocol.messages.pairing import PairAnswer, PairShare
from protocol.pairing import agent_data, technician_data
from protocol.screen import Encoding, ScreenMessage, Tile, write
from protocol.sframe import read_header
from protocol.transcript import StatedLine
from protocol.wire import Message
from tests.support import messages
from tests.support.consent_scene import AGENT_KEY, TECHNICIAN_KEY
from tests.support.memory_relay import Meddling
from tests.support.messages import B16
from tests.support.pair import CODE, Pair
from tests.support.vectors import FOLDER

Case = dict[str, Any]
_WHO = {Direction.FROM_AGENT: "agent", Direction.FROM_TECHNICIAN: "technician"}
PICTURE = write(
    ScreenMessage(1, 0, 640, 480, 1200, (Tile(0, 0, 64, 64, Encoding.FLAT, b"\x20\x40\x60"),), keyframe=True)
)

_REFUSED: tuple[tuple[str, Channel, Direction, bytes, str], ...] = (
    ("nothing", Channel.CONTROL, Direction.FROM_TECHNICIAN, b"", "P-200"),
    ("no object", Channel.CONTROL, Direction.FROM_TECHNICIAN, b"[]", "P-200"),
    ("no kind", Channel.CONTROL, Direction.FROM_TECHNICIAN, b"{}", "P-200"),
    ("a kind that is no text", Channel.CONTROL, Direction.FROM_TECHNICIAN, b'{"kind":7}', "P-200"),
    ("a space", Channel.SCREEN, Direction.FROM_TECHNICIAN, b'{"kind": "screen.keyframe"}', "P-200"),
    ("a field too many", Channel.SCREEN, Direction.FROM_TECHNICIAN, b'{"kind":"screen.keyframe","more":1}', "P-200"),
    ("a field too few", Channel.SCREEN, Direction.FROM_TECHNICIAN, b'{"frame":1,"kind":"screen.ack"}', "P-200"),
    ("a fraction", Channel.POINTER, Direction.FROM_TECHNICIAN, b'{"kind":"pointer.move","x":1.5,"y":1}', "P-200"),
    ("a number as text", Channel.POINTER, Direction.FROM_TECHNICIAN, b'{"kind":"pointer.move","x":"","y":1}', "P-200"),
    ("truth as a number", Channel.POINTER, Direction.FROM_TECHNICIAN, b'{"kind":"pointer.move","x":true,"y":1}',
     "P-200"),
    ("a negative pixel", Channel.POINTER, Direction.FROM_TECHNICIAN, b'{"kind":"pointer.move","x":-1,"y":1}', "P-200"),
    ("an unknown kind", Channel.SCREEN, Direction.FROM_TECHNICIAN, b'{"kind":"screen.frame"}', "P-201"),
    ("a kind for the relay", Channel.CONTROL, Direction.FROM_AGENT, b'{"bytes":1,"kind":"credit"}', "P-201"),
    ("the technician's kind", Channel.SCREEN, Direction.FROM_AGENT, b'{"kind":"screen.keyframe"}', "P-202"),
    ("the agent's kind", Channel.CONTROL, Direction.FROM_TECHNICIAN, b'{"kind":"session.resumed"}', "P-202"),
    ("another channel", Channel.CHAT, Direction.FROM_TECHNICIAN, b'{"kind":"screen.keyframe"}', "P-203"),
    ("too long", Channel.CONTROL, Direction.FROM_TECHNICIAN, b'{"kind":"' + b"a" * 4096 + b'"}', "P-204"),
    *(
        (name, Channel.CHAT, way, canonical({"id": messages.B16, "kind": "chat.said", "text": text}), "P-200")
        for way in Direction
        for name, text in (
            ("chat that turns letters round", "The bank\u202eknab ehT"),
            ("chat that hides what it steers", "a\u0007b"),
            ("chat in another spelling", "e\u0301"),
            ("chat with a line separator", "a\u2028b"),
        )
    ),
    *(
        (name, Channel.CONTROL, Direction.FROM_TECHNICIAN, canonical({
            "kind": "consent.request", "reason": reason, "request": messages.TOKEN, "salt": messages.B32,
            "ticket": ticket,
        }), "P-200")
        for name, reason, ticket in (
            ("a reason that turns letters round", "It does not \u2067print.", ""),
            ("a reason of two lines", "It does not\nprint.", ""),
            ("a ticket that steers", "It does not print.", "47\u001b[2J11"),
            ("a ticket in another spelling", "It does not print.", "e\u0301"),
        )
    ),
    ("no padding", Channel.KEYS, Direction.FROM_TECHNICIAN, b'{"code":"KeyA","down":true,"kind":"key.code"}', "P-200"),
)  # fmt: skip


def _way(message: Message) -> Direction:
    return next(way for way in Direction if CATALOGUE[message.kind].may_come_from(way))


def sealed_specimens() -> list[Case]:
    """Give every sealed message with its plaintext; the two that either end may send stand once, from the agent."""
    return [
        {
            "kind": message.kind,
            "direction": int(_way(message)),
            "channel": int(CATALOGUE[message.kind].channel),
            "plaintext": codec.encode(message).hex(),
        }
        for message in messages.SEALED
    ]


def plain_specimens(specimens: tuple[Message, ...]) -> list[Case]:
    """Give every message in clear, first byte included."""
    senders = {kind: plain.sender for kind, plain in (*RELAY.items(), *PAIRING.items())}
    return [
        {
            "kind": message.kind,
            "from": [str(sender.name).lower() for sender in Sender if sender & senders[message.kind]],
            "message": codec.encode_plain(message).hex(),
        }
        for message in specimens
    ]


def refused() -> list[Case]:
    """Give plaintexts that no end takes, with the code each is refused with."""
    return [
        {"name": name, "channel": int(channel), "direction": int(way), "plaintext": data.hex(), "expect": code}
        for name, channel, way, data, code in _REFUSED
    ]


def all_messages() -> Case:
    """Gather messages.json."""
    return {
        "about": "One of each message, in hex: the plaintext of what is sealed, the rest with its first byte.",
        "sealed": sealed_specimens(),
        "relay": plain_specimens(messages.RELAY),
        "pairing": plain_specimens(messages.PAIRING),
        "refused": refused(),
    }


class Overhear(Meddling):
    """Notes what passes in clear."""

    def __init__(self) -> None:
        self.heard: list[tuple[Direction, Message]] = []

    def pairing(self, message: Message, direction: Direction) -> list[Message]:
        """Note it and pass it on."""
        self.heard.append((direction, message))
        return [message]


class Dice:
    """Bytes that count upwards, so that a reader sees which draw a value came from; and a list of what was drawn."""

    def __init__(self, first: int) -> None:
        self._next = first
        self.drawn: list[str] = []

    def __call__(self, size: int) -> bytes:
        """Draw."""
        value = bytes((self._next + at) % 256 for at in range(size))
        self._next += 64
        self.drawn.append(value.hex())
        return value


def run() -> tuple[Pair, Overhear, Dice, Dice]:
    """Run a small session with known dice: pairing, a yes to look and to work, a picture, a move, a key, a word."""
    overheard, agent_dice, console_dice = Overhear(), Dice(0), Dice(32)
    pair = Pair(relay=overheard)
    pair.agent_pairing.random, pair.console_pairing.random = agent_dice, console_dice
    pair.paired().ask_and_accept(Scope.VIEW)
    pair.show(PICTURE)
    pair.ask_and_accept(Scope.CONTROL)
    for message in (PointerMove(x=640, y=360), KeyCode(code="KeyA", down=True)):
        pair.technician_sends(message)
    pair.agent_sends(ChatSaid(id=B16, text="Can you see it now?"))
    return pair, overheard, agent_dice, console_dice


def _paired(pair: Pair, overheard: Overhear, agent: Dice, console: Dice) -> Case:
    outcome = pair.agent_outcome
    assert isinstance(outcome, Paired)
    share = next(message for _, message in overheard.heard if isinstance(message, PairShare))
    answer = next(message for _, message in overheard.heard if isinstance(message, PairAnswer))
    return {
        "code": CODE,
        "session": pair.place.session,
        "origin": pair.place.origin,
        "log_key": pair.place.log_key,
        "entry": pair.entry,
        "policy_sha256": outcome.policy_sha256,
        "agent": {"key": AGENT_KEY.verify_key.jwk(), "nonce": agent.drawn[0], "scalar": agent.drawn[1]},
        "technician": {"key": TECHNICIAN_KEY.verify_key.jwk(), "nonce": console.drawn[0], "scalar": console.drawn[1]},
        "ci": pair.place.channel_identifier().hex(),
        "sid": pair.place.run_id(bytes.fromhex(console.drawn[0]), bytes.fromhex(agent.drawn[0])).hex(),
        "ada": technician_data(share).hex(),
        "adb": agent_data(answer).hex(),
        "messages": [
            {
                "from": "agent" if way == Direction.FROM_AGENT else "technician",
                "message": codec.encode_plain(said).hex(),
            }
            for way, said in overheard.heard
        ],
        "transcript": outcome.transcript.hex(),
        "session_secret": outcome.session_secret.hex(),
        "resume_key": outcome.resume_key.hex(),
        "verifier": keys.verifier_digits(outcome.session_secret),
        "channel0": {"to_console": outcome.channel0.to_console.hex(), "to_agent": outcome.channel0.to_agent.hex()},
    }


def _sealed(pair: Pair) -> list[Case]:
    opened = iter(_plaintexts(pair))
    cases = []
    for direction, data in pair.relay.recorded:
        header = read_header(data[1:])
        at = place(header.kid)
        cases.append(
            {
                "from": _WHO[direction],
                "epoch": at.epoch,
                "channel": at.channel,
                "kid": header.kid,
                "counter": header.counter,
                "plaintext": next(opened).hex(),
                "message": data.hex(),
            }
        )
    return cases


def _plaintexts(pair: Pair) -> list[bytes]:
    """Give what was sealed, in the order in which the relay got it."""
    from_agent = [codec.encode(message) for message in pair.heard]
    from_technician = [codec.encode(message) for message in pair.acted]
    # The picture came after the first `grant.live`; then everything in the order said.
    return [from_agent[0], PICTURE, from_agent[1], *from_technician, *from_agent[2:]]


def line(stated: StatedLine) -> Case:
    """Write a line of a transcript statement."""
    return {name: getattr(stated, name) for name in ("epoch", "direction", "channel", "count", "hash", "lost")}


def session_run() -> Case:
    """Gather session-run.json."""
    pair, overheard, agent, console = run()
    secrets = [
        {"epoch": live.epoch, "secrets": {key.group: unb64u(key.secret).hex() for key in live.groups}}
        for live in pair.lives
    ]
    return {
        "about": "A small session with known dice: pairing, two grants, a picture, a move, a key, a word.",
        "pairing": _paired(pair, overheard, agent, console),
        "epochs": secrets,
        "sealed": _sealed(pair),
        "lines": [line(stated) for stated in pair.agent.lines(changed_only=False)],
    }


FILES: dict[str, Callable[[], Case]] = {"messages": all_messages, "session-run": session_run}


def written(name: str) -> str:
    """Write a file's text."""
    return json.dumps(FILES[name](), indent=1, ensure_ascii=True) + "\n"


if __name__ == "__main__":
    for each in FILES:
        (FOLDER / f"{each}.json").write_text(written(each), encoding="utf-8")
