"""The whole way through a session with the screen off: a keyboard, and what a reader is told (acceptance 37)."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from consent.scopes import Scope
from protocol.messages.control import GrantLive, SessionEnded
from tests.support.at_spi import Reader, accessibility_bus
from tests.support.by_ear import ByEar
from tests.support.display import VirtualDisplay
from tests.support.house import ROOT
from tests.support.running_relay import RunningRelay
from tests.support.technician import Technician

pytestmark = pytest.mark.timeout(180)


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[Reader]:
    """Run an accessibility bus."""
    (tmp_path / "bus").mkdir()
    with accessibility_bus(tmp_path / "bus") as made:
        yield made


async def test_from_the_check_to_the_receipt_by_ear(reader: Reader, tmp_path: Path) -> None:
    """Check, code, question, yes, Esc three times, the end: no pixel is looked at and no mouse is there."""
    with RunningRelay(tmp_path) as relay, VirtualDisplay() as display:
        ana = await Technician.enrolled(relay.origin, relay.invite())
        argv = [sys.executable, "-m", "agent.main", relay.origin, "--data", str(tmp_path / "data")]
        on = {"AT_SPI_BUS_ADDRESS": reader.address, "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}
        agent = display.run([*argv, "--receipts", str(tmp_path / "receipts")], name="agent", cwd=ROOT, **on)
        customer = ByEar(display, reader)
        async with ana:
            await ana.pair(await asyncio.to_thread(passes_check, customer))
            await ana.ask(Scope.VIEW)
            await asyncio.to_thread(allows, customer)
            await ana.heard(GrantLive)
            await ana.next_picture()
            await asyncio.to_thread(display.key, "Escape", "Escape", "Escape")
            await ana.heard(SessionEnded)
            await asyncio.to_thread(customer.hears, "It is over")
            await asyncio.to_thread(customer.goes_to, "Show your receipt")
            await asyncio.to_thread(display.key, "Escape")
            assert await asyncio.to_thread(agent.wait) == 0
    assert list((tmp_path / "receipts").rglob("receipt.html"))


def passes_check(customer: ByEar) -> str:
    """Answer both questions, and give the code as it was heard."""
    customer.hears("Before we start")
    customer.presses("How did this start? I asked for help")
    customer.presses("Continue.")
    customer.hears("Before we start")
    customer.presses("No, none of these")
    customer.presses("Continue.")
    return customer.reads_code()


def allows(customer: ByEar) -> None:
    """Hear who asks for what, say yes to the person, tick, and press Allow when it says it is ready."""
    customer.hears("Ana Weber asks to see your screen")
    customer.waits_for("read this first")
    customer.presses("Is this who you expected? Yes")
    customer.presses("See my screen")
    customer.presses("Allow 1 thing for")
