"""
`python -m benchmarks.screen [PART ...]`: measure the screen at the console's canvas, and print tables beside the goals.

Parts: `loopback`, `thin`, `home`, `drop`, on demand `torn`, and, with `--peers`, what people use today beside us.
Ends with 0 when all could be measured, else with 1. A goal that was missed is printed as missed; it is no failure.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import signal
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from pathlib import Path

from benchmarks.report import machine
from benchmarks.screen import peers
from benchmarks.screen.figures import HEAD, LOOPBACK, Round, Row, facts, ratios, rows
from benchmarks.screen.ours import NAME as OURS
from benchmarks.screen.ours import Lines, ours
from benchmarks.screen.programs import PainterProcess
from benchmarks.screen.run import at_rest, run
from benchmarks.screen.scenes import USUAL
from benchmarks.screen.stand import Bare, Stand
from benchmarks.screen.thin import breaks_down, steady, torn

PARTS = ("loopback", "thin", "home", "drop")
FURTHER = ("torn",)
"""Parts that take minutes, and are measured only when asked for."""
LONGER = {"idle": 2.0, "key": 1.5}
"""Scenes that are measured longer than the others: little happens in them."""
OPENING = 120.0
"""Seconds after which a session that does not come up is given up; measuring has its own time beside it."""
REST = 1.0
"""Seconds after the last change at which the picture must be exact."""

Open = Callable[[Bare, PainterProcess], AbstractAsyncContextManager[Stand]]


class Bench:
    """The measuring of this run: what was asked for, and what was found."""

    def __init__(self, wishes: argparse.Namespace) -> None:
        self.seconds: float = wishes.seconds
        self.rounds: int = wishes.rounds
        self.scenes: list[str] = wishes.scenes
        self.frames: int = wishes.frames
        self.side: str = wishes.side
        self.patience = OPENING + 4 * self.seconds * len(self.scenes)
        self.tables: dict[str, Sequence[Row]] = {}
        self.machine = [machine()]
        self.failed = False

    async def alone(self, parts: Sequence[str]) -> None:
        """Measure ourselves."""
        async with _customer(self.scenes) as (desktop, painter):
            for part in parts:
                await self._tell(part, partial(self._part, part, desktop, painter))

    async def beside(self) -> None:
        """Measure ourselves and what people use today, in turn."""
        try:
            peers.server()
        except peers.PeerMissing as missing:
            print(f"{peers.NAME}: left out, {missing}", flush=True)
            self.failed = True
            return
        both: dict[str, list[Round]] = {OURS: [], peers.NAME: []}
        async with _customer(self.scenes) as (desktop, painter):
            for _ in range(self.rounds):
                turn = [await self._round(desktop, painter, open_) for open_ in (ours, peers.novnc)]
                if None in turn:
                    continue
                for done in turn:
                    if done is not None:
                        both[done.stand].append(done)
        self._print(OURS, rows(LOOPBACK, both[OURS]))
        self._print(peers.NAME, rows(LOOPBACK, both[peers.NAME], goals=False))
        self._print(f"{OURS} / {peers.NAME}", ratios(LOOPBACK, both[OURS], both[peers.NAME]))

    async def _part(self, part: str, desktop: Bare, painter: PainterProcess) -> list[Row]:
        if part == "loopback":
            rounds = [await self._round(desktop, painter, ours) for _ in range(self.rounds)]
            return rows(LOOPBACK, [done for done in rounds if done is not None])
        if part == "torn":
            async with asyncio.timeout(OPENING + self.frames / 10), ours(desktop, painter) as stand:
                return await torn(stand, self.frames)
        line = "home" if part == "drop" else part
        lines = Lines(**{self.side: line})
        async with asyncio.timeout(self.patience), ours(desktop, painter, lines) as stand:
            return await (
                breaks_down(stand, line, "narrow") if part == "drop" else steady(stand, line, 3 * self.seconds)
            )

    async def _round(self, desktop: Bare, painter: PainterProcess, open_: Open) -> Round | None:
        """Measure each scene once; None, and a word of it, when that could not be done."""
        try:
            async with asyncio.timeout(self.patience), open_(desktop, painter) as stand:
                done = Round(stand.name, first_picture=stand.first_picture)
                for name in self.scenes:
                    done.outcomes |= await run(stand, [name], self.seconds * LONGER.get(name, 1.0))
                done.rest = await at_rest(stand, REST)
                return done
        except Exception as wrong:  # noqa: BLE001 - what stops one turn is told, and the others still measure
            self._lost(open_.__name__, wrong)
            return None

    async def _tell(self, name: str, measure: Callable[[], Awaitable[list[Row]]]) -> None:
        try:
            self._print(name, await measure())
        except Exception as wrong:  # noqa: BLE001 - what stops one part is told, and the others still measure
            self._lost(name, wrong)

    def _lost(self, name: str, wrong: Exception) -> None:
        self.failed = True
        print(f"{name}: could not be measured: {type(wrong).__name__}: {str(wrong)[:400]}", flush=True)

    def _print(self, name: str, table: Sequence[Row]) -> None:
        self.tables[name] = table
        self.machine.append(machine())
        print(f"\n{name}   ({self.machine[-1]})\n{HEAD}", flush=True)
        for row in table:
            print(row.line(), flush=True)


@asynccontextmanager
async def _customer(scenes: Sequence[str]) -> AsyncIterator[tuple[Bare, PainterProcess]]:
    """A customer's screen, and everything made that will be painted on it."""
    with tempfile.TemporaryDirectory(prefix="attended-customer-") as folder:
        desktop = await asyncio.to_thread(Bare, Path(folder))
        try:
            painter = PainterProcess(desktop.display)
            await painter.prepare(*scenes, "typing", "film", "scroll")
            yield desktop, painter
        finally:
            await asyncio.to_thread(desktop.end)


