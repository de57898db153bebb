"""
One session's consent from the desk's side: the law and the ledger in step, so that neither can run ahead.

course.asked(request)                        the question is on the screen; control has ended
course.accepted(grant)                       the customer's yes, signed, on its way to the record
permits = course.recorded(1, remaining)      acknowledged: only now is anything allowed
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from consent.errors import IllegalMove, NotAYes, QuestionStands
from consent.grant import ConsentGrant
from consent.law import FLOWING, QUESTION_STANDS, RESTING, Event, State, move
from consent.permits import Ledger, Permit
from consent.scopes import Scope, ending_with


class Course:
    """
    Where a session's consent stands, and the permits that follow from it.

    Every method raises `IllegalMove`, and changes nothing, when it cannot happen now.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self.ledger = Ledger(clock)
        self._state = State.NOT_ASKED
        self._waiting: ConsentGrant | None = None
        self._withdrawn: frozenset[Scope] = frozenset()

    @property
    def state(self) -> State:
        """Tell where consent stands."""
        return self._state

    @property
    def waiting(self) -> ConsentGrant | None:
        """Give the grant that is signed but not on record yet."""
        return self._waiting

    def asked(self) -> None:
        """
        Put a question on the screen. Control ends first.

        Raises:
            QuestionStands: Another one is being read, or the last yes is still on its way to the record.
        """
        if self._state in QUESTION_STANDS or self._waiting is not None:
            raise QuestionStands
        self._move(Event.ASKED)
        self.ledger.question_opens()

    def answered_no(self, event: Event) -> None:
        """Close the question with a no: declined, unanswered or cancelled."""
        if event not in {Event.DECLINED, Event.UNANSWERED, Event.CANCELLED}:
            raise IllegalMove(event)
        self._move(event)
        self._notice_if_nothing_lives()

    def accepted(self, grant: ConsentGrant) -> None:
        """
        Take the customer's yes, as signed. Nothing is allowed by it before it is on record.

        Raises:
            NotAYes: The grant was used before.
        """
        if self.ledger.knows(grant):
            raise NotAYes("a grant is new")
        self._move(Event.ACCEPTED)
        self._waiting, self._withdrawn = grant, frozenset()

    def recorded(self, epoch: int, remaining: float) -> list[Permit]:
        """
        Open what the waiting grant allows: its acknowledgement, and its key list's, were verified.

        What was turned off while it waited stays off.

        Raises:
            IllegalMove: No grant waits.
            GrantExpired: Its time ran out while it waited.
        """
        if self._waiting is None:
            raise IllegalMove("nothing waits for the record")
        after = move(self._state, Event.RECORDED)
        permits = self.ledger.open(self._waiting, epoch, remaining)
        if self._withdrawn:
            self.ledger.withdraw(self._withdrawn)
        self._waiting = None
        self._come_to(after)
        return [permit for permit in permits if permit.scope in self.ledger.living()]

    def new_epoch(self, epoch: int, remaining: float) -> list[Permit]:
        """
        Open fresh keys, on record, for the grant in force: after a resume, or when the former keys are worn.

        Raises:
            IllegalMove: Nothing is granted.
        """
        grant = self.ledger.grant
        if grant is None or self._state not in FLOWING | {State.PAUSED}:
            raise IllegalMove("nothing is granted")
        return self.ledger.open(grant, epoch, remaining)

    def chat_goes_on(self, grant: ConsentGrant, epoch: int) -> None:
        """
        Open fresh keys, on record, when nothing lives any more: for chat, until it ends.

        Raises:
            IllegalMove: Something is granted, or waits for the record.
        """
        if self._state not in {State.ONLY_CHAT, State.ASKED_AGAIN}:
            raise IllegalMove(f"chat alone while {self._state}")
        self.ledger.open_chat(grant, epoch)

    def withdrawn(self, scopes: Iterable[Scope]) -> frozenset[Scope]:
        """Turn scopes off, at once. Returns all that ended by it."""
        going = ending_with(scopes)
        staying = self.ledger.living() - going
        if self._waiting is not None:
            self._withdrawn |= going
            staying |= self._waiting.allows - self._withdrawn
            if not staying:
                self.ledger.taken_back()
        self._move(Event.NARROWED if staying else Event.WITHDRAWN)
        return self.ledger.withdraw(going)

    def paused(self) -> None:
        """Let screen, pointer and keys rest."""
        self._move(Event.PAUSED)

    def resumed(self) -> None:
        """Go on."""
        self._move(Event.RESUMED)

    def line_lost(self) -> None:
        """Stop everything that needs the line; grants run on."""
        self._move(Event.LINE_LOST)

    def line_back(self) -> None:
        """Wait for fresh keys; `resumed` then opens screen, pointer and keys again."""
        self._move(Event.LINE_BACK)

    def tick(self) -> bool:
        """
        Let time have its way: when the last permit has run out, only chat is left. Returns whether that happened now.

        Call it at least once a second; permits end by themselves even without it.
        """
        if self._state is State.ONLY_CHAT and self.ledger.goodbye_left() <= 0:
            self._move(Event.EXPIRED)
            return True
        return self._notice_if_nothing_lives()

    def waited_too_long(self) -> None:
        """
        Give up a yes whose time ran out before it was on record; what lives of the former grant lives on.

        Raises:
            IllegalMove: No yes waits.
        """
        if self._waiting is None:
            raise IllegalMove("nothing waits for the record")
        self._notice_if_nothing_lives()
        if self._state is State.WAITING_FOR_RECORD:
            self._move(Event.EXPIRED)
        elif self._state is State.WAITING_FOR_RECORD_OF_MORE:
            self._move(Event.CANCELLED)
        self._waiting = None

    def ended(self, event: Event) -> None:
        """End everything: stopped by the customer, or left by the technician."""
        if event not in {Event.STOPPED, Event.LEFT}:
            raise IllegalMove(event)
        if self._state is not State.ENDED:  # stopping twice is stopping
            self._move(event)

    def _notice_if_nothing_lives(self) -> bool:
        if self._state not in FLOWING | RESTING or self.ledger.living():
            return False
        self._move(Event.EXPIRED)
        return True

    def _move(self, event: Event) -> None:
        self._come_to(move(self._state, event))

    def _come_to(self, state: State) -> None:
        """Take a state with all that follows from it, so that law and ledger never say two things."""
        self._state = state
        if state in {State.ONLY_CHAT, State.ENDED}:
            self._waiting = None
        if state is State.ENDED:
            self.ledger.end()
        if state in RESTING:
            self.ledger.pause()
        else:
            self.ledger.resume()
