"""What the console's tests share: for each file one relay, and one browser in which a technician is signed in."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext

from tests.support.browser import kept_browser
from tests.support.console_page import technician_in
from tests.support.running_relay import RunningRelay


@pytest.fixture(scope="module")
def relay(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningRelay]:
    """Run one relay for all tests of a file."""
    with RunningRelay(tmp_path_factory.mktemp("relay")) as running:
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    """Drive one browser for all tests of a file."""
    async with kept_browser() as driven:
        yield driven


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def signed_in(relay: RunningRelay, browser: Browser) -> AsyncIterator[BrowserContext]:
    """
    Give a profile in which Ana Weber has used her link; every test works in a tab of its own.

    Driver, profile and enrolment cost more of the processor than most of the tests that come after them.
    """
    async with technician_in(browser, relay.invite()) as ana:
        await ana.page.close()
        yield ana.page.context
