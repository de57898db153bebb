"""A whole session over real sockets: the real relay, core, engine and pipe; only windows and screen are stand-ins."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.receipt import check
from consent.scopes import Scope
from protocol.messages.control import GrantLive
from protocol.receipt import read_receipt
from tests.support.desk import RunningDesk
from tests.support.running_relay import RunningRelay
from tests.support.technician import Technician


@pytest.fixture(scope="module")
def relay(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningRelay]:
    """Run one relay for all tests here."""
    with RunningRelay(tmp_path_factory.mktemp("relay")) as running:
        yield running


async def test_a_yes_shows_the_screen_and_stop_ends_it(relay: RunningRelay, tmp_path: Path) -> None:
    """From code to picture, and from Stop to a receipt that carries the session's root."""
    ana = await Technician.enrolled(relay.origin, relay.invite())
    async with RunningDesk(relay.origin, tmp_path) as desk, ana:
        await ana.pair(await desk.code())
        await ana.ask(Scope.VIEW)
        await desk.allow(Scope.VIEW)
        live = await ana.heard(GrantLive)
        assert [scope.scope for scope in live.scopes] == [Scope.VIEW]
        await ana.next_picture()
        desk.core.stop("button")
        folder = await desk.over()
        assert folder is not None
        receipt = read_receipt((folder / "receipt.html").read_bytes())
        assert receipt.closing is not None
        assert check(folder / "receipt.html") == 0
