"""A session at full work, whose ends keep what they were sent: frames one way, the mouse the other."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from hashlib import sha256
from pathlib import Path

import pytest

from consent.scopes import Scope
from protocol.errors import AttendedError
from protocol.messages.control import GrantLive
from protocol.messages.input import PointerMove
from protocol.receipt import read_receipt
from protocol.recording import Entry, Kind
from relay.main import run
from relay.recorder.recovery import read_live
from tests.support import telling_engine
from tests.support.desk import RunningDesk
from tests.support.running_relay import RunningRelay
from tests.support.technician import Technician


class Ana(Technician):
    """A technician that keeps every sealed message it was sent, and never rests its mouse."""

    def __init__(self, *arguments: object) -> None:
        super().__init__(*arguments)  # type: ignore[arg-type]
        self.received: set[str] = set()

    async def _take(self, data: bytes) -> None:
        if data[:1] == b"\x01":
            self.received.add(sha256(data[1:]).hexdigest())
        await super()._take(data)

    async def fidget(self) -> None:
        """Move the mouse whenever that is allowed."""
        step = 0
        while True:
            await asyncio.sleep(0.01)
            step += 1
            try:
                await self.say(PointerMove(x=step % 640, y=step % 480))
            except AttendedError:
                continue  # not now: the line is gone, or the new keys are on their way


@asynccontextmanager
async def working(
    relay: RunningRelay, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[RunningDesk, Ana, Path]]:
    """Give a desk and a technician at work, with frames one way and the mouse the other."""
    told = folder / "told"
    told.touch()
    monkeypatch.setenv(telling_engine.TOLD, str(told))
    ana = await Ana.enrolled(relay.origin, relay.invite())
    assert isinstance(ana, Ana)
    async with RunningDesk(relay.origin, folder, "tests.support.telling_engine") as desk, ana:
        await ana.pair(await desk.code())
        for scope in (Scope.VIEW, Scope.CONTROL):
            seen = len(ana.events)
            await ana.ask(scope)
            await desk.allow(scope, minutes=15)
            await ana.heard(GrantLive, seen)
        fidgeting = asyncio.create_task(ana.fidget())
        await ana.next_picture()
        try:
            yield desk, ana, told
        finally:
            fidgeting.cancel()


def recorded(relay: RunningRelay) -> list[Entry]:
    """Read the one unfinished recording."""
    (live,) = (relay.data / "recordings").glob("*/live.mcap")
    with live.open("rb") as file:
        return [entry for entry, _ in read_live(file)]


def sealed(entries: list[Entry]) -> set[str]:
    """Name the sealed messages among entries."""
    return {sha256(entry.body).hexdigest() for entry in entries if entry.kind is Kind.SEALED}


async def finish(relay: RunningRelay, desk: RunningDesk, folder: Path) -> dict[str, object]:
    """Press Stop, and have the finished recording checked against log and receipt by the relay's command."""
    desk.core.stop("button")
    receipts = await desk.over()
    assert receipts is not None
    receipt = read_receipt((receipts / "receipt.json").read_bytes())
    vkey = folder / "log.vkey"
    vkey.write_text(receipt.log_key + "\n")
    recording = relay.data / "recordings" / receipt.session / "recording.mcap"
    named = ["--log", str(relay.data / "log"), "--vkey", str(vkey), "--receipt", str(receipts / "receipt.json")]
    code = await asyncio.to_thread(run, ["verify", str(recording), *named, "--json"])
    return {"code": code, "session": receipt.session}
