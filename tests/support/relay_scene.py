"""A real relay for each file of tests, and two ends on real sockets: a customer's and Ana Weber's."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import httpx
import pytest

from consent.jws import SigningKey
from tests.support.ends import Ends
from tests.support.relay_process import RelayProcess, relay_process, seeded_key


@pytest.fixture(scope="module")
def relay(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RelayProcess]:
    """Run a relay with demonstration data for one file of tests."""
    with relay_process(tmp_path_factory.mktemp("relay") / "data") as started:
        yield started


@pytest.fixture(scope="module")
def ana() -> SigningKey:
    """Give Ana Weber's key."""
    return seeded_key("Ana Weber")


@pytest.fixture(scope="module")
def browser(relay: RelayProcess, ana: SigningKey) -> httpx.Client:
    """Give Ana Weber's browser, enrolled and signed in."""
    return relay.technician(ana)


@pytest.fixture
async def ends(relay: RelayProcess, ana: SigningKey, browser: httpx.Client) -> AsyncIterator[Ends]:
    """Give a customer and Ana Weber who have not met yet."""
    made = Ends(relay, ana, browser)
    yield made
    await made.close()


@pytest.fixture
async def paired(ends: Ends) -> Ends:
    """Give a customer and Ana Weber who are paired."""
    return await ends.pair()
