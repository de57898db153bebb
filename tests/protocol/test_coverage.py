from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent.ending import EndReason, SessionEnd
from consent.errors import EpochOver, GrantMissing, Paused, SessionOver
from consent.fields import Position
from consent.grant import ConsentGrant
from consent.jws import sha256_of, sign
from consent.keylist import GroupKeys, KeyList, WrapHash
from consent.pause import ConsentPause, ConsentResume, PauseBecause
from consent.scopes import Channel, Direction, Group, Scope
from consent.statement import TranscriptStatement
from consent.withdrawal import ConsentWithdrawal
from protocol.coverage import Coverage, Outcome, Verdict
from protocol.errors import DocumentOutOfPlace
from tests.support.consent_scene import AGENT_KEY, NOW, ORIGIN, READERS, SESSION, Scene, a_hash, an_id

AGENT, TECHNICIAN = int(Direction.FROM_AGENT), int(Direction.FROM_TECHNICIAN)
SCREEN, POINTER, KEYS, CHAT, ASIDE = (
    int(Channel.SCREEN), int(Channel.POINTER), int(Channel.KEYS), int(Channel.CHAT), int(Channel.ASIDE),
)  # fmt: skip


class Course:
    """A session's documents, made as they are needed, and a judge who takes them."""

    def __init__(self) -> None:
        self.judge = Coverage()
        self._drawn = 500
        self.grant: ConsentGrant | None = None
        self._token: str | None = None

    def grants(self, *scopes: Scope, chain: str | None = "") -> ConsentGrant:
        """Record a grant of these scopes."""
        former = None if self._token is None else sha256_of(self._token)
        made = Scene().a_grant(*scopes, jti=self._id(), chain=former if chain == "" else chain)
        token = sign(made, AGENT_KEY)
        self.judge.document(made, sha256_of(token))
        self.grant, self._token = made, token
        return made

    def keys(self, epoch: int, *positions: Position, grant: ConsentGrant | None = None) -> list[Verdict]:
        """Record a key list: the epoch begins."""
        wraps = tuple(WrapHash(reader=reader.reader, sha256=a_hash(reader.name)) for reader in READERS)
        groups = tuple(GroupKeys(group=group, secret_sha256=a_hash(group), wraps=wraps) for group in Group)
        named = grant or self._given()
        return self._take(KeyList(**self._of(), grant=named.jti, epoch=epoch, groups=groups, positions=positions))

    def opens(self, *scopes: Scope, epoch: int = 1) -> Course:
        """Record a grant and begin its epoch."""
        self.grants(*scopes)
        self.keys(epoch)
        return self

    def withdraws(self, *scopes: Scope, at: tuple[Position, ...] = ()) -> list[Verdict]:
        """Record a withdrawal."""
        return self._take(ConsentWithdrawal(**self._of(), grant=self._given().jti, scopes=scopes, positions=at))

    def pauses(self, *at: Position) -> list[Verdict]:
        """Record a pause."""
        return self._take(
            ConsentPause(**self._of(), grant=self._given().jti, because=PauseBecause.CUSTOMER, positions=at)
        )

    def goes_on(self) -> list[Verdict]:
        """Record the end of a pause."""
        return self._take(ConsentResume(**self._of(), grant=self._given().jti))

    def ends(self, *at: Position) -> list[Verdict]:
        """Record the session's end."""
        return self._take(SessionEnd(**self._of(), reason=EndReason.STOPPED, positions=at))

    def states(self) -> list[Verdict]:
        """Record a statement."""
        return self._take(TranscriptStatement(**self._of(), lines=(), final=True))

    def says(self, direction: int, channel: int, count: int = 1, epoch: int = 1, first: int = 0) -> list[Outcome]:
        """Record messages."""
        counters = range(first, first + count)
        return [self.judge.message(epoch, direction, channel, counter).outcome for counter in counters]

    def _take(self, document: Any) -> list[Verdict]:  # noqa: ANN401 - any document
        return self.judge.document(document, sha256_of(sign(document, AGENT_KEY)))

    def _given(self) -> ConsentGrant:
        assert self.grant is not None
        return self.grant

    def _id(self) -> Any:  # noqa: ANN401 - a document's name
        self._drawn += 1
        return an_id(self._drawn)

    def _of(self) -> dict[str, Any]:
        thumbprint = AGENT_KEY.verify_key.thumbprint
        return {"iss": thumbprint, "aud": ORIGIN, "jti": self._id(), "sid": SESSION, "iat": NOW}


