"""Debian's Chromium, headless, with a profile of its own and silent towards the rest of the world."""

import mimetypes
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import BrowserContext, Route, async_playwright

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


async def show_folder(context: BrowserContext, folder: Path) -> str:
    """
    Answer the browser's requests to `PAGES` from a folder, without a server, and give that address.

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
