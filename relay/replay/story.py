"""
What happened, told in lines: everything that the entries say to whoever holds these keys, and to whom it was said.

Without keys it tells of documents, refusals and broken lines; with them, of pictures, movements and words as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from consent.jws import SignedDocument
from consent.scopes import Channel, Group, group_of
from protocol import screen
from protocol.codec import decode
from protocol.errors import CATALOGUE, AttendedError
from protocol.recording import Entry, Kind, Origin, read_note
from protocol.sframe import place
from relay.replay.telling import Told, told
from relay.replay.unlock import Unlocked

_WHO: Final = {Origin.AGENT: "customer", Origin.TECHNICIAN: "technician", Origin.RELAY: "relay"}
_REFUSAL_HASH = 32
_NOTES: Final = {
    "lost": "The line of the {who} is lost.",
    "back": "The line of the {who} is back.",
    "paused": "The recording stopped, so the session paused.",
    "running": "The recording runs again.",
    "recovered": "The relay broke off and went on here.",
    "ended-without-word": "The session ended without a word.",
}
LOCKED: Final = "locked"


@dataclass(frozen=True, slots=True)
class Line:
    """One entry, told: who, what kind of thing, the words for it, and what a program may want of it."""

    entry: int
    time: int
    who: str
    kind: str
    words: str
    facts: dict[str, Any] = field(default_factory=dict)


def tell(entry: Entry, document: SignedDocument | None, unlocked: Unlocked | None) -> Iterator[Line]:
    """
    Tell what an entry says; nothing for what has no meaning to people. `document` is the verified one in it.

    A seal that breaks is told as such, never raised: the rest of the recording is still worth reading.
    """
    kind, words, facts = "", "", dict[str, Any]()
    try:
        match entry.kind:
            case Kind.SEALED:
                kind, words, facts = _sealed(entry, unlocked)
            case Kind.DOCUMENT if document is not None:
                kind, words, facts = told(document)
            case Kind.REFUSED:
                kind, words, facts = _refused(entry)
            case Kind.NOTE:
                note = read_note(entry.body)
                kind, words = note.what, _NOTES[note.what].format(who=_end(note.who))
            case Kind.OPENING:
                kind, words = "begins", "The recording begins."
    except AttendedError as error:
        kind, words, facts = "broken", f"Entry {entry.index} cannot be read: {error.words}", {"code": error.code}
    if kind:
        yield Line(entry.index, entry.time, _WHO[entry.origin], kind, words, facts)


def _end(who: str) -> str:
    return {"agent": "customer", "technician": "technician"}.get(who, who)


def _refused(entry: Entry) -> Told:
    code = entry.body[_REFUSAL_HASH:].decode("ascii")
    why = CATALOGUE[code].words if code in CATALOGUE else "The relay refused it."
    channel = place(entry.kid).channel
    name = Channel(channel).name.lower() if channel in set(Channel) else str(channel)
    return "refused", f"Refused ({name}): {why}", {"code": code, "channel": channel}


def _sealed(entry: Entry, unlocked: Unlocked | None) -> Told:
    at = place(entry.kid)
    if group_of(at.channel) is None:
        return "", "", {}  # channel 0: only the two ends could ever read it
    plaintext = None if unlocked is None else unlocked.open(entry)
    if plaintext is None:
        group = group_of(at.channel)
        return LOCKED, "", {"group": "" if group is None else group.value, "channel": at.channel}
    if at.channel == Channel.SCREEN and at.direction == 0:
        return _picture(plaintext)
    return told(decode(plaintext, at.channel, at.direction))


def _picture(plaintext: bytes) -> Told:
    message = screen.parse(plaintext)
    facts = {
        "frame": message.frame, "monitor": message.monitor, "w": message.width, "h": message.height,
        "keyframe": message.keyframe, "more": message.more, "operations": len(message.operations),
    }  # fmt: skip
    what = "Picture, whole" if message.keyframe else "Picture"
    return "picture", f"{what}: {message.width} x {message.height}, {len(message.operations)} changes.", facts


def readable(groups: frozenset[Group]) -> tuple[list[str], list[str]]:
    """Say what a reader of these groups sees and what they do not, in words."""
    words = {
        Group.VIEW: ["screen", "pointer"],
        Group.REST: ["chat", "report"],
        Group.KEYS: ["what was typed"],
        Group.ASIDE: ["the questions' words"],
    }
    seen = [word for group, named in words.items() if group in groups for word in named]
    return seen, [word for group, named in words.items() if group not in groups for word in named]