def _at(direction: int, channel: int, count: int, epoch: int = 1) -> Position:
    return Position(epoch=epoch, direction=direction, channel=channel, count=count)


def test_before_the_first_key_list_only_control_passes() -> None:
    """A grant alone opens nothing: its keys must be on record first."""
    course = Course()
    course.grants(*Scope)
    assert course.says(AGENT, 0) == [Outcome.COVERED]
    for channel in set(Channel) - {Channel.CONTROL}:
        assert course.judge.gate(1, AGENT, channel) is GrantMissing
        assert course.says(AGENT, channel) == [Outcome.VIOLATION]
    assert len(course.judge.violations) == 8


@pytest.mark.parametrize("scope", Scope)
def test_a_scope_opens_its_channels_and_no_other(scope: Scope) -> None:
    """Chat and aside open with the first yes, whatever it allows."""
    scopes = {scope} | ({Scope.VIEW} if scope in (Scope.CONTROL, Scope.CLIPBOARD, Scope.FILES) else set())
    judge = Course().opens(*scopes).judge
    allowed = {(way, channel) for way in (0, 1) for channel in range(10) if judge.gate(1, way, channel) is None}
    meant = {
        Scope.VIEW: {1}, Scope.CONTROL: {2, 3}, Scope.REPORT: {5}, Scope.CLIPBOARD: {6}, Scope.FILES: {7},
    }  # fmt: skip
    channels = {0, 4}.union(*(meant[each] for each in scopes))
    assert allowed == {(way, channel) for way in (0, 1) for channel in channels} | {(AGENT, ASIDE)}


def test_what_the_agent_sent_before_it_stopped_is_covered() -> None:
    """Positions are counts: the last counter and one."""
    course = Course().opens(Scope.VIEW)
    assert course.says(AGENT, SCREEN, 5) == [Outcome.COVERED] * 5
    assert course.withdraws(Scope.VIEW, at=(_at(AGENT, SCREEN, 5), _at(TECHNICIAN, SCREEN, 0))) == []
    assert course.judge.violations == []
    assert course.judge.living == frozenset()


def test_what_the_agent_sent_beyond_its_word_is_a_violation() -> None:
    """The desk says that four pictures were sent, five are recorded: somebody went on sending."""
    course = Course().opens(Scope.VIEW)
    course.says(AGENT, SCREEN, 5)
    (verdict,) = course.withdraws(Scope.VIEW, at=(_at(AGENT, SCREEN, 4),))
    assert (verdict.outcome, verdict.counter, verdict.count) == (Outcome.VIOLATION, 4, 1)
    assert course.judge.violations == [verdict]


def test_what_the_technician_sent_meanwhile_was_in_flight() -> None:
    """Keys recorded before the withdrawal that the agent did not act on are counted, and no violation."""
    course = Course().opens(Scope.VIEW, Scope.CONTROL)
    course.says(TECHNICIAN, KEYS, 5)
    (verdict,) = course.withdraws(Scope.CONTROL, at=(_at(TECHNICIAN, KEYS, 3),))
    assert (verdict.outcome, verdict.counter, verdict.count) == (Outcome.IN_FLIGHT, 3, 2)
    assert course.judge.violations == []
    assert course.judge.in_flight == 2


