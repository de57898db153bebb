"""What several promises share: a real relay for each file, and two ends on real sockets."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import httpx
import pytest

from consent.jws import SigningKey
from tests.support.display import VirtualDisplay
from tests.support.ends import Ends
from tests.support.relay_process import RelayProcess, relay_process, seeded_key
from tests.support.running_relay import RunningRelay


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningRelay]:
    """Run a relay for a file whose ends are a real desk and a scripted technician."""
    with RunningRelay(tmp_path_factory.mktemp("running")) as started:
        yield started


@pytest.fixture(scope="module")
def display() -> Iterator[VirtualDisplay]:
    """Give a screen of one monitor."""
    with VirtualDisplay(1280, 800) as made:
        yield made


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RelayProcess]:
    """Run a relay with demonstration data for one file of tests."""
    with relay_process(tmp_path_factory.mktemp("relay") / "data") as started:
        yield started


@pytest.fixture(scope="module")
def ana_key() -> SigningKey:
    """Give Ana Weber's key."""
    return seeded_key("Ana Weber")


@pytest.fixture(scope="module")
def browser(server: RelayProcess, ana_key: SigningKey) -> httpx.Client:
    """Give Ana Weber's browser, enrolled and signed in."""
    return server.technician(ana_key)


@pytest.fixture
async def ends(server: RelayProcess, ana_key: SigningKey, browser: httpx.Client) -> AsyncIterator[Ends]:
    """Give a customer and Ana Weber who have not met yet."""
    made = Ends(server, ana_key, browser)
    yield made
    await made.close()


@pytest.fixture
async def paired(ends: Ends) -> Ends:
    """Give a customer and Ana Weber who are paired."""
    return await ends.pair()
