"""What the engine does on this computer while a permit lives: show the screen, work the hands. Made by permits only."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Iterable
from typing import Protocol

from agent.input.reach import Reach
from agent.pipe import messages as said
from agent.screen.mask import Mask
from agent.screen.patient import Patient
from agent.screen.rect import Rect
from agent.screen.source import ScreenSource
from agent.screen.stream import ScreenStream
from agent.screen.thrift import USUAL
from agent.screen.video import is_available
from consent.errors import AttendedError, EpochOver, GrantExpired, GrantMissing, Paused, SessionOver
from consent.permits import InputPermit, Permit, ScreenPermit
from consent.scopes import Scope
from protocol.errors import ChannelShut, PeerError
from protocol.messages import input as hands_said
from protocol.messages import screen
from protocol.messages.control import RequestRefused
from protocol.screen import Monitor
from protocol.video_header import Codec
from protocol.wire import Message

ROOM_SECONDS = 0.25
InputMessage = (
    hands_said.PointerMove
    | hands_said.PointerButton
    | hands_said.PointerWheel
    | hands_said.KeyCode
    | hands_said.KeyText
)
_NOT_NOW = (GrantMissing, GrantExpired, Paused, EpochOver, ChannelShut, SessionOver)
"""What a picture that was still in the making may meet when its yes has ended: it is dropped, which is the point."""


class Hands(Protocol):
    """Works mouse and keyboard under a permit."""

    def show(self, monitor: Monitor) -> None:
        """Hear which monitor is shown: places in messages are pixels of it."""

    def take(self, message: InputMessage) -> None:
        """
        Do what a message says.

        Raises:
            AttendedError: It is refused, whole.
        """

    def release(self) -> None:
        """Let go of everything held."""

    def close(self) -> None:
        """Let go of everything, the display too."""


OpenSource = Callable[[], ScreenSource]
OpenHands = Callable[[InputPermit, Reach], Hands]


class Work:
    """Owns capture and hands. Nothing of either exists before its permit."""

    def __init__(
        self,
        open_source: OpenSource,
        open_hands: OpenHands,
        prepare: Callable[[], None] = lambda: None,
        cores: float = USUAL,
    ) -> None:
        """
        Take how to open the screen and the hands, for when they are permitted.

        `prepare` loads what that needs, and touches neither; `cores` is how much of the computer the picture may use.
        """
        self._prepare = prepare
        self._cores = cores
        self._open_source = open_source
        self._open_hands = open_hands
        self._mask = Mask()
        self._reach = Reach()
        self._clocks: tuple[Rect, ...] = ()
        self._source: ScreenSource | None = None
        self._stream: ScreenStream | None = None
        self._showing: asyncio.Task[None] | None = None
        self._monitor: Monitor | None = None
        """The monitor that is shown first under this permit, until a frame says which one is."""
        self._codecs: frozenset[Codec] = frozenset()
        """What films may be encoded with, by what the console can decode; holds for the whole session."""
        self._hands: Hands | None = None
        self._room = asyncio.Event()
        self._refused: set[tuple[str, str]] = set()

    def attach(
        self,
        send: Callable[[Message], None],
        send_screen: Callable[[bytes], Awaitable[None]],
        tell: Callable[[said.PipeMessage], None],
        unsent: Callable[[], int] = lambda: 0,
    ) -> None:
        """Take where messages, pictures and news go, and what says how many bytes have not left this computer yet."""
        self._send_message, self._send_picture, self._tell = send, send_screen, tell
        self._unsent = unsent

    async def prepare(self) -> None:
        """Load programs while people read a code aloud, so that nobody waits for it after a yes."""
        await asyncio.to_thread(self._prepare)

    def mask(self, serial: int, areas: Iterable[Rect], reach: Iterable[Rect], clocks: Iterable[Rect] = ()) -> None:
        """
        Paint areas over from the next frame on; keep remote input out of them and of `reach`.

        `clocks` are shown now and then; only within `reach`, so that nothing but our own banner is ever shown late.
        """
        covered, banners = list(areas), list(reach)
        self._reach.set_windows([*covered, *banners])
        self._clocks = tuple(each for each in clocks if any(banner.common(each) == each for banner in banners))
        self._mask.put(serial, covered)

    def focus(self, *, has: bool) -> None:
        """Take note whether a window of the desk has the keyboard."""
        self._reach.set_focus(has)

    def customer(self, *, holds: bool) -> None:
        """Take note that the customer's own hand is at work, or let go: theirs goes first."""
        self._reach.set_customer(holds)
        if self._hands is not None:
            if holds:
                self._hands.release()
            with contextlib.suppress(*_NOT_NOW):
                self._send_message(hands_said.HandOfCustomer(holds=holds))

    def question(self, *, stands: bool) -> None:
        """Take note whether a question stands: no input gets through, and nothing stays down."""
        self._reach.set_question(stands)
        if stands and self._hands is not None:
            self._hands.release()

    async def permitted(self, permits: Iterable[Permit], *, paused: bool) -> None:
        """Begin what these permits allow; what ran under former ones has ended with them."""
        before = self._stream.monitor if self._stream is not None else None
        await self.stop()
        self._refused.clear()
        view = control = None
        for permit in permits:
            if isinstance(permit, ScreenPermit):
                view = permit
            elif isinstance(permit, InputPermit):
                control = permit
        if view is not None:
            self._source = Patient(await asyncio.to_thread(self._open_source), lambda: self._clocks)
            self._stream = ScreenStream(self._source, view, self._picture, self._mask, cores=self._cores)
            self._stream.unsent = self._unsent
            self._stream.video(self._codecs)
            there = [at for at in await asyncio.to_thread(self._source.monitors) if at.id in view.monitors]
            # Whoever was looking at another of the granted monitors goes on looking at that one.
            self._monitor = next((at for at in there if before is not None and at.id == before.id), None)
            if self._monitor is not None:
                self._stream.show(self._monitor.id)
            self._monitor = self._monitor or next(iter(there), None)
            if paused:
                self._stream.pause()
        if control is not None and self._source is not None:
            self._hands = await asyncio.to_thread(self._open_hands, control, self._reach)
        if self._stream is not None:
            # Last, and not awaited: no frame is on its way before the technician was told what is live.
            self._showing = asyncio.ensure_future(self._show(self._stream))

    async def ended(self, scopes: Iterable[Scope]) -> None:
        """End capture or hands because their scope ended."""
        ending = set(scopes)
        if ending & {Scope.CONTROL, Scope.VIEW}:
            self._drop_hands()
        if Scope.VIEW in ending:
            await self._drop_stream()

    def pause(self) -> None:
        """Look at nothing until `resume`. Hands are stopped by their permit, and let go of what they held."""
        if self._stream is not None:
            self._stream.pause()
        if self._hands is not None:
            self._hands.release()

    def resume(self) -> None:
        """Go on."""
        if self._stream is not None:
            self._stream.resume()

    async def stop(self) -> None:
        """End everything. When this returns nothing is captured or injected."""
        self._drop_hands()
        await self._drop_stream()

    def room(self) -> None:
        """Take note that the line may have room again."""
        self._room.set()

    async def until_room(self) -> None:
        """Wait until there may be room."""
        self._room.clear()
        # Not `wait_for`: in Python 3.11 it may lose a cancellation that comes together with the event.
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(ROOM_SECONDS):
                await self._room.wait()

    def heard(self, message: Message) -> None:
        """Take what the technician said on a channel of screen, pointer or keys."""
        match message:
            case screen.ScreenAck() if self._stream is not None:
                self._stream.acknowledged(message.frame, message.decode_ms)
            case screen.ScreenKeyframe() if self._stream is not None:
                self._stream.keyframe()
            case screen.ScreenVideo():
                self._use_video(message)
            case screen.ScreenMonitor() if self._stream is not None:
                self._show_monitor(self._stream, message.monitor)
            case (
                hands_said.PointerMove()
                | hands_said.PointerButton()
                | hands_said.PointerWheel()
                | hands_said.KeyCode()
                | hands_said.KeyText()
            ) if self._hands is not None:
                self._use_hands(self._hands, message)
            case _:
                return  # what it was about has just ended

    def _use_video(self, message: screen.ScreenVideo) -> None:
        self._codecs = frozenset(codec for codec in Codec if is_available() and codec.word in message.codecs)
        if self._stream is not None:
            self._stream.video(self._codecs)

    def _show_monitor(self, stream: ScreenStream, monitor: int) -> None:
        try:
            stream.show(monitor)
        except AttendedError as error:
            self._refuse("screen.monitor", error)

    def _use_hands(self, hands: Hands, message: InputMessage) -> None:
        shown = self._stream.monitor if self._stream is not None else None
        if (shown := shown or self._monitor) is not None:
            hands.show(shown)
        try:
            hands.take(message)
        except PeerError as error:
            self._refuse(message.kind, error)
        except AttendedError as error:
            self._tell(said.Broken(code=error.code, words=error.words, remedy=error.remedy))

    def _refuse(self, kind: str, error: AttendedError) -> None:
        # Once for each kind and reason while a permit lives: a hundred pointer moves are one piece of news.
        if (kind, error.code) in self._refused:
            return
        self._refused.add((kind, error.code))
        self._send_message(RequestRefused(refused=kind, code=error.code, words=error.words, remedy=error.remedy))

    async def _picture(self, part: bytes) -> None:
        try:
            await self._send_picture(part)
        except _NOT_NOW:
            return

    async def _show(self, stream: ScreenStream) -> None:
        try:
            await stream.run()
        except AttendedError as error:
            self._tell(said.Broken(code=error.code, words=error.words, remedy=error.remedy))

    async def _drop_stream(self) -> None:
        stream, showing, source = self._stream, self._showing, self._source
        self._stream, self._showing, self._source = None, None, None
        if stream is not None:
            await stream.stop()
        if showing is not None:
            await asyncio.wait([showing])
        if source is not None:
            await asyncio.to_thread(source.close)

    def _drop_hands(self) -> None:
        hands, self._hands = self._hands, None
        if hands is not None:
            hands.release()
            hands.close()
