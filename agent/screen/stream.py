"""
The picture as it flows: waits for changes and for room on the line, has frames made, hands their bytes over.

Runs on the event loop; everything that touches the display or pixels runs in one thread (`watch.py`), which takes
orders from here only. There is no queue anywhere: the next frame is not begun before the last one was handed over.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from math import inf
from threading import Lock
from typing import Final, Protocol

from agent.screen.compose import Composer, Picture
from agent.screen.keyframes import Keyframes
from agent.screen.mask import Mask
from agent.screen.pace import RATE, Pace
from agent.screen.quality import Quality
from agent.screen.source import ScreenSource
from agent.screen.thrift import USUAL, Thrift
from agent.screen.video import chosen
from agent.screen.video_rate import VideoRate
from agent.screen.waiting import Waiting
from agent.screen.watch import Order, Watch
from protocol.errors import MonitorNotAllowed
from protocol.screen import Monitor, ScreenMessage
from protocol.screen_frames import parts, quietened
from protocol.video_header import Codec

MONITOR_SECONDS: Final = 0.5
"""Seconds between looks for a monitor that went away."""

Send = Callable[[bytes], Awaitable[None]]


class ViewPermit(Protocol):
    """The proof that the customer allows looking: `consent.permits.ScreenPermit`."""

    @property
    def lives(self) -> bool:
        """Say whether the customer allows it at this very moment."""

    @property
    def monitors(self) -> tuple[int, ...]:
        """Give the ids of the monitors that may be seen."""


class ScreenStream:
    """One monitor's picture, from the permit to its end. Make one for each permit."""

    def __init__(
        self,
        source: ScreenSource,
        permit: ViewPermit,
        send: Send,
        mask: Mask,
        *,
        began: float | None = None,
        clock: Callable[[], float] = time.monotonic,
        cores: float = USUAL,
        used: Callable[[], float] = time.process_time,
    ) -> None:
        """
        Take the proof and where bytes go.

        `began` is when the session began, by `clock`; `cores` is how much of the computer may be used on average, and
        `used` gives the seconds of processor time used so far.
        """
        self._source = source
        self._permit = permit
        self._send = send
        self._mask = mask
        self._clock = clock
        self._began = clock() if began is None else began
        self._composer = Composer(source, mask, self._may_look, frozenset(permit.monitors))
        self._pace = Pace(clock())
        self._used = used
        self._thrift = Thrift(cores, used(), clock())
        self._codecs: frozenset[Codec] = frozenset()
        self._video_rate = VideoRate()
        self._quality = Quality()
        self._waiting = Waiting()
        self._framed_at = clock()
        self._held = 0.0
        """Seconds that the next frame waited for room on the line."""
        self._measuring = Lock()
        """Held by whoever asks the pace from the watch's thread, and whoever tells it of an acknowledgement."""
        self._watch: Watch | None = None
        self._task: asyncio.Task[None] | None = None
        self._look_again = 0.0
        """When a monitor that is gone is looked for again at the soonest."""
        self._woken = asyncio.Event()
        self._awaits_line = False
        """Whether something waits for room on the line: only then is an acknowledgement worth a look."""
        self._is_paused = False
        self._is_stopped = False
        self._wants_keyframe = True
        self._makes_keyframe = False
        self._wants_monitor: int | None = None
        self._monitor: Monitor | None = None
        self._keyframes = Keyframes(clock())
        self._frame = 0
        self.unsent: Callable[[], int] = lambda: 0
        """What gives the bytes that were handed over and have not left this computer; without it, none."""

    @property
    def monitor(self) -> Monitor | None:
        """Give the monitor of the frame that was last handed over: places that the console names are pixels of it."""
        return self._monitor

    @property
    def pace(self) -> Pace:
        """What is known of the line: round trip and rate."""
        return self._pace

    async def run(self) -> None:
        """
        Show the screen until `stop`, or until the permit ends.

        Raises:
            DisplayGone: The display ended.
        """
        self._task = asyncio.current_task()
        self._mask.listeners.add(self._wake)
        watch = self._watch = Watch(self._source, self._make, self._composer.rests_at, self._wake, self._clock)
        try:
            while not self._is_stopped and (self._is_paused or self._permit.lives):
                if self._is_paused:
                    self._woken.clear()
                    await self._woken.wait()
                else:
                    await self._until_room()
                    await self._one_frame(watch)
        except asyncio.CancelledError:
            if not self._is_stopped:
                raise
            if self._task is not None:
                self._task.uncancel()  # it was `stop` that cancelled, and it is done with that
        finally:
            await self._end()

    def acknowledged(self, frame: int, decode_ms: int) -> None:
        """Hear that the console has drawn a frame."""
        with self._measuring:
            self._pace.acknowledged(frame, decode_ms / 1000, self._clock())
        if self._awaits_line:
            self._wake()

    def keyframe(self) -> None:
        """Send the whole picture next; one that is in the making just now is the one wished for."""
        self._wants_keyframe = self._wants_keyframe or not self._makes_keyframe
        self._wake()

    def video(self, codecs: frozenset[Codec]) -> None:
        """Encode films with one of these codecs from now on; without any, show them as any other change."""
        self._codecs = codecs

    def show(self, monitor: int) -> None:
        """
        Show another monitor.

        Raises:
            MonitorNotAllowed: The customer did not allow that one.
        """
        if monitor not in self._permit.monitors:
            raise MonitorNotAllowed(f"monitor {monitor}")
        self._wants_monitor = monitor
        self._wake()

    def pause(self) -> None:
        """Look at nothing and send nothing until `resume`; a frame in the making is thrown away."""
        self._is_paused = True

    def resume(self) -> None:
        """Go on, with the whole picture; what was on its way when the line was lost is not waited for."""
        self._is_paused = False
        self._pace = Pace(self._clock())
        self._wants_keyframe = True
        self._wake()

    async def stop(self) -> None:
        """End it. When this returns nothing is being grabbed or sent, and nothing will be."""
        self._is_stopped = True
        if self._task is None:
            await self._end()
        elif not self._task.done() and self._task is not asyncio.current_task():
            self._task.cancel()
            await asyncio.wait([self._task])

    def _may_look(self) -> bool:
        return not self._is_paused and not self._is_stopped and self._permit.lives

    def _wake(self) -> None:
        self._woken.set()

    def _has_wish(self) -> bool:
        wished = self._wants_keyframe or self._wants_monitor is not None
        return wished or self._mask.is_touched or (self._composer.leaves_something and self._has_room())

    def _has_room(self) -> bool:
        return self._pace.room(self._clock()) > 0

    def _due(self) -> float:
        """Give when a frame is to be made though nothing changes."""
        now = self._clock()
        self._awaits_line = False
        if self._has_wish():
            return max(now, self._look_again)
        if self._composer.lost_the_monitor:
            return now + MONITOR_SECONDS
        rests_at = self._composer.rests_at()
        if rests_at is None and not self._composer.leaves_something:
            return inf
        self._awaits_line = True
        if not self._has_room():
            return now + self._pace.silence(now)  # an acknowledgement wakes us before, if one comes
        return inf if rests_at is None else rests_at

    async def _woken_within(self, seconds: float) -> None:
        """Wait for a wake-up, for so many seconds at most. Without a task of its own, for those are dear."""
        self._woken.clear()
        timer = asyncio.get_running_loop().call_later(seconds, self._wake)
        try:
            await self._woken.wait()
        finally:
            timer.cancel()

    async def _until_room(self) -> None:
        """Return when the line has room, by an acknowledgement or by waiting, and the computer has time."""
        held = 0.0
        while not self._is_stopped:
            began = self._clock()
            by_line, by_thrift = self._pace.wait(began, self.unsent()), self._thrift.wait(self._used(), began)
            if (seconds := max(by_line, by_thrift)) <= 0:
                break
            self._awaits_line = by_line > 0
            await self._woken_within(seconds)
            # A wait of less than that is for the next frame's turn, not for the line.
            held += min(self._clock() - began, by_line) if by_line > 1 / RATE else 0.0
        self._held = held

    async def _one_frame(self, watch: Watch) -> None:
        """Have a frame made with the next change, or sooner where one is due; and send it."""
        order = Order(
            self._frame + 1,
            self._due(),
            self._wants_keyframe,
            self._wants_monitor,
            self._held,
            self._composer.leaves_something and not self._has_room(),
        )
        self._wants_keyframe, self._wants_monitor = False, None
        self._makes_keyframe = order.keyframe
        if not await self._carried_out(order, watch):
            return
        self._makes_keyframe = False
        if order.wrong is not None:
            raise order.wrong
        picture = order.picture
        if picture is None or not self._may_look():
            # What was not sent is owed: the composer believes that the console has seen it.
            self._wants_keyframe = self._wants_keyframe or order.keyframe or picture is not None
            if self._composer.lost_the_monitor:
                self._look_again = self._clock() + MONITOR_SECONDS
            return
        self._frame = order.frame
        await self._deliver(order, picture)

    async def _carried_out(self, order: Order, watch: Watch) -> bool:
        """Wait for an order; say whether it was carried out, and not taken back because of a wish that came later."""
        watch.put(order)
        while True:
            self._woken.clear()
            if not order.is_done:
                await self._woken.wait()
            if order.is_done:
                return True
            if (self._is_paused or self._due() < order.at) and watch.take_back(order):
                self._wants_keyframe = self._wants_keyframe or order.keyframe
                if self._wants_monitor is None:
                    self._wants_monitor = order.monitor
                self._makes_keyframe = False
                return False

    def _make(self, order: Order) -> Picture | None:
        """Make a frame of the newest state. Runs in the watch's thread; nothing else judges line or picture then."""
        now = order.began
        with self._measuring:
            if self._pace.wait(now) > 0:
                return None  # an acknowledgement is overdue that was not when this was ordered
            room, rate = self._pace.room(now), self._pace.rate
        self._judge(order, rate)
        keyframe = self._makes_keyframe = order.keyframe or self._keyframes.is_due(now)
        self._composer.video = chosen(self._codecs, self._video_rate.bits, rate)
        picture = self._composer.compose(order.frame, now, keyframe=keyframe, monitor=order.monitor, room=room)
        # Else whoever ordered it asks anew what is due, and when.
        order.stands = picture is None and now < order.at and not keyframe and self._has_all and self._may_look()
        return picture

    @property
    def _has_all(self) -> bool:
        return not self._composer.lost_the_monitor and not self._composer.leaves_something

    def _judge(self, order: Order, rate: float | None) -> None:
        """Have the line's fullness tell how good the picture may be."""
        # What goes beside what waits has itself waited since the last frame.
        held = order.began - self._framed_at if order.is_beside else order.held
        self._framed_at, order.held = order.began, 0.0
        share = self._waiting.waited(held, order.began)
        self._video_rate.judge(share, rate, order.began)
        self._quality.judge(share, order.began)
        self._composer.quality = self._quality.jpeg

    async def _deliver(self, order: Order, picture: Picture) -> None:
        frame, captured_at = order.frame, order.began
        monitor = self._monitor = picture.monitor
        message = ScreenMessage(
            frame=frame,
            monitor=monitor.id,
            width=monitor.w,
            height=monitor.h,
            captured_at=max(int((captured_at - self._began) * 1000), 0) & 0xFFFFFFFF,
            operations=picture.operations,
            keyframe=picture.keyframe,
        )
        size, is_quiet = 0, False
        for part in parts(message):
            if not self._may_look():
                self._wants_keyframe = True
                return
            alone = size == 0 and self._pace.may_be_quiet(len(part), self._clock())
            quiet = quietened(part) if alone else None
            is_quiet = quiet is not None
            size += len(part)
            await self._send(quiet or part)
        whole = not self._composer.leaves_something and self._composer.rests_at() is None
        self._keyframes.sent(size, captured_at, keyframe=picture.keyframe, whole=whole)
        if is_quiet:
            self._pace.sent_quietly(size, self._clock())
        else:
            self._pace.sent(frame, size, self._clock())

    async def _end(self) -> None:
        """Let the watch finish what it holds; it looks at the permit before every grab, so that is soon."""
        self._is_stopped = True
        self._mask.listeners.discard(self._wake)
        if self._watch is not None:
            await self._watch.close()
