"""The customer's real program on a display, worked by the demo's customer, with a technician over sockets."""

from __future__ import annotations

import asyncio
import signal
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from agent.desk.address import read_address
from agent.desk.fetch import fetch_well_known
from agent.desk.known import KnownFile
from agent.desk.trust import find_out, remember
from consent.scopes import Scope
from demo.customer import Customer
from protocol.messages.control import GrantLive
from tests.support.display import VirtualDisplay
from tests.support.processes import TIME_TO_END, Child, ChildFailed
from tests.support.running_relay import RunningRelay
from tests.support.technician import Technician

LIVE = "Attended, live"
SETTLES = 0.5
"""Seconds in which a window that has just come up may still be moved to its place."""
ASK_AGAIN = 0.25
"""Seconds between two requests to end."""


@dataclass
class RealDesk:
    """One running program; `customer` works its windows."""

    display: VirtualDisplay
    child: Child
    customer: Customer
    ana: Technician

    @property
    def engine(self) -> psutil.Process:
        """Give the engine's process."""
        return psutil.Process(self.child.pid).children()[0]

    async def allow(self, scope: Scope, *, first: bool) -> GrantLive:
        """Have one thing asked for and allowed by hand."""
        seen = len(self.ana.events)
        await self.ana.ask(scope)
        await asyncio.to_thread(self.customer.sees_question)
        await asyncio.sleep(SETTLES)
        question = await asyncio.to_thread(self.customer.sees_question)
        await asyncio.to_thread(lambda: self.customer.allows(question, first=first))
        return await self.ana.heard(GrantLive, seen)

    def lives(self) -> int:
        """Count the windows of border and banners."""
        return sum(window.title == LIVE for window in self.display.windows())


@asynccontextmanager
async def real_desk(
    relay: RunningRelay, display: VirtualDisplay, folder: Path, program: str = "agent.main", *, met: bool = False
) -> AsyncIterator[RealDesk]:
    """
    Start the program, have its code copied and typed, and end it by its id.

    `met`: This computer has met the organisation before, so a question can be allowed after two seconds, not five.
    """
    if met:
        await asyncio.to_thread(_meet, relay, folder / "data")
    ana = await Technician.enrolled(relay.origin, await asyncio.to_thread(relay.invite))
    argv = [sys.executable, "-m", program, relay.origin, "--data", str(folder / "data")]
    child = display.run([*argv, "--receipts", str(folder / "receipts")], name="agent", cwd=Path(__file__).parents[2])
    try:
        async with ana:
            customer = Customer(display)
            await asyncio.to_thread(customer.answers_check)
            await asyncio.to_thread(customer.sees_code, folder / "code.png")
            await ana.pair(await asyncio.to_thread(customer.copies_code))
            yield RealDesk(display, child, customer, ana)
    finally:
        await asyncio.to_thread(_end, child)


def _meet(relay: RunningRelay, data: Path) -> None:
    """Have the program remember relay and organisation from another session."""
    known, now = KnownFile(data / "known.json"), int(time.time())
    remember(find_out(read_address(relay.origin), fetch_well_known, known, {}, now), known, now, "", helped=True)


def _end(child: Child) -> None:
    """Ask it to end until it does: the first request ends a session, and only one after that closes its last window."""
    for _ in range(int(TIME_TO_END / ASK_AGAIN)):
        child.signal(signal.SIGTERM)
        with suppress(ChildFailed):
            child.wait(ASK_AGAIN)
            return
    child.end()
