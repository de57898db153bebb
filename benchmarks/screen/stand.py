"""One way of seeing a screen from afar, ready to be measured: ours, or another program's."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Page

from benchmarks.screen.canvas import DESKTOP
from benchmarks.screen.programs import LineProcess, PainterProcess, cpu_seconds
from demo.stage import HEIGHT, WIDTH, Desktop
from tests.support.display import VirtualDisplay


class Bare(Desktop):
    """A customer's screen with nothing on it but its colour: what moves there is painted by the scenes alone."""

    def _furnish(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.display.run(["xsetroot", "-solid", f"#{DESKTOP:06x}"]).wait()


@dataclass
class Stand:
    """
    A running path from a display to a browser's canvas.

    `line` leads to the browser and is counted; `pids` are the processes whose CPU time counts (with all that they
    started); `first_picture` is how long the first whole picture took, in ms.
    """

    name: str
    display: VirtualDisplay
    painter: PainterProcess
    page: Page
    selector: str
    line: LineProcess
    pids: Callable[[], Sequence[int]]
    first_picture: float
    thin: LineProcess
    """The line that is not loopback, if one is not."""

    async def cpu(self) -> float:
        """Give the CPU time taken so far, in seconds."""
        return await asyncio.to_thread(cpu_seconds, self.pids())


__all__ = ["HEIGHT", "WIDTH", "Bare", "Stand"]
