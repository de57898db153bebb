"""
Coverage: whether a recorded yes covered what flowed, judged by position and never by a clock.

The relay's gate and the check of a finished recording feed the same judge, in the recording's order: verified documents
with `document`, headers of sealed messages with `message`, refused ones with `refused`. So both judge alike.

    grant        is known from here on; it opens nothing by itself
    key list     opens the epoch's pairs of (direction, channel) for what lives of its grant, closes all earlier epochs
    withdrawal   closes what the scopes opened, at the positions it names
    pause        closes screen, pointer and keys at the positions it names; resume opens them again
    session end  closes everything but channel 0

What was recorded on an open pair before the document that closes it, but beyond the position that the document names:
from the agent it is a violation (it says that it never sent it), from the technician it was in flight, and the agent
says that it did not act on it. Anything on a closed pair is a violation. Channel 0 is always open.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from consent.ending import SessionEnd
from consent.errors import EpochOver, GrantMissing, Paused, SessionOver
from consent.fields import DocumentId, Position
from consent.grant import ConsentGrant
from consent.jws import SignedDocument
from consent.keylist import KeyList
from consent.pause import ConsentPause, ConsentResume
from consent.scopes import PAUSED_CHANNELS, Scope, channels_of, ending_with, opened_pairs
from consent.statement import TranscriptStatement
from consent.withdrawal import ConsentWithdrawal
from protocol.channels import MAY_SPEAK, Channel, Direction, Place
from protocol.errors import DocumentOutOfPlace, PeerError


class Outcome(Enum):
    """What can be said of a message."""

    COVERED = "covered"
    IN_FLIGHT = "in flight, not acted on"
    VIOLATION = "not covered"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is to be said of `count` messages at `place`, the first of them with `counter`; `why` names the reason."""

    outcome: Outcome
    place: Place
    counter: int
    count: int = 1
    why: str = ""


