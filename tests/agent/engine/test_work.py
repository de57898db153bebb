import asyncio
from collections.abc import AsyncIterator

import pytest

from agent.engine.work import Hands, InputMessage, Work
from agent.input.reach import Reach
from agent.pipe.messages import PipeMessage
from agent.screen.rect import Rect
from agent.screen.source import ScreenSource
from consent.permits import InputPermit, Ledger
from consent.scopes import Scope
from protocol.errors import InputRefused
from protocol.messages.control import RequestRefused
from protocol.messages.input import HandOfCustomer, PointerMove
from protocol.messages.screen import ScreenMonitor, ScreenVideo
from protocol.screen import Monitor
from protocol.video_header import Codec
from protocol.wire import Message
from tests.support.consent_scene import Scene
from tests.support.test_card import TestCard


class NotedHands:
    """Hands that note what they are told."""

    def __init__(self) -> None:
        self.taken: list[InputMessage] = []
        self.shown: list[Monitor] = []
        self.releases = 0
        self.is_closed = False
        self.refuses = False

    def show(self, monitor: Monitor) -> None:
        """Note it."""
        self.shown.append(monitor)

    def take(self, message: InputMessage) -> None:
        """Note it, or refuse."""
        if self.refuses:
            raise InputRefused
        self.taken.append(message)

    def release(self) -> None:
        """Count it."""
        self.releases += 1

    def close(self) -> None:
        """Note it."""
        self.is_closed = True


class Scripted:
    """Work with the test card and noted hands, and what came of it."""

    def __init__(self) -> None:
        self.now = 0.0
        self.opened: list[str] = []
        self.hands = NotedHands()
        self.said: list[Message] = []
        self.pictures: list[bytes] = []
        self.news: list[PipeMessage] = []
        self.ledger = Ledger(lambda: self.now)
        self.work = Work(self._open_source, self._open_hands)
        self.work.attach(self.said.append, self._picture, self.news.append)

    async def allow(self, *scopes: Scope, epoch: int = 1, paused: bool = False) -> None:
        """Permit these."""
        grant = Scene().a_grant(*scopes)
        grant = grant.model_copy(
            update={
                "scopes": tuple(
                    scope.model_copy(update={"monitors": (1,) if scope.scope is Scope.VIEW else ()})
                    for scope in grant.scopes
                )
            }
        )
        permits = self.ledger.open(grant, epoch, 900)
        await self.work.permitted(permits, paused=paused)

    async def picture(self) -> None:
        """Wait for one."""
        async with asyncio.timeout(5):
            while not self.pictures:  # noqa: ASYNC110 - they are told by plain calls
                await asyncio.sleep(0.01)

    def _open_source(self) -> ScreenSource:
        self.opened.append("screen")
        return TestCard()

    def _open_hands(self, permit: InputPermit, reach: Reach) -> Hands:
        self.opened.append("hands")
        assert permit.lives
        self.reach = reach
        return self.hands

    async def _picture(self, picture: bytes) -> None:
        self.pictures.append(picture)


@pytest.fixture
async def scripted() -> AsyncIterator[Scripted]:
    """Give work that is ended afterwards."""
    made = Scripted()
    yield made
    await made.work.stop()


async def test_nothing_is_opened_before_a_permit(scripted: Scripted) -> None:
    """Neither screen nor hands exist; input that arrives goes nowhere."""
    scripted.work.heard(PointerMove(x=1, y=1))
    scripted.work.resume()
    assert scripted.opened == []


async def test_view_opens_the_screen_and_not_the_hands(scripted: Scripted) -> None:
    """Each scope opens what it names."""
    await scripted.allow(Scope.VIEW)
    await scripted.picture()
    assert scripted.opened == ["screen"]
    scripted.work.heard(PointerMove(x=1, y=1))
    assert scripted.hands.taken == []


async def test_a_paused_permit_shows_nothing(scripted: Scripted) -> None:
    """The picture waits for the customer to go on."""
    scripted.ledger.pause()
    await scripted.allow(Scope.VIEW, paused=True)
    await asyncio.sleep(0.2)
    assert scripted.pictures == []
    scripted.ledger.resume()
    scripted.work.resume()
    await scripted.picture()


async def test_input_is_taken_at_the_shown_monitor_from_the_first_moment(scripted: Scripted) -> None:
    """Hands know the monitor before any frame was delivered."""
    await scripted.allow(Scope.VIEW, Scope.CONTROL)
    scripted.work.heard(PointerMove(x=1, y=2))
    assert scripted.hands.taken == [PointerMove(x=1, y=2)]
    assert scripted.hands.shown[-1].id == 1


