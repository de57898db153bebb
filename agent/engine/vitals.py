"""Live use in the engine: looked at every other second under a living permit, once the report was sent."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from typing import Protocol

from agent.pipe.messages import ShowVitals
from consent.errors import EpochOver, GrantExpired, GrantMissing, SessionOver
from consent.permits import ReportPermit
from protocol import limits
from protocol.errors import ChannelShut, ReportStopped
from protocol.messages.report import ReportVitals
from protocol.wire import Message

_NOT_NOW = (GrantMissing, GrantExpired, EpochOver, ChannelShut, SessionOver, ReportStopped)
"""What a sample may meet when its yes, or its epoch, has ended: it is dropped, and so are all that would follow."""


class Sampler(Protocol):
    """Looks at the computer."""

    def sample(self) -> ReportVitals | None:
        """Tell what was used since the look before; None when nothing can be told yet."""

    def rest(self) -> None:
        """Forget the look before."""


class VitalsWay(Protocol):
    """The way to the technician."""

    @property
    def is_resting(self) -> bool:
        """Tell whether nothing is to be seen now: the customer paused, or the line is lost."""

    def say_report(self, message: Message) -> bool:
        """Have a message of channel 5 sealed and sent; false while there is no room for it."""


OpenVitals = Callable[[ReportPermit, ShowVitals], Sampler]


class ShowingVitals:
    """At most one row of samples. It begins when the desk says so, and ends with its permit or with `stop`."""

    def __init__(self, open_vitals: OpenVitals, way: VitalsWay, seconds: float = limits.VITALS_SECONDS) -> None:
        """Take how the looking is opened, the way to the technician, and the seconds between two samples."""
        self._open = open_vitals
        self._way = way
        self._seconds = seconds
        self._showing: asyncio.Task[None] | None = None

    def begin(self, permit: ReportPermit, wanted: ShowVitals) -> None:
        """Show what is wanted from now on; what was shown before is over."""
        if self._showing is not None:
            self._showing.cancel()
        self._showing = asyncio.ensure_future(self._show(permit, wanted))

    async def stop(self, seconds: float) -> None:
        """End it; waits so long for a look that is being taken. What it finds goes nowhere."""
        showing, self._showing = self._showing, None
        if showing is not None:
            showing.cancel()
            await asyncio.wait([showing], timeout=seconds)

    async def _show(self, permit: ReportPermit, wanted: ShowVitals) -> None:
        with contextlib.suppress(*_NOT_NOW):
            sampler = await asyncio.to_thread(self._open, permit, wanted)
            while permit.lives:
                if self._way.is_resting:
                    sampler.rest()
                elif (message := await asyncio.to_thread(sampler.sample)) is not None and not self._way.is_resting:
                    self._way.say_report(message)  # one for which there is no room is left out: the next is newer
                await asyncio.sleep(self._seconds)
