"""Something was wrong, from the banner and from the last window, with the real relay, core, engine and sockets."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from agent.receipt import check
from consent.afterwards import Wrong
from consent.law import State
from consent.scopes import Scope
from protocol.messages.control import GrantLive
from tests.support.desk import RunningDesk
from tests.support.proving import proven_whole
from tests.support.running_relay import RunningRelay
from tests.support.technician import Technician

HELD_WITHIN = 5.0
"""Seconds (acceptance 36)."""


@pytest.fixture(scope="module")
def relay(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningRelay]:
    """Run one relay for all tests here."""
    with RunningRelay(tmp_path_factory.mktemp("relay")) as running:
        yield running


def log_of(relay: RunningRelay) -> list[dict[str, Any]]:
    """Read the log's entries, each once."""
    folder = relay.data / "log" / "tile" / "entries"
    parts = {path.parent: path for path in sorted(folder.rglob("*.p/*"), key=lambda path: int(path.name))}
    pieces = b"".join(path.read_bytes() for path in parts.values()).split(b'{"')[1:]
    return [json.loads(b'{"' + piece[: piece.index(b"}") + 1]) for piece in pieces if b"}" in piece]


async def test_from_the_banner_it_stops_all_and_holds_the_recording(relay: RunningRelay, tmp_path: Path) -> None:
    """Nothing lives when the form stands there; five seconds after Send the hold is in the log (acceptance 36)."""
    ana = await Technician.enrolled(relay.origin, await asyncio.to_thread(relay.invite))
    async with RunningDesk(relay.origin, tmp_path) as desk, ana:
        await ana.pair(await desk.code())
        await ana.ask(Scope.VIEW)
        await desk.allow(Scope.VIEW)
        await ana.heard(GrantLive)
        desk.core.something_was_wrong()
        assert desk.core.state is State.ENDED
        assert desk.view.wrong is not None

        began = time.monotonic()
        desk.complains(frozenset({Wrong.MONEY}), "They asked for my card.")
        await desk.until(lambda: any(entry["kind"] == "hold" for entry in log_of(relay)), "the hold")
        assert time.monotonic() - began < HELD_WITHIN
        folder = await desk.over()
        await desk.until(lambda: bool(desk.view.over and desk.view.over.said), "the last window's word of it")
        assert folder is not None
        assert check(folder / "receipt.html") == 0
        await asyncio.to_thread(proven_whole, relay.data, folder)

        # From the last window a second one, and how it was; then the program ends, and with it its engine.
        desk.core.something_was_wrong()
        desk.complains(frozenset({Wrong.RUDE}), "")
        await desk.until(lambda: sum(entry["kind"] == "hold" for entry in log_of(relay)) == 2, "the second hold")
        desk.core.rated(1, "Never again")
        desk.core.closed("over")
        await desk.until(lambda: desk.quits == 1, "the end of the program")
        (rating,) = [entry for entry in log_of(relay) if entry["kind"] == "rating"]
        assert rating["points"] == 1
        assert desk.engine.pid is None or not psutil.pid_exists(desk.engine.pid)
    held = b"".join(path.read_bytes() for path in relay.data.rglob("*") if path.is_file())
    assert b"They asked for my card" not in held
    assert b"Never again" not in held
