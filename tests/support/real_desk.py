"""The customer's real program on a display, worked by the demo's customer, with a technician over sockets."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from consent.scopes import Scope
from demo.customer import Customer
from protocol.messages.control import GrantLive
from tests.support.display import VirtualDisplay
from tests.support.processes import Child
from tests.support.running_relay import RunningRelay
from tests.support.technician import Technician

LIVE = "Attended, live"
SETTLES = 0.5
"""Seconds in which a window that has just come up may still be moved to its place."""


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
    relay: RunningRelay, display: VirtualDisplay, folder: Path, program: str = "agent.main"
) -> AsyncIterator[RealDesk]:
    """Start the program, have its code copied and typed, and end it by its id."""
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
        await asyncio.to_thread(child.end)
