"""
From a yes to a permit: signed, on record with its keys, shown by frame and banner, and only then in force.

    yes ── grant, key list and wraps to the relay ── both acknowledged, both proven ── frame and banner stand ── permit
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from agent.desk.asking import Standing
from agent.desk.checking import check_told
from agent.desk.desk import Desk, Positions
from agent.desk.keys import EpochKeys, draw_epoch
from agent.desk.papers import Papers
from agent.desk.story import let, more_time
from agent.pipe.messages import GroupSecret, OnlyChat, Permit
from consent.answering import Moment, make_grant, renew_grant
from consent.canonical import canonical
from consent.decision import Decision
from consent.encoding import b64u
from consent.fields import SessionId, Sha256
from consent.grant import ConsentGrant
from consent.jws import sign
from consent.law import State
from consent.scopes import Group
from protocol import limits
from protocol.acknowledgement import verify_acknowledgement
from protocol.errors import AttendedError, NoFrame, RecordingNotStarted
from protocol.keys import commitment
from protocol.messages.aside import AsideEntry, AsideWords
from protocol.messages.control import ConsentAnswer, GrantFormer, GrantLive, GroupKey, LiveScope
from protocol.messages.relay import Acknowledged
from protocol.receipt import ReceiptNotice
from protocol.wire import Message

RECORD_SECONDS = 10.0
"""Seconds for the relay to record a yes and prove it; a disk that syncs needs a hundredth of that."""
KEY_SECONDS = limits.SFRAME_KEY_SECONDS - 60
"""Seconds after which an epoch's keys are renewed: before they are as old as keys may get."""
RECORDS = 2
"""What must be on record before a permit: the grant and its epoch's key list."""
INDICATOR_SECONDS = 3.0
"""Seconds for frame and banner to stand."""


@dataclass
class _Waiting:
    """What must hold before a permit: filled in from several sides."""

    token: str
    grant: ConsentGrant
    keys: EpochKeys | None = None
    asides: tuple[Message, ...] = ()
    recorded: int = 0
    """How many of the two, grant and key list, are proven to be recorded."""


