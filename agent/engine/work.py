"""What the engine does on this computer while a permit lives: show the screen, work the hands. Made by permits only."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import Protocol

from agent.pipe import messages as said
from agent.screen.mask import Mask
from agent.screen.rect import Rect
from agent.screen.source import ScreenSource
from agent.screen.stream import ScreenStream
from consent.errors import AttendedError, EpochOver, GrantExpired, GrantMissing, Paused, SessionOver
from consent.permits import InputPermit, Permit, ScreenPermit
from consent.scopes import Scope
from protocol.errors import ChannelShut
from protocol.messages import input as hands_said
from protocol.messages import screen
from protocol.messages.control import RequestRefused
from protocol.wire import Message

ROOM_SECONDS = 0.25
_NOT_NOW = (GrantMissing, GrantExpired, Paused, EpochOver, ChannelShut, SessionOver)
"""What a picture that was still in the making may meet when its yes has ended: it is dropped, which is the point."""

_HAND_KINDS = (
    hands_said.PointerMove,
    hands_said.PointerButton,
    hands_said.PointerWheel,
    hands_said.KeyCode,
    hands_said.KeyText,
)


class Hands(Protocol):
    """Works mouse and keyboard under a permit."""

    def heard(self, message: Message) -> None:
        """Inject one message, or refuse it."""

    async def stop(self) -> None:
        """Let go of everything held, and inject nothing any more."""

    async def drained(self) -> None:
        """Return when everything injected has reached its windows."""

    def look(self) -> None:
        """Take note that the desk's windows moved."""


OpenSource = Callable[[], ScreenSource]
OpenHands = Callable[[InputPermit, ScreenSource, Mask, Callable[[said.PipeMessage], None]], Hands]


class Work:
    """Owns capture and hands. Nothing of either exists before its permit."""

    def __init__(self, open_source: OpenSource, open_hands: OpenHands) -> None:
        """Take how to open the screen and the hands, for when they are permitted."""
        self._open_source = open_source
        self._open_hands = open_hands
        self._mask = Mask()
        self._source: ScreenSource | None = None
        self._stream: ScreenStream | None = None
        self._showing: asyncio.Task[None] | None = None
        self._hands: Hands | None = None
        self._room = asyncio.Event()

    def attach(
        self,
        send: Callable[[Message], None],
        send_screen: Callable[[bytes], Awaitable[None]],
        tell: Callable[[said.PipeMessage], None],
    ) -> None:
        """Take where messages, pictures and news go."""
        self._send_message, self._send_picture, self._tell = send, send_screen, tell

    def mask(self, serial: int, areas: Iterable[tuple[int, int, int, int]]) -> None:
        """Paint these over from the next frame on, and keep remote input out of them."""
        self._mask.put(serial, [Rect(*area) for area in areas])
        if self._hands is not None:
            self._hands.look()

    async def permitted(self, permits: Iterable[Permit], *, paused: bool) -> None:
        """Begin what these permits allow; what ran under former ones has ended with them."""
        await self.stop()
        view = control = None
        for permit in permits:
            if isinstance(permit, ScreenPermit):
                view = permit
            elif isinstance(permit, InputPermit):
                control = permit
        if view is not None:
            self._source = await asyncio.to_thread(self._open_source)
            self._stream = ScreenStream(self._source, view, self._picture, self._mask)
            if paused:
                self._stream.pause()
            self._showing = asyncio.ensure_future(self._show(self._stream))
        if control is not None and self._source is not None:
            self._hands = await asyncio.to_thread(self._open_hands, control, self._source, self._mask, self._tell)

    async def ended(self, scopes: Iterable[Scope]) -> None:
        """End capture or hands because their scope ended."""
        ending = set(scopes)
        if ending & {Scope.CONTROL, Scope.VIEW}:
            await self._drop_hands()
        if Scope.VIEW in ending:
            await self._drop_stream()

    def pause(self) -> None:
        """Look at nothing until `resume`. Hands are stopped by their permit, and let go of what they held."""
        if self._stream is not None:
            self._stream.pause()
        if self._hands is not None:
            self._hands.look()

    def resume(self) -> None:
        """Go on."""
        if self._stream is not None:
            self._stream.resume()

    async def drained(self) -> None:
        """Return when everything injected has reached its windows."""
        if self._hands is not None:
            await self._hands.drained()

    async def stop(self) -> None:
        """End everything. When this returns nothing is captured or injected."""
        await self._drop_hands()
        await self._drop_stream()

    def room(self) -> None:
        """Take note that the line may have room again."""
        self._room.set()

    async def until_room(self) -> None:
        """Wait until there may be room."""
        self._room.clear()
        try:
            await asyncio.wait_for(self._room.wait(), ROOM_SECONDS)
        except TimeoutError:
            return

    def heard(self, message: Message) -> None:
        """Take what the technician said on a channel of screen, pointer or keys."""
        match message:
            case screen.ScreenAck() if self._stream is not None:
                self._stream.acknowledged(message.frame, message.decode_ms)
            case screen.ScreenKeyframe() if self._stream is not None:
                self._stream.keyframe()
            case screen.ScreenMonitor() if self._stream is not None:
                self._show_monitor(self._stream, message.monitor)
            case _ if isinstance(message, _HAND_KINDS) and self._hands is not None:
                self._hands.heard(message)
            case _:
                return  # what it was about has just ended

    def _show_monitor(self, stream: ScreenStream, monitor: int) -> None:
        try:
            stream.show(monitor)
        except AttendedError as error:
            self._send_message(
                RequestRefused(refused="screen.monitor", code=error.code, words=error.words, remedy=error.remedy)
            )

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
            self._room.set()
            await stream.stop()
        if showing is not None:
            await asyncio.wait([showing])
        if source is not None:
            await asyncio.to_thread(source.close)

    async def _drop_hands(self) -> None:
        hands, self._hands = self._hands, None
        if hands is not None:
            await hands.stop()
