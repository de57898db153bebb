"""
A desk without windows around a real engine process: the real core, real sockets, a picture from the test card.

    async with RunningDesk(relay.origin, folder) as desk:
        code = await desk.code()
        ...
        await desk.asked()
        desk.allow(Scope.VIEW)
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from agent.desk.address import read_address
from agent.desk.core import DeskCore
from agent.desk.engine_process import EngineProcess
from agent.desk.fetch import fetch_well_known
from agent.desk.known import KnownFile
from agent.desk.ports import Answered, Outside
from agent.desk.posting import post
from agent.desk.trust import Found, find_out
from agent.desk.view import MonitorChoice, Rect
from agent.input.held import HeldKeys
from agent.input.memory import InputMemory
from consent.afterwards import Wrong
from consent.scopes import Scope
from protocol.errors import AttendedError
from tests.support.desk_view import FakeView

PATIENCE = 20.0
TICK_SECONDS = 0.01


class BootClock:
    """The computer's clocks, with a push: a test can let time pass."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def boot(self) -> float:
        """Give the boot-time clock's seconds."""
        return time.clock_gettime(time.CLOCK_BOOTTIME) + self.ahead

    def wall(self) -> float:
        """Give unix seconds."""
        return time.time()


class OneScreen:
    """One monitor, as the test card has it."""

    def choices(self) -> list[MonitorChoice]:
        """Give it."""
        return [MonitorChoice(1, "card-1", 640, 480)]

    def areas(self) -> list[Rect]:
        """Give where it is."""
        return [Rect(0, 0, 640, 480)]


class RunningDesk:
    """The core with a fake view, ticking on the test's loop, and a real engine beside it."""

    def __init__(self, relay: str, folder: Path, module: str = "tests.support.card_engine") -> None:
        self.address = read_address(relay)
        self.view = FakeView()
        self.clock = BootClock()
        self.receipts = folder / "receipts"
        self.known = KnownFile(folder / "known.json")
        self.held = InputMemory.create()
        self.released = 0
        self.quits = 0
        self.engine = EngineProcess(
            self._watch,
            lambda message: self.core.heard(message),  # noqa: PLW0108 - the core is made after its engine
            lambda code: self.core.engine_ended(code),  # noqa: PLW0108 - as above
            held=self.held.descriptor,
            release=self._release,
            module=module,
        )
        outside = Outside(
            engine=self.engine,
            clock=self.clock,
            random=os.urandom,
            find_out=self._find_out,
            known=self.known,
            screens=OneScreen(),
            receipts=self.receipts,
            relay_name=self.address.name,
            hand_in=self._hand_in,
            quit=self._quit,
        )
        self.core = DeskCore(self.view, outside)
        self.view.core = self.core
        self._ticking: asyncio.Task[None] | None = None
        self._fetching: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        """Start it."""
        loop = asyncio.get_running_loop()
        self.view.later = lambda call: (loop.call_soon(call), None)[1]
        self._ticking = asyncio.ensure_future(self._tick())
        self.core.begin()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End it, engine and all."""
        if self._ticking is not None:
            self._ticking.cancel()
        self.engine.close()
        self.held.close()

    async def until(self, holds: Callable[[], bool], what: str = "it") -> None:
        """Wait until something holds."""
        deadline = time.monotonic() + PATIENCE
        while not holds():
            assert time.monotonic() < deadline, f"waited for {what}; shown: {self.view.shown} {self.view.troubles}"
            await asyncio.sleep(TICK_SECONDS)

    async def code(self) -> str:
        """Wait for a code."""
        await self.until(lambda: bool(self.view.code), "a code")
        return self.view.code

    async def asked(self) -> None:
        """Wait for a question, and for the time in which it cannot be allowed."""
        await self.until(lambda: self.view.question is not None, "a question")
        assert self.view.question is not None
        self.clock.ahead += self.view.question.wait_before_allow + 0.01

    async def allow(self, *scopes: Scope, minutes: int | None = None) -> None:
        """Wait for the question and allow these things."""
        await self.asked()
        self.view.yes(*scopes, minutes=minutes)

    def sends_report(self, sha256: str) -> None:
        """Press Send for this report, after the wait."""
        if self.view.report is not None:
            self.clock.ahead += self.view.report.wait + 0.01
        self.core.send_report(sha256)

    def complains(self, wrong: frozenset[Wrong], text: str) -> None:
        """Press Send in the form "Something was wrong", after the wait."""
        if self.view.wrong is not None:
            self.clock.ahead += self.view.wrong.wait + 0.01
        self.core.complain(wrong, text)

    def held_down(self) -> bool:
        """Say whether the engine has any key or button noted as held."""
        held = HeldKeys(self.held)
        return bool(held.keys_down() or held.buttons_down())

    async def over(self) -> Path | None:
        """Wait for the end; give the receipt's folder."""
        await self.until(lambda: self.view.over is not None, "the end")
        assert self.view.over is not None
        return Path(self.view.over.receipt_path).parent if self.view.over.receipt_path else None

    async def _tick(self) -> None:
        while True:
            self.core.tick()
            await asyncio.sleep(TICK_SECONDS)

    def _watch(self, descriptor: int, readable: Callable[[], None]) -> Callable[[], None]:
        loop = asyncio.get_running_loop()
        loop.add_reader(descriptor, readable)
        return lambda: (loop.remove_reader(descriptor), None)[1]

    def _find_out(self, tell: Callable[[Found | AttendedError], None]) -> None:
        async def look() -> None:
            try:
                found: Found | AttendedError = await asyncio.to_thread(
                    find_out, self.address, fetch_well_known, self.known, {}, int(time.time())
                )
            except AttendedError as error:
                found = error
            tell(found)

        task = asyncio.ensure_future(look())
        self._fetching.add(task)
        task.add_done_callback(self._fetching.discard)

    def _hand_in(self, origin: str, path: str, body: bytes, tell: Answered) -> None:
        async def hand_in() -> None:
            try:
                answer: bytes | AttendedError = await asyncio.to_thread(post, origin, path, body)
            except AttendedError as error:
                answer = error
            tell(answer)

        task = asyncio.ensure_future(hand_in())
        self._fetching.add(task)
        task.add_done_callback(self._fetching.discard)

    def _release(self) -> None:
        self.released += 1

    def _quit(self) -> None:
        self.quits += 1
