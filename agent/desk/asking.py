"""The question: judged, shown when no injected input is on its way any more, answered by the customer or not at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import ceil
from time import gmtime, strftime

from agent.desk import question_story as story
from agent.desk import question_words as words
from agent.desk.deciding import decided
from agent.desk.desk import Desk
from agent.desk.expected import compare
from agent.desk.papers import Papers
from agent.desk.their_words import quoted
from agent.desk.view import CodeStatus, Question
from agent.desk.view import Decision as Chosen
from agent.pipe.messages import QuestionStands
from consent import limits
from consent.canonical import canonical
from consent.checks import refuse_unless
from consent.decision import Because, Decision
from consent.encoding import b64u, unb64u
from consent.errors import IllegalMove, NotDoneHere, OnlyLooking
from consent.errors import QuestionStands as AnotherStands
from consent.law import LAW, QUESTION_STANDS, Event, State
from consent.request import ConsentRequest, verify_request
from consent.scopes import Scope
from protocol.errors import AttendedError, PeerError, WordsWrong
from protocol.keys import commitment
from protocol.messages.control import AskConsent, CancelRequest, ConsentAnswer, QuestionShown, RequestRefused
from protocol.receipt import ReceiptWords

DRAIN_SECONDS = 2.0
"""Injected input reaches its windows within some milliseconds; an engine that cannot say so by then hangs."""
MORE_TIME_SECONDS = 300.0
MORE_TIMES = 10


@dataclass
class Standing:
    """The question that is asked now."""

    message: AskConsent
    request: ConsentRequest
    question: Question | None = None
    """None while injected input drains."""
    still_since: float = 0.0
    """Since when the window stands unchanged, on the boot-time clock."""
    extensions: int = 0
    is_first: bool = True
    """Whether nothing was live when it was asked; any other question ends with the rest."""
    changed: bool = False
    """Whether it took the place of another."""


class Asking:
    """At most one question at a time. Whatever is not a whole yes is a no."""

    def __init__(
        self,
        desk: Desk,
        papers: Callable[[], Papers],
        *,
        control_ends: Callable[[], None],
        accepted: Callable[[Standing, Decision], None],
        stopped: Callable[[str], None],
        engine_hangs: Callable[[], None],
        expected: Callable[[], str],
    ) -> None:
        """
        Take the shared things, and whom to tell.

        `control_ends` writes down that control ended by the question; `accepted` takes a whole yes; `stopped` ends the
        session, for whoever asked is not who was expected, and tells it in these words.
        """
        self._desk = desk
        self._papers = papers
        self._control_ends = control_ends
        self._accepted = accepted
        self._stopped = stopped
        self._engine_hangs = engine_hangs
        self._expected = expected
        self.standing: Standing | None = None

    def asked(self, message: AskConsent) -> None:
        """Take a question of the technician: show it, or tell why not."""
        session = self._desk.live_session
        if session.setting is None:
            return
        was_read = self.standing is not None and self.standing.question is not None
        if self.standing is not None:
            # A changed question replaces the one that stands; nothing of the former can be allowed any more.
            self._close(Event.CANCELLED, Because.NOT_OFFERED, "changed")
        course = session.course
        try:
            refuse_unless(Event.ASKED in LAW[course.state], AnotherStands, course.state)
            request = verify_request(
                message.request,
                session.setting,
                asked=session.asked,
                living=course.ledger.living(),
                look_only=self._desk.check.look_only,
            )
            refuse_unless(self._desk.can_do.issuperset(request.scopes), NotDoneHere, "asked for more")
            self._demand_time_to_look(request)
            _demand_words(message, request)
        except (PeerError, AnotherStands) as error:
            self._refuse(error)
            self._stand_by()
            return
        living = course.ledger.living()
        self.standing = Standing(message, request, is_first=not living, changed=was_read)
        had_control = Scope.CONTROL in living
        course.asked()
        self._papers().keep(message.request)
        session.words.append(
            ReceiptWords(request=request.jti, reason=message.reason, ticket=message.ticket, salt=message.salt)
        )
        if had_control:
            self._control_ends()
        # Injected input must not be on its way when the window appears: it could press a button there.
        self._desk.alarms.set("drain", self._desk.now() + DRAIN_SECONDS, self._engine_hangs)
        self._desk.engine(QuestionStands(stands=True))

    def drained(self) -> None:
        """Show the question: nothing of the technician's is on its way to any window now."""
        standing = self.standing
        self._desk.alarms.cancel("drain")
        if standing is None or standing.question is not None or self._is_too_late(standing):
            return
        self._desk.alarms.set("answer", self._desk.now() + words.ANSWER_SECONDS, self._unanswered)
        self._show(standing)
        self._tell_shown(standing)

    def spoken_anew(self) -> None:
        """Say the question that stands in the language of now: it is read, and thought about, from the beginning."""
        standing = self.standing
        if standing is not None and standing.question is not None and not self._is_too_late(standing):
            self._show(standing)
            self._tell_view(standing)

    def touched(self) -> None:
        """Take note that the question's window was moved, covered or given back the focus: the wait begins anew."""
        if self.standing is not None:
            self.standing.still_since = self._desk.now()

    def more_time(self, question_id: str) -> None:
        """Give the customer five more minutes, ten times at most."""
        standing, at = self.standing, self._desk.alarms.at("answer")
        if standing is None or at is None or standing.request.jti != question_id or standing.extensions >= MORE_TIMES:
            return
        standing.extensions += 1
        self._desk.alarms.set("answer", at + MORE_TIME_SECONDS, self._unanswered)
        self._tell_view(standing)
        self._tell_shown(standing)

    def answered(self, question_id: str, chosen: Chosen) -> None:
        """Take the customer's choice. A yes too early, to another question, or only half is none."""
        standing = self.standing
        if standing is None or standing.question is None or standing.request.jti != question_id:
            return
        if not chosen.allowed:
            self._declined(chosen)
            return
        question = standing.question
        if self._is_too_late(standing):
            return
        if self._desk.now() - standing.still_since < question.wait_before_allow:
            return  # experience 2.1: inert, so that a stray click or key cannot say yes
        grant = self._desk.live_session.course.ledger.grant
        decision = decided(question, standing.request, chosen, grant, self._minutes_left())
        if decision is None:
            return
        self._take_away()
        self._desk.view.close_question("yes")
        self._accepted(standing, decision)

    def cancelled(self, message: CancelRequest) -> None:
        """Take the question away because the technician does."""
        if self.standing is not None and self.standing.request.jti == message.request:
            self._close(Event.CANCELLED, Because.NOT_OFFERED, "cancelled")

    def dropped(self) -> None:
        """Take the question away because the session ended, paused or lost its line: no answer is a no."""
        if self.standing is None:
            return
        if self._desk.live_session.course.state in QUESTION_STANDS:
            self._close(Event.UNANSWERED, Because.FAILED, "over")
        else:
            self._desk.tell(self._told(self.standing, Because.FAILED, ""))
            self._take_away()
            self._desk.view.close_question("over")

    def _is_too_late(self, standing: Standing) -> bool:
        """Close a question that was to end with the rest, if the rest has ended: it never turns into a first one."""
        if standing.is_first or self._desk.live_session.course.ledger.living():
            return False
        self._close(Event.CANCELLED if standing.question is None else Event.UNANSWERED, Because.FAILED, "over")
        return True

    def _show(self, standing: Standing) -> None:
        asked = self._worded(standing)
        standing.question = replace(asked, rendered=self._desk.outside.rendered(asked))
        standing.still_since = self._desk.now()
        self._desk.view.show_question(standing.question)

    def _declined(self, chosen: Chosen) -> None:
        closed = chosen.how in {"closed", "esc"}
        self._close(Event.DECLINED, Because.CLOSED if closed else Because.CUSTOMER, "no", chosen.how)
        if chosen.how == "stop":
            self._stopped(story.not_expected())

    def _unanswered(self) -> None:
        self._close(Event.UNANSWERED, Because.NO_ANSWER, "no answer")

    def _close(self, event: Event, because: Because, why: str, how: str = "") -> None:
        standing = self.standing
        if standing is None:
            return
        session = self._desk.live_session
        self._take_away()
        self._desk.view.close_question(why)
        try:
            session.course.answered_no(event)
        except IllegalMove:
            return  # a pause or a lost line has closed it already
        # Asked and taken back counts as asked once the customer could read it: they are nagged all the same.
        if event is not Event.CANCELLED or standing.question is not None:
            session.asked.refused(standing.request.scopes)
        self._desk.tell(self._told(standing, because, how))
        self._desk.to_technician(
            ConsentAnswer(
                request=standing.request.jti,
                allowed=(),
                refused=standing.request.scopes,
                because=because.value,
                minutes=0,
            )
        )
        if why != "changed":  # the question that takes its place stands at once
            self._stand_by()

    def _stand_by(self) -> None:
        """Where nothing was ever allowed and nothing is asked, say so: else no window of ours would stand."""
        if self.standing is None and self._desk.live_session.course.state is State.NOT_ASKED:
            self._desk.view.code_status(CodeStatus.CONNECTED)

    def _take_away(self) -> None:
        self.standing = None
        self._desk.alarms.cancel("answer", "drain")
        self._desk.engine(QuestionStands(stands=False))

    def _refuse(self, error: AttendedError) -> None:
        self._desk.to_technician(
            RequestRefused(refused="consent.request", code=error.code, words=error.words, remedy=error.remedy)
        )

    def _seconds_left(self) -> float:
        return max(0.0, (self._desk.alarms.at("answer") or self._desk.now()) - self._desk.now())

    def _tell_shown(self, standing: Standing) -> None:
        self._desk.to_technician(QuestionShown(request=standing.request.jti, seconds=round(self._seconds_left())))

    def _tell_view(self, standing: Standing) -> None:
        self._desk.view.question_time(self._seconds_left(), MORE_TIMES - standing.extensions)

    def _told(self, standing: Standing, because: Because, how: str) -> str:
        session = self._desk.live_session
        kind = standing.question.kind if standing.question is not None else "first"
        name = session.asker.name if session.asker else ""
        return story.refused(name, standing.request.scopes, because, how, more_time=kind == "more time")

    def _minutes_left(self) -> int:
        ledger = self._desk.live_session.course.ledger
        return ceil(max(map(ledger.left, ledger.living()), default=0) / 60)

    def _kind(self, request: ConsentRequest) -> words.Kind:
        living = self._desk.live_session.course.ledger.living()
        if not living:
            return "first"
        # A report is asked for anew each time; what lives of one is live use, which ends with the rest.
        return "more time" if set(request.scopes) <= living - {Scope.REPORT} else "later"

    def _most_minutes(self) -> int | None:
        """Give the minutes there can be at most where the technician called first: a quarter of an hour in all."""
        if not self._desk.check.look_only:
            return None
        session = self._desk.live_session
        if session.grant is None:
            return limits.LOOK_ONLY_MINUTES
        return max(0, ceil((session.deadline - self._desk.now()) / 60))

    def _demand_time_to_look(self, request: ConsentRequest) -> None:
        """
        Demand that what is asked for can come true: more than the quarter of an hour of looking never does.

        Raises:
            OnlyLooking: Time is asked for that there is none of.
        """
        most = self._most_minutes()
        refuse_unless(most is None or (most > 0 and self._kind(request) != "more time"), OnlyLooking)

    def _worded(self, standing: Standing) -> Question:
        session = self._desk.live_session
        request, asker = standing.request, session.asker
        if asker is None:
            raise RuntimeError("nobody is proven")
        kind = self._kind(request)
        expected = self._expected() if kind == "first" else ""
        return words.question(
            asker,
            words.Asked(
                id=request.jti,
                kind=kind,
                scopes=request.scopes,
                minutes=request.minutes,
                minutes_left=max(1, self._minutes_left()),
                purpose=session.found.organisation.policy.purpose_words(request.purpose),
                reason=quoted(standing.message.reason),
                ticket=quoted(standing.message.ticket),
                expected=expected,
                match=compare(expected, (asker.organisation, asker.domain, asker.name)),
                changed=standing.changed,
                most=self._most_minutes(),
                today=strftime("%Y-%m-%d", gmtime(self._desk.wall())),
            ),
            session.found.kept,
            self._desk.outside.screens.choices(),
        )


def _demand_words(message: AskConsent, request: ConsentRequest) -> None:
    """
    Demand that the plain words are those the signed request commits to.

    Raises:
        WordsWrong: They are not.
    """
    said = canonical({"reason": message.reason, "ticket": message.ticket}).decode()
    if b64u(commitment(unb64u(message.salt), said)) != request.words_sha256:
        raise WordsWrong
