"""Attended itself, whole: relay with recording, agent with its windows, the console in a browser."""

from __future__ import annotations

import socket
import tempfile
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path

from benchmarks.screen.programs import LineProcess, PainterProcess
from benchmarks.screen.stand import HEIGHT, WIDTH, Bare, Stand
from benchmarks.session import PAGE, Place, here
from demo.stage import Relay
from demo.technician import Technician
from tests.support.browser import chromium

NAME = "Attended"
SELECTOR = "#screen"


@dataclass(frozen=True)
class Lines:
    """The lines of both sides, by name (`line.py`)."""

    customer: str = "loopback"
    technician: str = "loopback"


@asynccontextmanager
async def ours(desktop: Bare, painter: PainterProcess, lines: Lines | None = None, *flags: str) -> AsyncIterator[Stand]:
    """Hold a session in which the technician sees and controls the screen; `flags` are for the browser."""
    lines = lines or Lines()
    with tempfile.TemporaryDirectory(prefix="attended-screen-") as folder, ExitStack() as stack:
        work = Path(folder)
        with socket.socket() as kept:  # nobody else may have the relay's port before the relay
            kept.bind(("127.0.0.1", 0))
            port = address = int(kept.getsockname()[1])
            line = stack.enter_context(closing(LineProcess(port, lines.technician)))
            thin = line
            if lines.customer != "loopback":
                thin = stack.enter_context(closing(LineProcess(port, lines.customer)))
                address = thin.port
        relay = await here(lambda: Relay(work, "--port", str(port), "--origin", f"http://localhost:{address}"))
        stack.callback(relay.child.end)
        # Both ends refuse another address than the relay's own; so the browser is told that it is elsewhere.
        elsewhere = f"--host-resolver-rules=MAP localhost:{address} 127.0.0.1:{line.port}"
        async with chromium(*PAGE, elsewhere, *flags) as context:
            ana = await Technician.at(context, WIDTH, HEIGHT)
            await ana.enrols(await here(relay.invite))
            place = Place(desktop, relay, ana, work)
            async with place.agent() as agent:
                async with painter.furnished():
                    first = await place.view()
                await place.control()
                await ana.clicks(WIDTH // 2, HEIGHT // 2)
                yield Stand(
                    NAME, desktop.display, painter, ana.page, SELECTOR, line,
                    lambda: (agent.pid, relay.child.pid), first, thin,
                )  # fmt: skip
