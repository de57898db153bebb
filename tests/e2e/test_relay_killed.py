"""The relay is killed again and again while frames flow; and a disk fills under it. What was forwarded is never lost."""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from hashlib import sha256
from pathlib import Path
from random import Random

import pytest

from consent.law import State
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

BACK_SECONDS = 5.0


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


async def come_back(desk: RunningDesk, ana: Ana) -> float:
    """Resume, and give the seconds until a picture came under new keys."""
    began, seen, pictures = time.monotonic(), len(ana.events), len(ana.pictures)
    await ana.resume()
    await ana.heard(GrantLive, seen)
    await ana.next_picture(pictures)
    took = time.monotonic() - began
    assert desk.core.state is State.GRANTED
    return took


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


@pytest.mark.timeout(600)
async def test_a_relay_killed_while_frames_flow_loses_nothing_forwarded(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    sized: Callable[[int, int], int],
) -> None:
    """After each kill -9 all that an end received is on the disk, both ends come back, and the whole is proven."""
    dice = Random(20260301)
    with RunningRelay(tmp_path) as relay:
        async with working(relay, tmp_path, monkeypatch) as (desk, ana, told):
            for number in range(sized(4, 20)):
                flowing = len(ana.pictures)
                await asyncio.sleep(dice.uniform(0.02, 0.5))
                assert len(ana.pictures) >= flowing
                relay.kill()
                await desk.until(lambda: desk.core.state is State.LINE_LOST, "the loss")
                held = sealed(recorded(relay))
                received = ana.received | telling_engine.heard(told)
                assert received <= held, f"round {number}: {len(received - held)} forwarded and not recorded"
                await asyncio.to_thread(relay.start)
                assert held <= sealed(recorded(relay))
                assert await come_back(desk, ana) < BACK_SECONDS
            assert len(telling_engine.heard(told)) > 10
            entries = recorded(relay)
            uses = Counter((entry.kid, entry.counter) for entry in entries if entry.kind is Kind.SEALED)
            assert max(uses.values()) == 1, "a counter was used twice under one key"
            received = ana.received | telling_engine.heard(told)
            assert received <= sealed(recorded(relay))
            capsys.readouterr()
            finished = await finish(relay, desk, tmp_path)
            said = json.loads(capsys.readouterr().out)
            assert finished["code"] == 0, said
            assert said["verdict"] in {"Proven", "Proven, with gaps"}, said  # a restart is a gap that is told