def _wishes() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.screen", description="Measure the screen at the canvas."
    )
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)} (all by default), torn")
    parser.add_argument("--peers", action="store_true", help="on loopback, beside what people use today")
    parser.add_argument("--scenes", nargs="*", default=list(USUAL), choices=list(USUAL), help="only these")
    parser.add_argument("--rounds", type=int, default=3, help="how often each is measured (default: 3)")
    parser.add_argument("--seconds", type=float, default=8.0, help="how long each scene counts (default: 8)")
    parser.add_argument("--frames", type=int, default=10_000, help="how many frames `torn` looks at (default: 10000)")
    parser.add_argument("--side", choices=["customer", "technician"], default="customer", help="whose line is thin")
    parser.add_argument("--json", metavar="FILE", type=Path, help="write the figures there as well")
    wishes = parser.parse_args()
    if unknown := [part for part in wishes.parts if part not in (*PARTS, *FURTHER)]:
        parser.error(f"there is no part {', '.join(unknown)}; there are {', '.join((*PARTS, *FURTHER))}")
    return wishes


async def measure(wishes: argparse.Namespace) -> bool:
    """Measure what was asked for; say whether all could be measured."""
    current = asyncio.current_task()
    if current is not None:
        # Whoever ends this run ends it in order, so that nothing it started is left behind.
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, current.cancel)
    bench = Bench(wishes)
    try:
        await (bench.beside() if wishes.peers else bench.alone(wishes.parts or PARTS))
    finally:
        if wishes.json is not None:
            wishes.json.write_text(json.dumps(facts(bench.tables, bench.machine), indent=1), encoding="utf-8")
    return not bench.failed


def main() -> int:
    """Measure; ended from outside, everything that was started has been ended, and 1 is given."""
    try:
        return 0 if asyncio.run(measure(_wishes())) else 1
    except asyncio.CancelledError:
        print("ended before everything was measured", flush=True)
        return 1


if __name__ == "__main__":
    sys.exit(main())
