"""What the tests in a browser share: for each file one driver and one profile, in which each test has its own page."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import BrowserContext

from tests.support.browser import fresh_profile


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def profile() -> AsyncIterator[BrowserContext]:
    """Give an empty profile of the one Chromium."""
    async with fresh_profile() as context:
        yield context