class Granting:
    """Makes grants and new epochs. One at a time: a later one supersedes what still waits."""

    def __init__(
        self,
        desk: Desk,
        papers: Callable[[], Papers],
        *,
        show: Callable[[ConsentGrant], None],
        live: Callable[[], None],
        is_paused: Callable[[], bool],
        failed: Callable[[AttendedError], None],
    ) -> None:
        """
        Take the shared things, and whom to tell.

        `show` puts frame and banner up for a grant; `live` is called when its permits are in force;
        `is_paused` says whether nothing may be seen just now for another reason than a lost line; `failed` ends the
        session: what was allowed cannot be recorded or shown.
        """
        self._desk = desk
        self._papers = papers
        self._show = show
        self._live = live
        self._is_paused = is_paused
        self._failed = failed
        self._waiting: _Waiting | None = None
        self._interrupted: _Waiting | None = None
        """What waited for the record when the line was lost: it goes on with fresh keys when both ends are back."""
        self._breaks = 0

    @property
    def is_waiting(self) -> bool:
        """Say whether something is on its way to being allowed."""
        return self._waiting is not None

    def accept(self, standing: Standing, decision: Decision) -> None:
        """Sign the customer's yes and put it on record."""
        session, question = self._desk.live_session, standing.question
        if session.setting is None or question is None:
            return
        salt = self._desk.outside.random(32)
        grant = make_grant(
            standing.message.request,
            decision,
            session.setting,
            self._moment(Sha256(b64u(commitment(salt, question.text())))),
        )
        self._desk.to_technician(
            ConsentAnswer(
                request=standing.request.jti,
                allowed=tuple(scope for scope in standing.request.scopes if scope in decision.scopes),
                refused=tuple(scope for scope in standing.request.scopes if scope not in decision.scopes),
                because="customer",
                minutes=decision.minutes,
            )
        )
        session.asked.refused(set(standing.request.scopes) - decision.scopes)
        notice = ReceiptNotice(
            request=standing.request.jti, language=question.language, text=question.text(), salt=b64u(salt)
        )
        session.notices.append(notice)
        aside = AsideWords(
            request=standing.message.request,
            reason=standing.message.reason,
            ticket=standing.message.ticket,
            salt=standing.message.salt,
            notice=question.text(),
            notice_salt=notice.salt,
            language=question.language,
        )
        self._desk.tell(let(session.asker.name if session.asker else "", decision.scopes, decision.minutes))
        told = (check_told(self._desk, question.expected_match),) if session.grant is None else ()
        self._begin(grant, (*told, aside, AsideEntry(entry=session.entry_token)))

    def renew(self, add_seconds: int) -> None:
        """Sign the customer's own, longer grant over what lives."""
        session = self._desk.live_session
        if session.setting is None or session.grant is None or self._waiting is not None:
            return
        # The words the customer read are those of the question before; the press itself names the time.
        self._begin(renew_grant(session.setting, self._moment(session.grant.notice_sha256), add_seconds), ())
        self._desk.tell(more_time(add_seconds // 60))

    def new_epoch(self, epoch: int, final: Positions) -> None:
        """Put fresh keys on record for the grant in force: after a resume, or when the former are worn."""
        session = self._desk.live_session
        if session.grant is None:
            return
        interrupted, self._interrupted = self._interrupted, None
        asides = interrupted.asides if interrupted else ()
        waiting = self._waiting = _Waiting(session.grant_token, session.grant, asides=asides)
        session.epoch = epoch
        self._desk.alarms.set("record", self._desk.now() + RECORD_SECONDS, self._not_recorded)
        self._file_keys(waiting, final)
        token = session.grant_token
        self._papers().await_again(token, lambda answer: self._recorded(waiting, token, answer))

    def renew_keys(self) -> None:
        """Put fresh keys on record because the present ones are worn, or an hour old."""
        session = self._desk.live_session
        if self._waiting is not None or session.course.state not in {State.GRANTED, State.PAUSED}:
            return
        breaks = self._breaks

        def closed(final: Positions) -> None:
            if breaks == self._breaks:  # else a line was lost meanwhile: with its resume there are fresh keys anyway
                self.new_epoch(session.epoch + 1, final)

        self._desk.close([], closed, whole=True)

    def shown(self) -> None:
        """Take note that frame and banner stand: if all is on record, the permit follows."""
        waiting = self._waiting
        if waiting is None or waiting.keys is None or waiting.recorded < RECORDS:
            return
        session = self._desk.live_session
        self._desk.alarms.cancel("indicator")
        self._waiting = None
        if self._nothing_lives():
            self._only_chat(waiting, waiting.keys)
            return
        remaining = session.deadline - self._desk.now()
        try:
            if session.course.waiting is None:
                session.course.new_epoch(waiting.keys.epoch, remaining)
            else:
                session.course.recorded(waiting.keys.epoch, remaining)
        except AttendedError as error:
            self._failed(error)
            return
        session.was_live = True
        self._desk.alarms.set("keys", self._desk.now() + KEY_SECONDS, self.renew_keys)
        self._desk.engine(
            Permit(
                grant=waiting.token,
                epoch=waiting.keys.epoch,
                remaining=max(0, int(remaining * 1000)),
                scopes=sorted(session.course.ledger.living()),
                paused=self._is_paused(),
                groups=_secrets(waiting.keys),
                say=self._said_first(waiting, waiting.keys),
            )
        )
        self._live()

    def taken_back(self) -> None:
        """
        Let what waits open nothing: everything was turned off meanwhile.

        It is finished all the same: chat needs its keys, and the technician must know it, for the next grant names it.
        """
        if self._desk.alarms.at("indicator") is not None:
            self.shown()

    def forget(self) -> None:
        """Let nothing come of what waits: the session ended."""
        self._waiting = self._interrupted = None
        self._desk.alarms.cancel("record", "indicator", "keys")

    def interrupt(self) -> None:
        """Hold what waits until the line is back: its keys are of an epoch that will never open."""
        self._breaks += 1
        waiting = self._waiting or self._interrupted
        if self._waiting is not None and self._waiting.keys is not None:
            self._papers().drop(self._waiting.keys.message.list)
        self.forget()
        self._desk.live_session.told = 0
        self._interrupted = waiting

    def _moment(self, notice: Sha256) -> Moment:
        session = self._desk.live_session
        return Moment(
            at=self._desk.wall(),
            jti=self._desk.draw_id(),
            notice_sha256=notice,
            look_only=self._desk.check.look_only,
            former=session.grant_token or None,
            living=frozenset(session.course.ledger.living()),
        )

    def _begin(self, grant: ConsentGrant, asides: tuple[Message, ...]) -> None:
        session = self._desk.live_session
        token = sign(grant, session.key)
        session.course.accepted(grant)
        is_first = session.epoch == 0 and session.grant is None
        session.grant, session.grant_token = grant, token
        session.grants.append(token)
        # Design 4.5: deadlines are `exp - iat` from the moment of the yes, on this clock.
        session.deadline = self._desk.now() + grant.seconds
        session.epoch += 1
        waiting = self._waiting = _Waiting(token, grant, asides=asides)
        self._desk.alarms.set("record", self._desk.now() + RECORD_SECONDS, self._not_recorded)
        # Drawn before either is handed in: the relay then settles both in one turn of its disk.
        keys = self._drawn(waiting, []) if is_first else None
        if self._waiting is not waiting:
            return  # no reader's key could be used, and the session has ended
        self._papers().file(token, lambda answer: self._recorded(waiting, token, answer))
        if keys is not None:
            self._hand_in(waiting, keys)
        else:
            # The former epoch ends before its final positions are signed; its permits live on under the new one.
            self._desk.close([], lambda final: self._file_keys(waiting, final), whole=True)

    def _file_keys(self, waiting: _Waiting, final: Positions) -> None:
        if self._waiting is waiting and (keys := self._drawn(waiting, final)) is not None:
            self._hand_in(waiting, keys)

    def _drawn(self, waiting: _Waiting, final: Positions) -> EpochKeys | None:
        session = self._desk.live_session
        try:
            return draw_epoch(
                session,
                waiting.grant,
                session.epoch,
                final,
                self._desk.outside.random,
                jti=self._desk.draw_id(),
                at=self._desk.wall(),
            )
        except AttendedError as error:
            self._failed(error)
            return None

    def _hand_in(self, waiting: _Waiting, keys: EpochKeys) -> None:
        session = self._desk.live_session
        waiting.keys = keys
        session.secrets.extend(keys.for_receipt())
        self._papers().file_wraps(keys.message, lambda answer: self._recorded(waiting, keys.message.list, answer))

    def _recorded(self, waiting: _Waiting, token: str, answer: Acknowledged) -> None:
        # An acknowledgement for what was meanwhile withdrawn, ran out or was superseded makes no permit.
        if self._waiting is not waiting:
            return
        session = self._desk.live_session
        try:
            verify_acknowledgement(answer, token, SessionId(session.id), session.log_key)
        except AttendedError as error:
            self._failed(error)
            return
        waiting.recorded += 1
        if waiting.recorded < RECORDS:
            return
        self._desk.alarms.cancel("record")
        if self._nothing_lives():
            self.shown()  # nothing begins that frame and banner would have to stand for
            return
        self._desk.alarms.set("indicator", self._desk.now() + INDICATOR_SECONDS, self._not_shown)
        self._show(waiting.grant)

    def _nothing_lives(self) -> bool:
        course = self._desk.live_session.course
        return course.waiting is None and not course.ledger.living()

    def _only_chat(self, waiting: _Waiting, keys: EpochKeys) -> None:
        course = self._desk.live_session.course
        course.tick()  # what ran out this very moment is over here, too
        try:
            course.chat_goes_on(waiting.grant, keys.epoch)
        except AttendedError as error:
            self._failed(error)
            return
        self._desk.engine(
            OnlyChat(grant=waiting.token, epoch=keys.epoch, groups=_secrets(keys), say=self._said_first(waiting, keys))
        )

    def _said_first(self, waiting: _Waiting, keys: EpochKeys) -> list[str]:
        said = (*self._former(waiting), self._grant_live(waiting, keys), *waiting.asides)
        return [canonical(message.model_dump(mode="json")).decode() for message in said]

    def _former(self, waiting: _Waiting) -> list[GrantFormer]:
        """Give the grants before this one that the technician may not know; each one's chain names the one before."""
        session = self._desk.live_session
        place = session.grants.index(waiting.token)
        former, session.told = session.grants[session.told : place], place + 1
        return [GrantFormer(grant=token) for token in former[-limits.FORMER_GRANTS :]]

    def _grant_live(self, waiting: _Waiting, keys: EpochKeys) -> GrantLive:
        ledger = self._desk.live_session.course.ledger
        return GrantLive(
            grant=waiting.token,
            epoch=keys.epoch,
            groups=(
                GroupKey(group="view", secret=b64u(keys.secrets[Group.VIEW])),
                GroupKey(group="keys", secret=b64u(keys.secrets[Group.KEYS])),
                GroupKey(group="rest", secret=b64u(keys.secrets[Group.REST])),
            ),
            scopes=tuple(
                LiveScope(scope=granted.scope, monitors=granted.monitors, seconds=int(ledger.left(granted.scope)))
                for granted in waiting.grant.scopes
                if granted.scope in ledger.living()
            ),
        )

    def _not_recorded(self) -> None:
        self._failed(RecordingNotStarted("no acknowledgement in time"))

    def _not_shown(self) -> None:
        self._failed(NoFrame("no indicator in time"))


def _secrets(keys: EpochKeys) -> list[GroupSecret]:
    return [GroupSecret(group=group.value, secret=b64u(secret)) for group, secret in keys.secrets.items()]
