"""The report in the engine: collected under a permit, handed to the desk; what the desk sends, said; then live use."""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from typing import NamedTuple, Protocol

from agent.engine.vitals import OpenVitals, ShowingVitals
from agent.pipe import messages as said
from agent.pipe.parcel import Parcel, pieces_of
from consent.errors import AttendedError, EpochOver, GrantExpired, GrantMissing, SessionOver
from consent.permits import Permit, ReportPermit
from consent.scopes import Channel, Direction
from protocol.codec import decode
from protocol.errors import ChannelShut, ReportNotMade, ReportStopped
from protocol.wire import Message

STOP_SECONDS = 0.1
"""Seconds that a stop waits for the collecting thread: its children are ended already, its result is not taken."""
_NOT_NOW = (GrantMissing, GrantExpired, EpochOver, ChannelShut, SessionOver)
"""What a part of the report may meet when its yes, or its epoch, has ended: it is dropped, with all that follow."""


class Collected(Protocol):
    """One report in the making."""

    def collect(self) -> Parcel:
        """Collect it; raises `ReportStopped` when it was stopped."""

    def stop(self) -> None:
        """End it at once, every child with it."""


class Way(Protocol):
    """The way to the technician."""

    @property
    def is_resting(self) -> bool:
        """Tell whether nothing is to be seen now: the customer paused, or the line is lost."""

    def say_report(self, message: Message) -> bool:
        """Have a message of channel 5 sealed and sent; false while there is no room for it."""

    def is_report_out(self) -> bool:
        """Tell whether nothing waits to be sealed any more."""

    def until_room(self) -> Awaitable[None]:
        """Wait until there may be room."""


Open = Callable[[ReportPermit, Callable[[str, int, int], None], str], Collected]
"""Opens a report under a permit, telling its progress, with the relay's origin: the one place that may be probed."""


class Looking(NamedTuple):
    """How this computer is looked at once that is permitted: for a report, and for live use after it."""

    report: Open
    vitals: OpenVitals


class Reporting:
    """
    At most one report at a time. It begins when the desk says so, and only under a permit that lives.

    However it ends, the desk hears of it: the parcel, or `ReportFailed` with words for both people.
    """

    def __init__(self, looking: Looking, way: Way, tell: Callable[[said.PipeMessage], None]) -> None:
        """Take how this computer is looked at, the way to the technician, and where news for the desk goes."""
        self._open = looking.report
        self._vitals = ShowingVitals(looking.vitals, way)
        self._way = way
        self._tell = tell
        self.origin = ""
        self._permit: ReportPermit | None = None
        self._collected: Collected | None = None
        self._collecting: asyncio.Task[None] | None = None
        self._saying: asyncio.Task[None] | None = None
        self._waiting: deque[tuple[Message, bool]] = deque()

    def permitted(self, permits: Iterable[Permit]) -> None:
        """Take the permit there is now, if there is one: what ran under a former one has ended with it."""
        self._permit = next((permit for permit in permits if isinstance(permit, ReportPermit)), None)

    def heard(self, message: said.CollectReport | said.SayReport | said.ShowVitals) -> None:
        """
        Do what the desk says.

        Raises:
            PeerError: What is to be said is no message of the agent's on channel 5.
        """
        match message:
            case said.CollectReport():
                self.collect()
            case said.SayReport():
                self.say(decode(message.body.encode(), Channel.REPORT, Direction.FROM_AGENT), last=message.last)
            case said.ShowVitals():
                self.show_vitals(message)

    def collect(self) -> None:
        """Begin; the desk hears of each section, and gets the report or the reason why there is none."""
        permit = self._permit
        if permit is None or not permit.lives:
            self._fail(ReportStopped())
            return
        if self._collecting is None:
            self._collecting = asyncio.ensure_future(self._collect(permit))

    def say(self, message: Message, *, last: bool) -> None:
        """Have something sealed in its turn, when there is room. With `last`, the desk is told once it is sealed."""
        self._waiting.append((message, last))
        if self._saying is None:
            self._saying = asyncio.ensure_future(self._say())

    def show_vitals(self, wanted: said.ShowVitals) -> None:
        """Show how busy the computer is from now on, if the permit lives."""
        if self._permit is not None and self._permit.lives:
            self._vitals.begin(self._permit, wanted)

    async def stop(self) -> None:
        """End everything. When this returns every child is ended, and nothing that was found is kept."""
        self._permit = None
        self._waiting.clear()
        collected, collecting, saying = self._collected, self._collecting, self._saying
        self._collected, self._collecting, self._saying = None, None, None
        if collected is not None:
            collected.stop()
        tasks = [task for task in (collecting, saying) if task is not None]
        if saying is not None:
            saying.cancel()
        await self._vitals.stop(STOP_SECONDS)
        if tasks:
            await asyncio.wait(tasks, timeout=STOP_SECONDS)

    async def _collect(self, permit: ReportPermit) -> None:
        loop = asyncio.get_running_loop()
        me = asyncio.current_task()

        def looking(words: str, number: int, of: int) -> None:
            loop.call_soon_threadsafe(self._looking, me, said.ReportLooking(looking=words, number=number, of=of))

        try:
            collected = self._collected = await asyncio.to_thread(self._open, permit, looking, self.origin)
            if self._collecting is not me:  # stopped while it was opened
                collected.stop()
                return
            parcel = await asyncio.to_thread(collected.collect)
            if self._collecting is me and permit.lives:
                for piece in pieces_of(parcel):
                    self._tell(piece)
        except AttendedError as error:
            if self._collecting is me:
                self._fail(error)
        except Exception as fault:  # noqa: BLE001 - whatever it was, nobody waits for a report that will not come
            if self._collecting is me:
                self._fail(ReportNotMade(type(fault).__name__))
        finally:
            if self._collecting is me:
                self._collecting = self._collected = None

    def _looking(self, task: asyncio.Task[None] | None, message: said.ReportLooking) -> None:
        if self._collecting is task:
            self._tell(message)

    async def _say(self) -> None:
        with contextlib.suppress(*_NOT_NOW):
            while self._waiting:
                message, last = self._waiting[0]
                while not self._way.say_report(message):
                    await self._way.until_room()
                self._waiting.popleft()
                if last:
                    while not self._way.is_report_out():
                        await self._way.until_room()
                    self._tell(said.ReportSaid())
        self._waiting.clear()
        self._saying = None

    def _fail(self, error: AttendedError) -> None:
        self._tell(said.ReportFailed(code=error.code, words=error.words, remedy=error.remedy))