def test_what_comes_after_the_closing_is_a_violation_from_either_end() -> None:
    """Nothing passes a closed pair, whoever sent it."""
    course = Course().opens(Scope.VIEW, Scope.CONTROL)
    course.withdraws(Scope.CONTROL)
    for way in (AGENT, TECHNICIAN):
        assert course.judge.gate(1, way, KEYS) is GrantMissing
        assert course.says(way, KEYS) == [Outcome.VIOLATION]
    assert course.judge.gate(1, AGENT, SCREEN) is None


def test_the_agent_cannot_have_accepted_what_was_never_recorded() -> None:
    """A position beyond the recording shows that something was forwarded and not written."""
    course = Course().opens(Scope.VIEW, Scope.CONTROL)
    course.says(TECHNICIAN, KEYS, 2)
    (verdict,) = course.withdraws(Scope.CONTROL, at=(_at(TECHNICIAN, KEYS, 3),))
    assert (verdict.outcome, verdict.counter, verdict.count) == (Outcome.VIOLATION, 2, 1)


def test_what_was_lost_with_a_line_is_no_violation() -> None:
    """The agent may have sent more than was recorded: the line broke before it arrived."""
    course = Course().opens(Scope.VIEW)
    course.says(AGENT, SCREEN, 2)
    assert course.keys(2, _at(AGENT, SCREEN, 7)) == []
    assert course.judge.violations == []


def test_withdrawing_view_ends_what_needs_it() -> None:
    """Nobody works a screen that is not shown."""
    course = Course().opens(Scope.VIEW, Scope.CONTROL, Scope.FILES)
    course.withdraws(Scope.VIEW)
    assert course.judge.living == frozenset()
    assert course.judge.gate(1, TECHNICIAN, POINTER) is GrantMissing
    assert course.judge.gate(1, TECHNICIAN, CHAT) is None


def test_a_pause_rests_screen_pointer_and_keys() -> None:
    """They come back with the resume, within the same grant; chat and files go on."""
    course = Course().opens(Scope.VIEW, Scope.CONTROL, Scope.FILES)
    course.says(AGENT, SCREEN, 3)
    course.says(TECHNICIAN, KEYS, 3)
    verdicts = course.pauses(_at(AGENT, SCREEN, 3), _at(TECHNICIAN, KEYS, 2))
    assert [(verdict.outcome, verdict.count) for verdict in verdicts] == [(Outcome.IN_FLIGHT, 1)]
    for channel in (SCREEN, POINTER, KEYS):
        assert course.judge.gate(1, TECHNICIAN, channel) is Paused
    assert course.judge.gate(1, TECHNICIAN, Channel.FILES) is None
    course.goes_on()
    assert course.says(TECHNICIAN, KEYS, first=3) == [Outcome.COVERED]
    assert course.withdraws(Scope.CONTROL, at=(_at(TECHNICIAN, KEYS, 4),)) == []
    assert course.judge.in_flight == 1


def test_what_was_in_flight_at_a_pause_is_counted_once() -> None:
    """When the agent accepts nothing after a pause, the next closing does not find the same messages again."""
    course = Course().opens(Scope.VIEW, Scope.CONTROL)
    course.says(TECHNICIAN, KEYS, 3)
    course.pauses(_at(TECHNICIAN, KEYS, 1))
    course.goes_on()
    assert course.withdraws(Scope.CONTROL, at=(_at(TECHNICIAN, KEYS, 1),)) == []
    assert course.judge.in_flight == 2


def test_a_new_key_list_closes_every_earlier_epoch() -> None:
    """Old keys cover nothing any more, though the grant is the same."""
    course = Course().opens(Scope.VIEW)
    course.says(AGENT, SCREEN, 2)
    assert course.keys(2, _at(AGENT, SCREEN, 2)) == []
    assert course.judge.gate(1, AGENT, SCREEN) is EpochOver
    assert course.judge.gate(3, AGENT, SCREEN) is EpochOver
    assert course.says(AGENT, SCREEN, epoch=2) == [Outcome.COVERED]
    assert course.says(AGENT, SCREEN, first=2) == [Outcome.VIOLATION]


