"""
`python -m demo.headless --out DIR`: one whole supported session by itself, and its evidence in DIR.

The customer's hand works the real desk windows on a virtual screen; the technician's works the relay's page in a real
headless browser. Ends with 0 only if everything happened, everything is there and holds, and every process ended.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from playwright.async_api import BrowserContext

from demo import evidence, replay
from demo.customer import Customer
from demo.measure import Spread
from demo.stage import HEIGHT, WIDTH, Desktop, Relay, start_agent
from demo.technician import Area, Technician
from tests.support.browser import chromium
from tests.support.processes import Child

PRESSES = 100
REASON = "The printer does not print."
MORE = "To switch the printer on again, together with you."
TICKET = "4711"
FIXED = "State     ready"
GREETING, ANSWER = "Hello! I will look at the printer now.", "Thank you, it prints again."

T = TypeVar("T")


@dataclass
class Story:
    """One session, step by step, and what was measured on the way."""

    out: Path
    desktop: Desktop
    relay: Relay
    start_agent: Callable[[], None]
    roll: evidence.Roll
    times: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Give the customer eyes and hands."""
        self.customer = Customer(self.desktop.display)

    async def play(self, context: BrowserContext) -> None:
        """Play it from the code to the end, and look at the recording with a reader's key."""
        ana = await Technician.at(context, WIDTH, HEIGHT)
        await ana.enrols(self.relay.invite())
        await self._meet(ana)
        await self._show(ana)
        await self._write(ana)
        await self._help(ana)
        await self._stop(ana)
        if ana.faults:
            raise AssertionError(f"the technician's page had faults: {ana.faults}")

    async def _meet(self, ana: Technician) -> None:
        started = time.time()
        self.start_agent()
        await here(self.customer.answers_check, self.out / "desk-check.png")
        seen = await here(self.customer.sees_code, self.out / "desk-code.png")
        self.times["agent_start_to_code"] = _ms(seen - started)
        code = await here(self.customer.copies_code)
        typed = time.time()
        await ana.connects(code)
        self.times["code_to_paired"] = _ms(time.time() - typed)

    async def _show(self, ana: Technician) -> None:
        await ana.asks_first(REASON, TICKET)
        question = await here(self.customer.sees_question)
        seeing = asyncio.ensure_future(ana.first_picture())
        pressed = await here(lambda: self.customer.allows(question, first=True, shot=self.out / "desk-question.png"))
        self.times["yes_to_first_picture"] = round(await seeing - pressed * 1000, 1)
        await here(self.customer.sees_live)

    async def _write(self, ana: Technician) -> None:
        await ana.writes(GREETING)
        await here(self.customer.writes, ANSWER)
        await ana.reads(ANSWER)
        await here(self.customer.closes_chat)

    async def _help(self, ana: Technician) -> None:
        await ana.asks_for_control(MORE)
        question = await here(self.customer.sees_question)
        await here(lambda: self.customer.allows(question, first=False))
        await ana.controls()
        await self._edit(ana)
        await self._measure(ana)
        await self._look(ana)
        await ana.shoots(self.out / "console.png")
        await here(self.customer.sees_live, self.out / "desk-live.png")
        self.roll.call()

    async def _edit(self, ana: Technician) -> None:
        """Put the last word of a file right in a text editor, and save it."""
        editor = self.desktop.editor
        await ana.clicks(editor.x + editor.width // 2, editor.y + editor.height - 80)
        await ana.presses("Control+End", "Backspace", "Shift+Home")
        await ana.types(FIXED)
        await ana.presses("Enter", "Control+s")
        await here(self._saved)

    def _saved(self) -> None:
        def saved() -> bool:
            return self.desktop.file.read_text(encoding="utf-8").endswith(f"{FIXED}\n")

        self.desktop.display.until(saved, 15, f"{FIXED!r} in the customer's file")

    async def _measure(self, ana: Technician) -> None:
        """Press keys in a terminal, and measure how long each takes to change a pixel in the browser."""
        terminal = self.desktop.terminal
        await ana.clicks(terminal.x + terminal.width // 2, terminal.y + terminal.height // 2)
        await ana.presses("Control+l")
        watched = await ana.watches(Area(terminal.x, terminal.y, terminal.width, 90))
        letters = "the quick brown fox jumps over a lazy dog "
        took = [await watched.press(letters[number % len(letters)]) for number in range(PRESSES)]
        spread = Spread.of(took)
        self.times |= {"input_to_pixel_p50": spread.p50, "input_to_pixel_p95": spread.p95}

    async def _look(self, ana: Technician) -> None:
        """Show the file in the terminal, and drag over it with the mouse."""
        await ana.presses("Control+u", "Control+l")
        await ana.types("cat printer.conf")
        await ana.presses("Enter")
        terminal = self.desktop.terminal
        watched = await ana.watches(Area(terminal.x, terminal.y, terminal.width, 300))
        await watched.settled(30)
        await ana.drags((terminal.x + 4, terminal.y + 122), (terminal.x + 170, terminal.y + 122))
        await watched.settled(30)

    async def _stop(self, ana: Technician) -> None:
        await here(self.customer.stops)
        await ana.sees_end("Customer pressed Stop")
        await here(self.customer.sees_end)


async def here(step: Callable[..., T], *values: object) -> T:
    """Let the customer do something while the technician's browser goes on."""
    return await asyncio.to_thread(step, *values)


async def perform(out: Path, work: Path, roll: evidence.Roll) -> dict[str, object]:
    """Set the stage, play the session, end everything; give the summary."""
    with ExitStack() as stack:
        desktop = Desktop(work / "customer")
        stack.callback(desktop.end)
        relay = Relay(work)
        stack.callback(relay.child.end)
        agents: list[Child] = []

        def start() -> None:
            agents.append(start_agent(relay.origin, work, desktop.display.env))
            stack.callback(agents[0].end)

        story = Story(out, desktop, relay, start, roll)
        async with chromium(1680, 900) as context:
            try:
                await story.play(context)
            except BaseException:
                _tell(out, desktop, relay.child, *agents)
                raise
            session = relay.session()
            reader = work / "reader"
            await replay.opens(relay, session, reader, ANSWER)
            await replay.shows(relay, session, reader, context, out / "replay.png", roll)
            roll.call()
        (agent,) = agents
        cpu = {"agent": evidence.cpu_seconds(agent.pid), "relay": evidence.cpu_seconds(relay.child.pid)}
        await here(story.customer.closes_end)
        agent.wait()
    evidence.collect(relay, session, work / "receipts", out)
    entries, sizes = evidence.sizes(out / "recording.mcap")
    return {"times": story.times, "bytes": sizes, "entries": entries, "cpu_s": cpu}


def main() -> int:
    """Run the demonstration; give the exit code."""
    parser = argparse.ArgumentParser(prog="python -m demo.headless", description="One supported session by itself.")
    parser.add_argument("--out", type=Path, required=True, help="folder for the evidence; what lies there is replaced")
    out: Path = parser.parse_args().out
    clear(out)
    began = time.monotonic()
    roll = evidence.Roll()
    with tempfile.TemporaryDirectory(prefix="attended-demo-") as work:
        facts = asyncio.run(perform(out, Path(work), roll))
    facts |= {"pids": roll.ended(), "verify": list(evidence.VERIFY)}
    evidence.write_summary(out, **facts)
    said = evidence.verify(out)
    lost = evidence.missing(out, [*evidence.RECEIPT_FILES, *evidence.PICTURES])
    if lost:
        raise SystemExit(f"missing in {out}: {', '.join(lost)}")
    print(f"{said.strip().splitlines()[-1]}\n{facts['times']}\n{time.monotonic() - began:.0f} s; all of it is in {out}")
    return 0


def clear(out: Path) -> None:
    """Make an empty folder, of one that holds nothing or an earlier demonstration's evidence."""
    if out.exists() and {path.name for path in out.iterdir()} - evidence.NAMES:
        raise SystemExit(f"{out} holds something else; name an empty folder.")
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)


def _tell(out: Path, desktop: Desktop, *children: Child) -> None:
    """Say what is known about a failure: what the programs said, and a picture of the customer's screen."""
    print(f"The customer's screen: {desktop.display.screenshot(out / evidence.FAILED)}", file=sys.stderr)
    for child in children:
        print(f"{child.name} said (status {child.returncode}):", *child.lines[-30:], sep="\n  ", file=sys.stderr)


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 1)


if __name__ == "__main__":
    os.umask(0o077)
    sys.exit(main())
