"""A whole real session to measure in: virtual screen with programs, relay, agent and its windows, headless browser."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import TypeVar

from playwright.async_api import BrowserContext

from demo.customer import Customer
from demo.stage import HEIGHT, WIDTH, Desktop, Relay, start_agent
from demo.technician import Technician
from tests.support.browser import chromium
from tests.support.processes import Child

REASON = "The printer does not print."
MORE = "To switch the printer on again, together with you."
TICKET = "4711"
PAGE = (1600, 1000)

T = TypeVar("T")


async def here(step: Callable[..., T], *values: object) -> T:
    """Let the customer do something while the technician's browser goes on."""
    return await asyncio.to_thread(step, *values)


@dataclass
class Place:
    """One desktop, one relay, one browser with a signed-in technician: for as many sessions as wanted."""

    desktop: Desktop
    relay: Relay
    ana: Technician
    folder: Path
    pressed_at: float = 0.0
    """When Allow was pressed last, in unix milliseconds."""
    _numbers: Iterator[int] = field(default_factory=count)

    @asynccontextmanager
    async def agent(self, program: str = "agent.main", env: Mapping[str, str] | None = None) -> AsyncIterator[Child]:
        """Run the customer's program, paired with the technician's page; `env` is added to its environment."""
        customer = Customer(self.desktop.display)
        folder = self.folder / f"session-{next(self._numbers)}"
        folder.mkdir()
        child = start_agent(self.relay.origin, folder, {**self.desktop.display.env, **(env or {})}, program)
        try:
            await here(customer.answers_check)
            await here(customer.sees_code, folder / "code.png")
            await self.ana.connects(await here(customer.copies_code))
            yield child
        finally:
            await here(child.end)

    async def view(self) -> float:
        """Have the screen shown; give the milliseconds from the press of Allow to the first picture."""
        customer = Customer(self.desktop.display)
        await self.ana.asks_first(REASON, TICKET)
        question = await here(customer.sees_question)
        seeing = asyncio.ensure_future(self.ana.first_picture())
        try:
            self.pressed_at = 1000 * await here(lambda: customer.allows(question, first=True))
            return await seeing - self.pressed_at
        finally:
            seeing.cancel()

    async def control(self) -> None:
        """Have mouse and keyboard allowed, too."""
        customer = Customer(self.desktop.display)
        await self.ana.asks_for_control(MORE)
        question = await here(customer.sees_question)
        await here(lambda: customer.allows(question, first=False))
        await self.ana.controls()

    async def begins_anew(self) -> None:
        """Bring the technician's page back to where a code is typed."""
        await self.ana.page.goto(self.relay.origin)


@asynccontextmanager
async def place() -> AsyncIterator[Place]:
    """Set up everything, and end it by its ids."""
    with tempfile.TemporaryDirectory(prefix="attended-bench-") as folder, ExitStack() as stack:
        work = Path(folder)
        desktop = await here(Desktop, work / "customer")
        stack.callback(desktop.end)
        relay = await here(Relay, work)
        stack.callback(relay.child.end)
        async with chromium(*PAGE) as context:
            yield Place(desktop, relay, await _enrolled(context, relay), work)


async def _enrolled(context: BrowserContext, relay: Relay) -> Technician:
    ana = await Technician.at(context, WIDTH, HEIGHT)
    await ana.enrols(await here(relay.invite))
    return ana