class Coverage:
    """The judge of one session."""

    def __init__(self) -> None:
        self._grants: dict[DocumentId, ConsentGrant] = {}
        self._newest: tuple[DocumentId, str] | None = None
        self._in_force: DocumentId | None = None
        self._living: frozenset[Scope] = frozenset()
        self._gone: frozenset[Scope] = frozenset()
        """What was withdrawn since the newest grant was recorded: its first key list opens none of it."""
        self._epoch: int | None = None
        self._paused = False
        self._ended = False
        # Of the open epoch and of channel 0's newest one in each direction; what is over can neither pass nor count.
        self._control = [0, 0]
        self._next: dict[Place, int] = {}
        """One above the last counter at each place, refused messages too."""
        self._flowed: dict[Place, int] = {}
        """One above the last counter that was recorded whole at each place."""
        self._judged: dict[Place, int] = {}
        """Up to where a closing document has spoken already."""
        self.in_flight = 0
        self.violations: list[Verdict] = []

    @property
    def ended(self) -> bool:
        """Tell whether a session's end was recorded."""
        return self._ended

    @property
    def epoch(self) -> int | None:
        """Give the epoch that is open; None before the first key list."""
        return self._epoch

    @property
    def living(self) -> frozenset[Scope]:
        """Name the scopes that recorded documents leave alive; a pause does not end them."""
        return self._living

    def grant(self) -> ConsentGrant | None:
        """Give the newest recorded grant: the one that a next grant's `chain` must name."""
        return self._grants[self._newest[0]] if self._newest else None

    def positions(self) -> list[Position]:
        """Say how far the recording has come at each place of the open epoch, and on channel 0's newest."""
        return [
            Position(epoch=at.epoch, direction=at.direction, channel=at.channel, count=count)
            for at, count in sorted(self._next.items())
            if at.channel in set(Channel)
        ]

    def gate(self, epoch: int, direction: int, channel: int) -> type[PeerError] | None:
        """Say why a message may not pass now; None when it may."""
        if channel == Channel.CONTROL:
            return EpochOver if epoch < self._control[direction] else None
        if self._ended:
            return SessionOver
        if self._epoch is None or not _may_speak(direction, channel):
            return GrantMissing
        if epoch != self._epoch:
            return EpochOver
        if (direction, channel) not in opened_pairs(self._living):
            return GrantMissing
        return Paused if self._paused and channel in PAUSED_CHANNELS else None

    def message(self, epoch: int, direction: int, channel: int, counter: int, origin: int | None = None) -> Verdict:
        """
        Judge a message that was recorded whole; `origin` is the direction its sender may speak in, where known.

        What is covered now may still turn out as in flight, when the document that closes its pair comes.
        """
        at = Place(epoch, direction, channel)
        refusal = self.gate(epoch, direction, channel)
        if origin is not None and origin != direction:
            why = "sent by the other end"
        elif counter < self._next.get(at, 0):
            why = "a counter came twice"
        elif refusal is not None:
            why = _REASONS[refusal]
        else:
            self._count(at, counter)
            self._flowed[at] = counter + 1
            return Verdict(Outcome.COVERED, at, counter)
        self._count(at, counter)
        return self._violation(at, counter, 1, why)

    def refused(self, epoch: int, direction: int, channel: int, counter: int) -> None:
        """Take note of a message that the gate refused: it uses up a counter and nothing else."""
        self._count(Place(epoch, direction, channel), counter)

    def document(self, document: SignedDocument, sha256: str) -> list[Verdict]:
        """
        Take a verified document, and say what it reveals about messages before it. `sha256` names its token.

        Raises:
            DocumentOutOfPlace: It cannot stand here; nothing changed.
        """
        if self._ended and not isinstance(document, TranscriptStatement):
            raise DocumentOutOfPlace(f"{document.typ} after the end")
        verdicts: list[Verdict] = []
        match document:
            case ConsentGrant():
                self._granted(document, sha256)
            case KeyList():
                verdicts = self._keyed(document)
            case ConsentWithdrawal():
                verdicts = self._withdrawn(document)
            case ConsentPause():
                self._demand_in_force(document.grant, document.typ)
                verdicts = self._closed(self._open_channels() & PAUSED_CHANNELS, document.positions)
                self._paused = True
            case ConsentResume():
                self._demand_in_force(document.grant, document.typ)
                self._paused = False
            case SessionEnd():
                verdicts = self._closed(self._open_channels(), document.positions)
                self._ended, self._living = True, frozenset()
        return verdicts

    def _count(self, at: Place, counter: int) -> None:
        if at.channel == Channel.CONTROL and at.epoch > self._control[at.direction]:
            # A resume has keyed channel 0 anew.
            self._forget(Place(self._control[at.direction], at.direction, Channel.CONTROL))
            self._control[at.direction] = at.epoch
        if at.epoch == (self._control[at.direction] if at.channel == Channel.CONTROL else self._epoch):
            self._next[at] = max(self._next.get(at, 0), counter + 1)

    def _forget(self, *places: Place) -> None:
        for at in places:
            for known in (self._next, self._flowed, self._judged):
                known.pop(at, None)

    def _granted(self, grant: ConsentGrant, sha256: str) -> None:
        former = self._newest[1] if self._newest else None
        if grant.jti in self._grants or grant.chain != former:
            raise DocumentOutOfPlace("a grant that does not follow from the one before")
        self._grants[grant.jti] = grant
        self._newest = (grant.jti, sha256)
        self._gone = frozenset()

    def _withdrawn(self, withdrawal: ConsentWithdrawal) -> list[Verdict]:
        self._demand_in_force(withdrawal.grant, withdrawal.typ)
        ending = ending_with(withdrawal.scopes)
        closing = self._open_channels() & channels_of(ending)
        self._living -= ending
        self._gone |= ending
        return self._closed(closing, withdrawal.positions)

    def _keyed(self, keys: KeyList) -> list[Verdict]:
        if self._newest is None or keys.grant != self._newest[0]:
            raise DocumentOutOfPlace("a key list of another grant than the newest")
        if self._epoch is not None and keys.epoch <= self._epoch:
            raise DocumentOutOfPlace(f"epoch {keys.epoch} after {self._epoch}")
        verdicts = self._closed(self._open_channels(), keys.positions)
        if keys.grant != self._in_force:
            self._living = self._grants[keys.grant].allows - self._gone
        self._forget(*[at for at in self._next if at.channel != Channel.CONTROL])
        self._in_force, self._epoch = keys.grant, keys.epoch
        return verdicts

    def _demand_in_force(self, grant: DocumentId, typ: str) -> None:
        if self._newest is None or grant not in (self._in_force, self._newest[0]):
            raise DocumentOutOfPlace(f"{typ} of a grant that is not in force")

    def _open_channels(self) -> frozenset[Channel]:
        if self._epoch is None or self._ended:
            return frozenset()
        resting = PAUSED_CHANNELS if self._paused else frozenset()
        return frozenset(Channel(channel) for _, channel in opened_pairs(self._living)) - resting

    def _closed(self, channels: Iterable[Channel], positions: Iterable[Position]) -> list[Verdict]:
        """Lay the agent's account of the pairs that close now beside what was recorded of them."""
        if self._epoch is None:
            return []
        said = {Place(*position.pair): position.count for position in positions}
        places = (Place(self._epoch, way, channel) for channel in channels for way in MAY_SPEAK[channel])
        return [verdict for at in sorted(places) for verdict in self._settled(at, said.get(at, 0))]

    def _settled(self, at: Place, count: int) -> list[Verdict]:
        first, end = max(count, self._judged.get(at, 0)), self._flowed.get(at, 0)
        self._judged[at] = max(first, end)
        if at.direction == Direction.FROM_TECHNICIAN and count > self._next.get(at, 0):
            return [self._violation(at, self._next.get(at, 0), count - self._next.get(at, 0), "accepted, not recorded")]
        if end <= first:
            return []
        if at.direction == Direction.FROM_AGENT:
            return [self._violation(at, first, end - first, "beyond the position its sender signed")]
        self.in_flight += end - first
        return [Verdict(Outcome.IN_FLIGHT, at, first, end - first)]

    def _violation(self, at: Place, counter: int, count: int, why: str) -> Verdict:
        verdict = Verdict(Outcome.VIOLATION, at, counter, count, why)
        self.violations.append(verdict)
        return verdict


_REASONS = {
    GrantMissing: "nothing allowed it",
    EpochOver: "not in the epoch that was open",
    SessionOver: "after the end",
    Paused: "during a pause",
}
"""Why a message was not allowed to pass, for whoever reads a finding."""


def _may_speak(direction: int, channel: int) -> bool:
    return channel in set(Channel) and direction in MAY_SPEAK[Channel(channel)]
