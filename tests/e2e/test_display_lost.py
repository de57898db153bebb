"""The X server dies, or a slot of the desk has a fault: everything stops, is written down, and there is a receipt."""

from __future__ import annotations

import asyncio
import json
import signal
from pathlib import Path

import psutil
import pytest

from consent.encoding import b64u
from consent.ending import SessionEnd
from consent.jws import peek_typ
from consent.scopes import Scope
from consent.withdrawal import ConsentWithdrawal
from protocol import errors
from protocol.messages.chat import ChatSaid
from tests.support.display import VirtualDisplay
from tests.support.proving import proven, proven_whole
from tests.support.real_desk import real_desk
from tests.support.running_relay import RunningRelay

pytestmark = pytest.mark.timeout(120)


def tells_what_happened(
    relay: RunningRelay, lines: list[str], folder: Path, error: type[errors.AttendedError], more: str = ""
) -> None:
    """Hold that the receipt proves withdrawal and end, and that the program said in words what happened."""
    (kept,) = (folder / "receipts").iterdir()
    held = json.loads((kept / "receipt.json").read_text())
    ends = {peek_typ(paper["token"]): paper["proof"] for paper in held["documents"]}
    assert ends[ConsentWithdrawal.typ]
    assert SessionEnd.typ in ends
    assert held["closing"] is not None
    assert proven("receipt", kept / "receipt.json").splitlines()[-1].startswith("Proven ·")
    proven_whole(relay.data, kept)
    assert lines == [error.words, f"  Your receipt: {kept / 'receipt.html'}", error.remedy, f"({error.code}{more})"]


async def test_a_display_that_dies_in_a_live_session_loses_nothing(tmp_path: Path) -> None:
    """Withdrawal and end reach the relay, the receipt is saved and proves both, and words say what happened."""
    with RunningRelay(tmp_path) as relay, VirtualDisplay(1024, 768) as display:
        async with real_desk(relay, display, tmp_path, met=True) as desk:
            await desk.allow(Scope.VIEW, first=True)
            await desk.ana.next_picture(0)
            engine = desk.engine.pid
            display.children[0].signal(signal.SIGKILL)
            assert await asyncio.to_thread(desk.child.wait, 30) == 1, desk.child.lines
            assert not psutil.pid_exists(engine)
        tells_what_happened(relay, desk.child.lines, tmp_path, errors.DisplayLost)


async def test_a_fault_of_ours_in_a_live_session_loses_nothing(tmp_path: Path) -> None:
    """A slot that fails ends the session in order, with its receipt and words; nothing is left running or shown."""
    with RunningRelay(tmp_path) as relay, VirtualDisplay(1024, 768) as display:
        async with real_desk(relay, display, tmp_path, "tests.support.faulty_agent", met=True) as desk:
            await desk.allow(Scope.VIEW, first=True)
            await desk.ana.next_picture(0)
            engine = desk.engine.pid
            await desk.ana.say(ChatSaid(id=b64u(bytes(16)), text="This line has the chat's window fail."))
            assert await asyncio.to_thread(desk.child.wait, 30) == 1, desk.child.lines
            assert not psutil.pid_exists(engine)
            assert not any("Attended" in window.title for window in display.windows())
        tells_what_happened(relay, desk.child.lines, tmp_path, errors.DeskFailed, ", ZeroDivisionError")
