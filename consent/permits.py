"""
Permits: proof in memory that the customer allows something now. The ledger alone makes and ends them.

ledger.open(grant, epoch=1, remaining=900)     after the grant is on record
for image in frames(source, ledger.permit(Scope.VIEW)):      stops by itself when the permit ends
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import ClassVar, Final

from consent import limits
from consent.errors import (
    EpochOver,
    GrantExpired,
    GrantMissing,
    GrantOutOfChain,
    OnlyLooking,
    Paused,
    PermitForged,
    SessionOver,
)
from consent.fields import DocumentId
from consent.grant import ConsentGrant
from consent.scopes import (
    LOOKING,
    PAUSED_CHANNELS,
    REQUIRES,
    Channel,
    Direction,
    Scope,
    channels_of,
    ending_with,
    scope_of,
)

_MAKER: Final = object()


class Permit:
    """
    Proof that one scope lives. Dangerous acts take it as an argument.

    `deadline`: seconds on the ledger's clock; `monitors`: those that may be seen or worked on, by number.

    Raises:
        PermitForged: Somebody else than the ledger tried to make one.
    """

    scope: ClassVar[Scope]
    __slots__ = ("_ledger", "deadline", "grant", "monitors")

    def __init__(
        self, maker: object, ledger: Ledger, grant: DocumentId, monitors: tuple[int, ...], deadline: float
    ) -> None:
        if maker is not _MAKER:
            raise PermitForged
        self._ledger = ledger
        self.grant = grant
        self.monitors = monitors
        self.deadline = deadline

    @property
    def lives(self) -> bool:
        """Tell whether the act is allowed at this moment: not ended, in its time, not paused."""
        return self._ledger.holds(self)


class ScreenPermit(Permit):
    """The screen may be captured and sent."""

    scope = Scope.VIEW
    __slots__ = ()


class InputPermit(Permit):
    """Mouse and keyboard may be worked, on the monitors that are shown."""

    scope = Scope.CONTROL
    __slots__ = ()


class ReportPermit(Permit):
    """A health report may be collected, and shown to the customer before it is sent."""

    scope = Scope.REPORT
    __slots__ = ()


class ClipboardPermit(Permit):
    """Copied text may be exchanged when one side presses Send."""

    scope = Scope.CLIPBOARD
    __slots__ = ()


class FilesPermit(Permit):
    """Files may be sent and chosen."""

    scope = Scope.FILES
    __slots__ = ()


_KINDS: Final[dict[Scope, type[Permit]]] = {
    kind.scope: kind for kind in (ScreenPermit, InputPermit, ReportPermit, ClipboardPermit, FilesPermit)
}

_RESTING: Final = frozenset(scope for scope in Scope if not PAUSED_CHANNELS.isdisjoint(channels_of({scope})))
"""The scopes whose permits hold nothing while the session is paused."""


class Ledger:
    """
    What lives now.

    `clock`: monotonic seconds that go on while the computer sleeps. Setting the wall clock changes nothing here.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        # Replaced as a whole, never changed in place: a thread that captures may read while another ends.
        self._permits: dict[Scope, Permit] = {}
        self._gone: frozenset[DocumentId] = frozenset()
        self._grant: ConsentGrant | None = None
        self._epoch: int | None = None
        self._paused = False
        self._ended = False
        self._chat_until: float | None = None

    @property
    def paused(self) -> bool:
        """Tell whether screen, pointer and keys rest."""
        return self._paused

    @property
    def ended(self) -> bool:
        """Tell whether everything is over for good."""
        return self._ended

    @property
    def epoch(self) -> int | None:
        """Give the epoch that is open; None before the first grant."""
        return self._epoch

    @property
    def grant(self) -> ConsentGrant | None:
        """Give the grant in force; None when nothing lives."""
        return self._grant if self.living() else None

    def knows(self, grant: ConsentGrant) -> bool:
        """Tell whether this grant was opened before."""
        return grant.jti in self._gone

    def open(self, grant: ConsentGrant, epoch: int, remaining: float) -> list[Permit]:
        """
        Begin an epoch under a verified and recorded grant, ending every permit there was.

        `remaining`: seconds that are left of `exp - iat`, counted since the grant was given. A new epoch under the
        same grant (a resume, fresh keys) opens what still lives of it, never more.

        Raises:
            SessionOver: The session has ended.
            EpochOver: The epoch is not later than the one before.
            GrantOutOfChain: The grant was superseded or withdrawn before.
            GrantExpired: Nothing is left of its time.
            OnlyLooking, GrantMissing: It names what cannot be: more than looking, or control without view.
        """
        again = self._demand_next(grant, epoch)
        if grant.look_only and not grant.allows <= LOOKING:
            raise OnlyLooking
        scopes = self.living() & grant.allows if again else grant.allows
        permits = self._made(grant, scopes, min(remaining, float(grant.seconds)))
        if again:
            for scope, permit in permits.items():
                permit.deadline = min(permit.deadline, self._permits[scope].deadline)
        self._settle(permits)
        self._grant, self._epoch = grant, epoch
        self._gone |= {grant.jti}
        return list(permits.values())

    def open_chat(self, grant: ConsentGrant, epoch: int) -> None:
        """
        Begin an epoch in which nothing is allowed but what needs no yes: what the newest grant named is over.

        So chat goes on after a resume, and after a yes that was taken back before it opened anything.

        Raises:
            SessionOver, EpochOver, GrantOutOfChain: As `open`.
        """
        self._demand_next(grant, epoch)
        self._settle({})
        if self._chat_until is None:
            self.taken_back()
        self._grant, self._epoch = grant, epoch
        self._gone |= {grant.jti}

    def taken_back(self) -> None:
        """Take note that a yes ended before it opened anything: from here on the two may say goodbye."""
        self._chat_until = max(self._clock(), self._chat_until or 0.0)

    def permit(self, scope: Scope) -> Permit:
        """
        Give the permit for a scope, if it lives at this moment.

        Raises:
            SessionOver, GrantMissing, GrantExpired, Paused: Why there is none.
        """
        if self._ended:
            raise SessionOver
        permit = self._permits.get(scope)
        if permit is None:
            raise GrantMissing(scope)
        if self._clock() >= permit.deadline:
            raise GrantExpired(scope)
        if self._paused and scope in _RESTING:
            raise Paused(scope)
        return permit

    def allows(self, epoch: int, direction: int, channel: int) -> None:
        """
        Pass when a message may be sent or taken on this channel now.

        Raises:
            SessionOver, GrantMissing, GrantExpired, Paused, EpochOver: Why it may not.
        """
        if self._ended:
            raise SessionOver
        if channel == Channel.CONTROL:
            return
        if self._epoch is None:
            raise GrantMissing(str(channel))
        if epoch != self._epoch:
            raise EpochOver(f"{epoch}, not {self._epoch}")
        scope = scope_of(channel)
        if scope is not None:
            self.permit(scope)
        elif channel == Channel.CHAT:
            if self.chat_left() <= 0:
                raise GrantExpired("chat")
        elif channel != Channel.ASIDE or direction != Direction.FROM_AGENT:
            raise GrantMissing(str(channel))

    def question_opens(self) -> None:
        """End control: nobody works mouse and keyboard while the customer reads a question."""
        self.withdraw({Scope.CONTROL})

    def withdraw(self, scopes: Iterable[Scope]) -> frozenset[Scope]:
        """End scopes, and what requires them. Returns what ended by this."""
        ending = ending_with(scopes) & self.living()
        gone = ending_with(scopes)
        self._settle({scope: permit for scope, permit in self._permits.items() if scope not in gone})
        return ending

    def pause(self) -> None:
        """Let screen, pointer and keys rest. Time goes on running."""
        self._paused = True

    def resume(self) -> None:
        """Go on with what still lives."""
        self._paused = False

    def end(self) -> None:
        """End everything for good, chat too."""
        self._ended = True
        self._permits = {}

    def living(self) -> set[Scope]:
        """Name the scopes that were allowed and have not ended; a pause does not end them."""
        now = self._clock()
        return set() if self._ended else {scope for scope, permit in self._permits.items() if now < permit.deadline}

    def left(self, scope: Scope) -> float:
        """Tell the seconds a scope still lives; 0 when it does not."""
        permit = self._permits.get(scope)
        return 0.0 if permit is None or self._ended else max(0.0, permit.deadline - self._clock())

    def chat_left(self) -> float:
        """Tell the seconds chat stays open: as long as anything lives, and five minutes more."""
        return 0.0 if self._epoch is None else self.goodbye_left()

    def goodbye_left(self) -> float:
        """Tell the seconds until chat ends, also while a lost line or the record keeps it from beginning."""
        if self._ended:
            return 0.0
        ends = [permit.deadline for permit in self._permits.values()]
        if self._chat_until is not None:
            ends.append(self._chat_until)
        return max(0.0, max(ends, default=0.0) + limits.CHAT_SECONDS - self._clock())

    def holds(self, permit: Permit) -> bool:
        """Tell whether a permit is one of those that live, at this moment."""
        if self._ended or self._permits.get(permit.scope) is not permit:
            return False
        return self._clock() < permit.deadline and not (self._paused and permit.scope in _RESTING)

    def closed_channels(self) -> frozenset[Channel]:
        """Name the channels that need a yes and have none."""
        return channels_of(set(Scope) - self.living())

    def _demand_next(self, grant: ConsentGrant, epoch: int) -> bool:
        """Pass when this epoch may follow under this grant; tell whether it is the grant in force."""
        if self._ended:
            raise SessionOver
        if self._epoch is not None and epoch <= self._epoch:
            raise EpochOver(f"{epoch} after {self._epoch}")
        again = self._grant is not None and self._grant.jti == grant.jti
        if grant.jti in self._gone and not again:
            raise GrantOutOfChain
        return again

    def _made(
        self, grant: ConsentGrant, scopes: set[Scope] | frozenset[Scope], remaining: float
    ) -> dict[Scope, Permit]:
        now = self._clock()
        view = grant.granted(Scope.VIEW)
        permits: dict[Scope, Permit] = {}
        for granted in grant.scopes:
            left = remaining - (grant.exp - granted.until)
            if granted.scope not in scopes or left <= 0:
                continue
            if REQUIRES.get(granted.scope) is Scope.VIEW and (view is None or granted.until > view.until):
                raise GrantMissing(granted.scope)
            monitors = view.monitors if view is not None and granted.scope is Scope.CONTROL else granted.monitors
            permits[granted.scope] = _KINDS[granted.scope](_MAKER, self, grant.jti, monitors, now + left)
        if not permits:
            raise GrantExpired
        return permits

    def _settle(self, permits: dict[Scope, Permit]) -> None:
        """Put the new permits in force, noting when the last of the former ones ended: chat runs on from there."""
        now = self._clock()
        ended = [min(now, permit.deadline) for permit in self._permits.values()]
        self._permits = permits
        if ended:
            self._chat_until = max([*ended, self._chat_until or 0.0])