def test_a_key_list_revives_nothing_that_was_withdrawn() -> None:
    """Fresh keys under the same grant open what still lives of it, never more; in whatever order the documents came."""
    course = Course().opens(Scope.VIEW, Scope.CONTROL)
    course.withdraws(Scope.CONTROL)
    course.keys(2)
    assert course.judge.gate(2, TECHNICIAN, KEYS) is GrantMissing
    assert course.judge.gate(2, AGENT, SCREEN) is None
    course.grants(Scope.VIEW, Scope.CONTROL)
    course.withdraws(Scope.VIEW)
    course.keys(3)
    assert course.judge.living == frozenset()
    assert course.judge.gate(3, AGENT, SCREEN) is GrantMissing


def test_a_pause_outlives_fresh_keys() -> None:
    """A resume of the line is no word of the customer."""
    course = Course().opens(Scope.VIEW)
    course.pauses()
    course.keys(2)
    assert course.judge.gate(2, AGENT, SCREEN) is Paused
    course.goes_on()
    assert course.judge.gate(2, AGENT, SCREEN) is None


def test_the_end_closes_all_but_control() -> None:
    """After it only goodbye can be said, and only statements are taken."""
    course = Course().opens(Scope.VIEW)
    course.says(AGENT, ASIDE, 2)
    (verdict,) = course.ends(_at(AGENT, ASIDE, 1))
    assert verdict.outcome is Outcome.VIOLATION
    assert course.judge.ended
    assert course.judge.gate(1, AGENT, CHAT) is SessionOver
    assert course.judge.gate(0, AGENT, 0) is None
    assert course.states() == []
    for late in (course.goes_on, course.ends, lambda: course.grants(Scope.VIEW), lambda: course.keys(2)):
        with pytest.raises(DocumentOutOfPlace):
            late()


def test_documents_keep_their_order() -> None:
    """A grant follows the former, a key list names the newest grant, epochs rise, a pause is of the grant in force."""
    course = Course()
    with pytest.raises(DocumentOutOfPlace):
        course.keys(1, grant=Scene().a_grant(Scope.VIEW))
    first = course.opens(Scope.VIEW).grant
    assert first is not None
    with pytest.raises(DocumentOutOfPlace):
        course.grants(Scope.VIEW, chain=None)
    with pytest.raises(DocumentOutOfPlace):
        course.grants(Scope.VIEW, chain=a_hash("another grant"))
    for epoch in (0, 1):
        with pytest.raises(DocumentOutOfPlace):
            course.keys(epoch)
    course.grants(Scope.VIEW)
    with pytest.raises(DocumentOutOfPlace):
        course.keys(2, grant=first)
    course.keys(2)
    course.grant = first
    for stale in (course.pauses, course.goes_on, lambda: course.withdraws(Scope.VIEW)):
        with pytest.raises(DocumentOutOfPlace):
            stale()


def test_a_counter_comes_once() -> None:
    """A message recorded twice, or behind a later one, is found."""
    course = Course().opens(Scope.VIEW)
    assert course.says(AGENT, SCREEN, 3) == [Outcome.COVERED] * 3
    assert course.says(AGENT, SCREEN, first=2) == [Outcome.VIOLATION]
    assert course.says(AGENT, 0, 2) == [Outcome.COVERED] * 2
    assert course.says(AGENT, 0, first=1) == [Outcome.VIOLATION]


def test_nobody_speaks_in_the_other_s_name() -> None:
    """A message of one end's direction that came from the other's line is none of it."""
    judge = Course().opens(Scope.VIEW).judge
    assert judge.message(1, AGENT, SCREEN, 0, origin=TECHNICIAN).outcome is Outcome.VIOLATION
    assert judge.message(1, AGENT, SCREEN, 1, origin=AGENT).outcome is Outcome.COVERED
    assert judge.message(1, TECHNICIAN, ASIDE, 0, origin=TECHNICIAN).outcome is Outcome.VIOLATION