async def test_ending_control_lets_go_and_keeps_the_picture(scripted: Scripted) -> None:
    """Hands are released and closed; the screen stays open."""
    await scripted.allow(Scope.VIEW, Scope.CONTROL)
    await scripted.work.ended([Scope.CONTROL])
    assert scripted.hands.is_closed
    assert scripted.hands.releases
    scripted.work.heard(PointerMove(x=1, y=2))
    assert scripted.hands.taken == []
    scripted.pictures.clear()
    scripted.work.resume()
    await scripted.picture()


async def test_after_a_stop_nothing_is_captured(scripted: Scripted) -> None:
    """No picture follows."""
    await scripted.allow(Scope.VIEW)
    await scripted.picture()
    await scripted.work.stop()
    seen = len(scripted.pictures)
    await asyncio.sleep(0.1)
    assert len(scripted.pictures) == seen


async def test_a_refusal_is_told_once(scripted: Scripted) -> None:
    """A hundred refused moves are one piece of news."""
    await scripted.allow(Scope.VIEW, Scope.CONTROL)
    scripted.hands.refuses = True
    for place in range(100):
        scripted.work.heard(PointerMove(x=place, y=2))
    assert [message.kind for message in scripted.said if isinstance(message, RequestRefused)] == ["request.refused"]


async def test_a_monitor_that_was_not_granted_is_refused(scripted: Scripted) -> None:
    """The technician cannot look at another one."""
    await scripted.allow(Scope.VIEW)
    scripted.work.heard(ScreenMonitor(monitor=2))
    assert isinstance(scripted.said[0], RequestRefused)


async def test_the_customers_hand_lets_go_of_theirs(scripted: Scripted) -> None:
    """Nothing of the technician's stays down, and they hear why."""
    await scripted.allow(Scope.VIEW, Scope.CONTROL)
    scripted.work.customer(holds=True)
    assert scripted.hands.releases == 1
    assert scripted.reach.is_closed
    assert HandOfCustomer(holds=True) in scripted.said
    scripted.work.customer(holds=False)
    assert not scripted.reach.is_closed


async def test_a_question_closes_the_reach(scripted: Scripted) -> None:
    """While it stands nothing is injected anywhere."""
    await scripted.allow(Scope.VIEW, Scope.CONTROL)
    scripted.work.question(stands=True)
    assert scripted.reach.is_closed
    assert scripted.hands.releases == 1


async def test_windows_and_banners_are_out_of_reach(scripted: Scripted) -> None:
    """Windows are painted over as well, banners are not."""
    await scripted.allow(Scope.VIEW, Scope.CONTROL)
    scripted.work.mask(1, [Rect(0, 0, 10, 10)], [Rect(100, 0, 10, 10)])
    assert not scripted.reach.allows_pointer(5, 5)
    assert not scripted.reach.allows_pointer(105, 5)
    assert scripted.reach.allows_pointer(50, 50)
    scripted.work.focus(has=True)
    assert not scripted.reach.allows_keys()


async def test_only_a_clock_of_our_own_is_shown_late(scripted: Scripted) -> None:
    """A place counts as one within a banner alone: nothing of the customer's screen is ever kept back."""
    banner, clock = Rect(100, 0, 400, 48), Rect(110, 24, 70, 20)
    scripted.work.mask(1, [], [banner], [clock, Rect(90, 0, 50, 20), Rect(0, 0, 640, 480)])
    assert scripted.work._clocks == (clock,)
    scripted.work.mask(2, [], [])
    assert not scripted.work._clocks


def codecs_in_use(work: Work) -> frozenset[Codec]:
    """Give what films may be encoded with."""
    assert work._stream is not None
    return work._stream._codecs


async def test_films_are_encoded_with_what_the_console_names(scripted: Scripted) -> None:
    """It may name codecs before, while and between permits; what it said last holds, and nothing means no video."""
    scripted.work.heard(ScreenVideo(codecs=("vp9", "vp8")))
    await scripted.allow(Scope.VIEW)
    assert codecs_in_use(scripted.work) == {Codec.VP8, Codec.VP9}
    scripted.work.heard(ScreenVideo(codecs=("vp8",)))
    assert codecs_in_use(scripted.work) == {Codec.VP8}
    await scripted.allow(Scope.VIEW, epoch=2)
    assert codecs_in_use(scripted.work) == {Codec.VP8}
    scripted.work.heard(ScreenVideo(codecs=()))
    assert codecs_in_use(scripted.work) == frozenset()


async def test_without_an_encoder_there_is_no_video(scripted: Scripted, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the console can decode, an installation without PyAV goes on with photographs."""
    monkeypatch.setattr("agent.engine.work.is_available", lambda: False)
    scripted.work.heard(ScreenVideo(codecs=("vp9", "vp8")))
    await scripted.allow(Scope.VIEW)

    assert codecs_in_use(scripted.work) == frozenset()
