"""Debian's Chromium, headless, with a profile of its own and silent towards the rest of the world."""

import mimetypes
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Browser, BrowserContext, Page, Route, async_playwright

from tests.support.processes import Child

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",  # a build machine runs as root, where Chromium's sandbox refuses to start
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",  # small in containers; Chromium dies when it is full
)
PAGES = "http://localhost"  # of all names without TLS only this one has WebCrypto and passkeys


class BrowserMissing(AssertionError):
    """No Chromium is installed; `make setup` installs it."""


def executable() -> Path:
    """Find the system's Chromium; nothing is ever downloaded."""
    for name in NAMES:
        if found := shutil.which(name):
            return Path(found)
    raise BrowserMissing(f"none of {NAMES} is on the PATH")


@asynccontextmanager
async def chromium(width: int = 1280, height: int = 800, *flags: str) -> AsyncIterator[BrowserContext]:
    """Start Chromium with a fresh profile and a page area of `width` by `height` pixels; ended on leaving."""
    with tempfile.TemporaryDirectory(prefix="attended-browser-", ignore_cleanup_errors=True) as profile:
        async with async_playwright() as playwright:
            context = await playwright.chromium.launch_persistent_context(
                profile,
                executable_path=executable(),
                headless=True,
                args=[*FLAGS, *flags],
                viewport={"width": width, "height": height},
            )
            try:
                yield context
            finally:
                await context.close()


@asynccontextmanager
async def fresh_profile(width: int = 1280, height: int = 800) -> AsyncIterator[BrowserContext]:
    """
    Give an empty profile in the one Chromium of this test run, for tests that need no process of their own.

    Starting a browser takes a second of the processor; nothing of a profile outlives it, or is seen from another.
    """
    async with kept_browser() as browser, profile_in(browser, width, height) as context:
        yield context


@asynccontextmanager
async def kept_browser() -> AsyncIterator[Browser]:
    """Drive the one Chromium of this test run: a driver takes a second as well, and serves several profiles."""
    async with async_playwright() as playwright:
        yield await playwright.chromium.connect_over_cdp(_KEPT.address())


@asynccontextmanager
async def profile_in(browser: Browser, width: int = 1280, height: int = 800) -> AsyncIterator[BrowserContext]:
    """Give an empty profile in a browser that is driven already; gone on leaving."""
    context = await browser.new_context(viewport={"width": width, "height": height})
    try:
        yield context
    finally:
        await context.close()


class _Kept:
    """A browser that stays for the tests to come; started when the first of them needs it."""

    def __init__(self) -> None:
        self._child: Child | None = None
        self._profile: tempfile.TemporaryDirectory[str] | None = None

    def address(self) -> str:
        """Give where it listens for drivers, started if it is not."""
        if self._child is None or self._child.ended:
            self.end()
            self._profile = tempfile.TemporaryDirectory(prefix="attended-browser-", ignore_cleanup_errors=True)
            own = ("--headless", "--remote-debugging-port=0", f"--user-data-dir={self._profile.name}")
            # A test run that is killed can end nothing any more: the kernel then ends its browser.
            bound = ("setpriv", "--pdeathsig", "TERM")
            self._child = Child([*bound, executable(), *own, *FLAGS, "about:blank"], name="chromium")
        return self._child.line(r"DevTools listening on (ws://\S+)")[1]

    def end(self) -> None:
        """End it and remove what it wrote."""
        child, profile = self._child, self._profile
        self._child = self._profile = None
        if child is not None:
            child.end()
        if profile is not None:
            profile.cleanup()


_KEPT = _Kept()
end_kept_browser = _KEPT.end


async def show_folder(context: BrowserContext | Page, folder: Path) -> str:
    """
    Answer the browser's or one page's requests to `PAGES` from a folder, without a server, and give that address.

    A path that is not a file below the folder is answered with 404.
    """
    root = folder.resolve()

    async def answer(route: Route) -> None:
        path = (root / route.request.url.removeprefix(PAGES).partition("?")[0].lstrip("/")).resolve()
        if not path.is_relative_to(root) or not path.is_file():
            await route.fulfill(status=404)
            return
        # Python's own table may lack the modules' type, and a module of another type is not run.
        kind = "text/javascript" if path.suffix == ".js" else mimetypes.guess_type(path.name)[0] or "text/plain"
        await route.fulfill(body=path.read_bytes(), content_type=kind)

    await context.route(f"{PAGES}/**", answer)
    return PAGES
