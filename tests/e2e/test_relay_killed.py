"""The relay is killed again and again while frames flow: what was forwarded is never lost."""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from consent.jws import peek_typ
from consent.law import State
from consent.scopes import Scope
from consent.withdrawal import ConsentWithdrawal
from protocol.events import Said
from protocol.messages.control import GrantLive
from protocol.receipt import read_receipt
from protocol.recording import Kind
from tests.support import telling_engine
from tests.support.busy_session import Ana, finish, recorded, sealed, working
from tests.support.desk import RunningDesk
from tests.support.running_relay import RunningRelay

# Both ends are to be back within five seconds of a relay that is: with other tests on both cores that is no measure.
pytestmark = pytest.mark.alone
BACK_SECONDS = 5.0


async def come_back(desk: RunningDesk, ana: Ana) -> float:
    """Resume, and give the seconds until a picture came under new keys."""
    began, seen, pictures = time.monotonic(), len(ana.events), len(ana.pictures)
    await ana.resume()
    await ana.heard(GrantLive, seen)
    await ana.next_picture(pictures)
    took = time.monotonic() - began
    assert desk.core.state is State.GRANTED
    return took


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


@pytest.mark.timeout(120)
async def test_what_the_customer_turned_off_meanwhile_stays_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A word signed while the relay was away keeps nobody from coming back, and is in the recording."""
    with RunningRelay(tmp_path) as relay:
        async with working(relay, tmp_path, monkeypatch) as (desk, ana, _told):
            relay.kill()
            await desk.until(lambda: desk.core.state is State.LINE_LOST, "the loss")
            desk.core.turn_off(Scope.CONTROL)
            await asyncio.to_thread(relay.start)
            assert await come_back(desk, ana) < BACK_SECONDS
            said = [event.message for event in ana.events if isinstance(event, Said)]
            live = [message for message in said if isinstance(message, GrantLive)][-1]
            assert [allowed.scope for allowed in live.scopes] == [Scope.VIEW]
            capsys.readouterr()
            finished = await finish(relay, desk, tmp_path)
            verdict = json.loads(capsys.readouterr().out)
            assert finished["code"] == 0, verdict
            (receipt,) = desk.receipts.rglob("receipt.json")
            papers = read_receipt(receipt.read_bytes()).documents
            withdrawn = [paper for paper in papers if peek_typ(paper.token) == ConsentWithdrawal.typ]
            assert len(withdrawn) == 2  # control while the relay was away, the rest at the end
            assert all(paper.entry for paper in withdrawn)
