"""What people use today, beside us: TigerVNC's scraping server, websockify, and noVNC in the same browser."""

from __future__ import annotations

import shutil
import socket
import tempfile
import threading
import time
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager, closing
from pathlib import Path

from benchmarks.screen.programs import LineProcess, PainterProcess
from benchmarks.screen.stand import Bare, Stand
from benchmarks.session import PAGE, here
from demo import measure
from tests.support.browser import chromium
from tests.support.display import VirtualDisplay
from tests.support.processes import Child

NAME = "TigerVNC and noVNC"
SERVERS = ("X0tigervnc", "x0tigervncserver", "x0vncserver")
NOVNC = Path(__file__).parents[2] / ".tools" / "novnc" / "node_modules" / "@novnc" / "novnc"
"""Where `tools/setup-peers` puts noVNC."""
PAGE_OF_OURS = """<!doctype html><meta charset="utf-8"><title>noVNC</title>
<style>html, body, #screen { margin: 0; width: 100%; height: 100%; overflow: hidden }</style>
<div id="screen"></div>
<script type="module">
import RFB from './core/rfb.js';
const rfb = new RFB(document.getElementById('screen'), `ws://${location.host}/websockify`);
rfb.scaleViewport = true;
rfb.focusOnClick = true;
rfb.addEventListener('connect', () => rfb.focus());
</script>
"""


class PeerMissing(Exception):
    """A peer cannot be measured here; the words say what is missing."""


def server() -> str:
    """
    Find the scraping server.

    Raises:
        PeerMissing: A part of the peer is not there.
    """
    found = next((name for name in SERVERS if shutil.which(name)), None)
    missing = [] if found else ["TigerVNC's scraping server"]
    missing += [] if shutil.which("websockify") else ["websockify"]
    missing += [] if (NOVNC / "core" / "rfb.js").is_file() else ["noVNC"]
    if missing or found is None:
        raise PeerMissing(f"not installed: {', '.join(missing)}; `tools/setup-peers` installs them where it may")
    return found


@asynccontextmanager
async def novnc(desktop: Bare, painter: PainterProcess) -> AsyncIterator[Stand]:
    """
    Share the display as its programs do when nobody changes their settings, without a password.

    Raises:
        PeerMissing: A part of the peer is not there.
    """
    name = server()
    display = desktop.display
    with ExitStack() as stack:
        sharing, port = await here(lambda: _share(display, name))
        stack.callback(sharing.end)
        web = display.run(
            ["websockify", "--web", await here(lambda: _pages(stack)), f"127.0.0.1:{port + 1}", f"127.0.0.1:{port}"]
        )
        stack.callback(web.end)
        await here(lambda: _stands(port + 1))
        line = stack.enter_context(closing(LineProcess(port + 1)))
        async with chromium(*PAGE) as context:
            page = context.pages[0] if context.pages else await context.new_page()
            async with painter.furnished():
                began = time.time() * 1000
                await page.goto(f"http://localhost:{line.port}/vnc.html")
                first = await measure.first_picture(page) - began
            box = await page.locator("#screen canvas").first.bounding_box()
            if box is None:
                raise LookupError("the canvas is not on the page")
            await page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
            yield Stand(
                NAME, display, painter, page, "#screen canvas", line, lambda: (sharing.pid, web.pid), first, line
            )  # fmt: skip


def _share(display: VirtualDisplay, name: str) -> tuple[Child, int]:
    port = _two_free_ports()
    options = ["-SecurityTypes", "None", "-localhost", "-rfbport", str(port)]
    sharing = display.run([name, "-display", display.name, *options])
    _stands(port)
    return sharing, port


def _pages(stack: ExitStack) -> Path:
    """Lay noVNC and a page that uses it into a folder of their own."""
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="attended-novnc-")))
    shutil.copytree(NOVNC / "core", folder / "core")
    shutil.copytree(NOVNC / "vendor", folder / "vendor")
    (folder / "vnc.html").write_text(PAGE_OF_OURS, encoding="utf-8")
    return folder


def _two_free_ports() -> int:
    """Find two ports side by side."""
    while True:
        with socket.socket() as one, socket.socket() as other:
            one.bind(("127.0.0.1", 0))
            port = int(one.getsockname()[1])
            try:
                other.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
            return port


def _stands(port: int, within: float = 20.0) -> None:
    """Wait until somebody listens."""
    deadline = time.monotonic() + within
    waiting = threading.Event()
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if time.monotonic() > deadline:
                raise
            waiting.wait(0.05)
        else:
            return