def test_a_refused_message_uses_up_its_counter() -> None:
    """The recording has its header; neither it nor its counter comes again, and it is no violation."""
    course = Course().opens(Scope.VIEW)
    course.judge.refused(1, AGENT, SCREEN, 0)
    assert course.says(AGENT, SCREEN) == [Outcome.VIOLATION]
    assert course.says(AGENT, SCREEN, first=1) == [Outcome.COVERED]
    assert [position.count for position in course.judge.positions()] == [2]


def test_control_goes_on_under_the_newest_epoch_only() -> None:
    """A resume keys channel 0 anew; its old keys are over."""
    course = Course()
    course.says(AGENT, 0, 3)
    assert course.says(AGENT, 0, epoch=4) == [Outcome.COVERED]
    assert course.judge.gate(0, AGENT, 0) is EpochOver
    assert course.judge.gate(0, TECHNICIAN, 0) is None
    assert course.says(AGENT, 0, first=3) == [Outcome.VIOLATION]
    assert course.judge.positions() == [_at(AGENT, 0, 1, epoch=4)]


@given(
    heard=st.lists(
        st.tuples(st.integers(0, 2**32 - 1), st.integers(0, 1), st.integers(0, 127), st.integers(0, 2**20)),
        max_size=200,
    )
)
def test_a_flood_of_headers_takes_no_memory(heard: list[tuple[int, int, int, int]]) -> None:
    """Whatever epochs, channels and counters are made up, the judge remembers the open epoch's places only."""
    judge = Course().opens(*Scope).judge
    for epoch, direction, channel, counter in heard:
        if judge.gate(epoch, direction, channel) is None:
            judge.message(epoch, direction, channel, counter)
        else:
            judge.refused(epoch, direction, channel, counter)
    assert len(judge.positions()) <= 20
    assert len({position.epoch for position in judge.positions()} - {1}) <= 2


MOVES = st.lists(
    st.one_of(
        st.tuples(st.just("say"), st.integers(0, 1), st.sampled_from([SCREEN, KEYS, CHAT])),
        st.tuples(st.sampled_from(["pause", "go on", "withdraw", "renew", "grant"]), st.just(0), st.just(0)),
    ),
    max_size=40,
)


@given(moves=MOVES)
def test_an_honest_session_has_no_violation(moves: list[tuple[str, int, int]]) -> None:
    """Whatever the customer does and in whatever order, messages that pass the gate are covered to the end."""
    course = Course().opens(Scope.VIEW, Scope.CONTROL)
    epoch, counts = 1, dict[tuple[int, int], int]()

    def positions(*channels: int) -> tuple[Position, ...]:
        return tuple(_at(way, channel, count, epoch) for (way, channel), count in counts.items() if channel in channels)

    for move, way, channel in moves:
        if move == "say" and course.judge.gate(epoch, way, channel) is None:
            counter = counts.get((way, channel), 0)
            counts[way, channel] = counter + 1
            assert course.says(way, channel, epoch=epoch, first=counter) == [Outcome.COVERED]
        elif move == "pause":
            course.pauses(*positions(SCREEN, POINTER, KEYS))
        elif move == "go on":
            course.goes_on()
        elif move == "withdraw":
            course.withdraws(Scope.CONTROL, at=positions(POINTER, KEYS))
        elif move in ("renew", "grant"):
            if move == "grant":
                course.grants(Scope.VIEW, Scope.CONTROL)
            course.keys(epoch + 1, *positions(*range(9)))
            epoch, counts = epoch + 1, {}
    course.ends(*positions(*range(9)))
    assert course.judge.violations == []
    assert course.judge.in_flight == 0
