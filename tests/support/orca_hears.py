"""
The whole way through a session with the screen off, by Orca: `python -m tests.support.orca_hears --out FILE`.

Runs the customer's own program on a display that nobody sees, with Orca beside it, against a real relay with a
scripted technician. Everything is worked by keys, and each step waits for what Orca says. What it said is written
down, window by window. Ends what it starts by its id. Without Orca it names the packages to install, and exits with 2.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from consent.encoding import b64u
from consent.scopes import Scope
from protocol.messages.chat import ChatSaid
from protocol.messages.control import GrantLive, SessionEnded
from tests.support.at_spi import Part, Reader, accessibility_bus
from tests.support.display import NothingHappened, VirtualDisplay
from tests.support.house import ROOT
from tests.support.orca import PACKAGES, NotHeard, Orca, missing
from tests.support.processes import Child
from tests.support.running_relay import RunningRelay
from tests.support.technician import Technician

SECONDS = 240.0
"""In which all of it must be over."""
STEPS = 40
CALM, ARRIVAL, BEGINNING = 1.0, 2.1, 24
"""Seconds after which a Tab has led nowhere, and those in which a window that has just come up takes no key;
and the letters of a name by which it is known again."""
DIGITS = re.compile(r"group 1: ([\d, ]+)\. group 2: ([\d, ]+)\. group 3: ([\d, ]+)")


@dataclass
class Heard:
    """One window's part of the way: what was pressed, and what was said then."""

    window: str
    lines: list[str] = field(default_factory=list)


class Listener:
    """A customer who sees nothing: presses keys, and goes on when Orca has said what they wait for."""

    def __init__(self, display: VirtualDisplay, orca: Orca, reader: Reader) -> None:
        self._display, self._orca, self._reader = display, orca, reader
        self._mark = self._written = 0
        self.transcript: list[Heard] = []

    def begins(self, window: str) -> None:
        """Begin a window's part."""
        self._write()
        self.transcript.append(Heard(window))

    def hears(self, words: str) -> None:
        """Wait until Orca says these words."""
        self._mark = self._orca.hears(words, self._mark)

    def presses(self, *keys: str) -> None:
        """Press keys one after the other; what is waited for from here on is said after that."""
        self._write()
        self._mark = len(self._orca.said)
        self.transcript[-1].lines.append(f"[{' '.join(keys)}]")
        self._display.key(*keys)

    def writes(self, text: str) -> None:
        """Type words."""
        self._write()
        self._mark = len(self._orca.said)
        self.transcript[-1].lines.append(f"[types: {text}]")
        self._display.type(text)

    def goes_to(self, words: str, key: str = "Tab") -> None:
        """Press a key until the keyboard is at a part that is called so; each on the way there has to be said."""
        passed: list[str] = []
        while len(passed) < STEPS:
            former = self._reader.focused()
            self.presses(key)
            part = self._moved(former)
            if part is not None:
                if part.name.startswith(words):
                    self.hears(part.name[:BEGINNING])
                    return
                self._orca.more(self._mark, CALM)
                if any(said.startswith(words) for said in self._orca.said[self._mark :]):
                    return
                passed.append(part.name)
        raise NotHeard(f"{words!r} was not come to; what was: {passed}")

    def _moved(self, former: Part | None) -> Part | None:
        def moved() -> Part | None:
            part = self._reader.focused()
            is_new = part is not None and (former is None or part.place != former.place)
            return part if is_new else None

        with suppress(NothingHappened):
            return self._display.until(moved, CALM, "the key to lead on")
        return self._reader.focused()

    def activates(self, words: str, key: str = "Tab") -> None:
        """Go to a part and press Space."""
        self.goes_to(words, key)
        self.presses("space")

    def until_keys_are_taken(self) -> None:
        """Let the time pass in which a window that has just come up takes no key but Esc: nothing tells of its end."""
        try:
            self._display.until(lambda: False, ARRIVAL, "nothing")
        except NothingHappened:
            return

    def until_ready(self, words: str) -> None:
        """Wait until no part of any window says these words any more: why something does not work yet."""

        def is_over() -> bool:
            return not any(words in part.name or words in part.description for part in self._reader.shown())

        self._display.until(is_over, 20.0, f"{words!r} to be over")

    def code(self) -> str:
        """Give the code as it was heard, digit by digit."""
        self.hears("group 1: ")
        found = next(found for said in reversed(self._orca.said) if (found := DIGITS.search(said)))
        return "-".join(group.replace(", ", "") for group in found.groups())

    def finish(self) -> list[Heard]:
        """Give all that was heard."""
        self._write()
        return self.transcript

    def _write(self) -> None:
        said = self._orca.said
        if self.transcript:
            self.transcript[-1].lines += said[self._written :]
        self._written = len(said)


class Way:
    """The steps, in the order in which they are gone."""

    def __init__(self, listener: Listener) -> None:
        self._me = listener

    def warned(self) -> None:
        """Say that they called: the warning, and back from it by its safe answer's neighbour."""
        me = self._me
        me.begins("The check, first question")
        me.hears("Before we start")
        me.until_keys_are_taken()
        me.goes_to("How did this start? I asked")
        me.activates("How did this start? A message on my screen", "Down")
        me.activates("Continue.")
        me.begins("Stop here")
        me.hears("Stop here")
        me.until_keys_are_taken()
        me.goes_to("I picked the wrong answer")
        me.until_ready("You can go back in")
        me.presses("space")
        me.begins("The check, first question, again")
        me.hears("Before we start")
        me.until_keys_are_taken()
        me.goes_to("How did this start? A message on my screen")
        me.goes_to("How did this start? They called me", "Up")
        me.presses("space")
        me.activates("Continue.")
        me.begins("The check, second question")
        me.hears("Has anyone asked")
        me.activates("No, none of these")
        me.activates("Continue.")
        me.begins("Are you sure who this is?")
        me.hears("Are you sure")
        me.until_keys_are_taken()
        me.goes_to("Go on, looking only")
        me.goes_to("Close and call back")
        me.presses("space")

    def checked(self) -> str:
        """Answer both questions, and give the code as it was heard."""
        me = self._me
        me.begins("The check, for somebody who asked for help")
        me.hears("Before we start")
        me.until_keys_are_taken()
        me.activates("How did this start? I asked")
        me.activates("Continue.")
        me.hears("Has anyone asked")
        me.activates("No, none of these")
        me.activates("Continue.")
        me.begins("The code")
        code = me.code()
        me.until_keys_are_taken()
        me.goes_to("Who do you expect?")
        me.writes("Nordlicht")
        return code

    def allowed(self) -> None:
        """Hear who asks for what; press Allow too soon, hear what is missing, and give it."""
        me = self._me
        me.begins("The question: screen and health report")
        me.hears("asks to see your screen")
        me.until_ready("read this first")
        me.activates("Allow")
        me.hears("notification To allow: ")
        me.presses("space")
        me.hears("selected")
        me.activates("See my screen")
        me.activates("Get a health report")
        me.activates("Allow 2 things for")

    def read_report(self) -> None:
        """Cross out a line of the report, and send the rest."""
        me = self._me
        me.begins("The health report, before it goes")
        me.hears("Read this before it goes to")
        me.until_ready("read this first")
        me.goes_to("The health report.")
        me.presses("Down")
        me.hears("cross out,")
        me.presses("space")
        me.hears("crossed out")
        me.goes_to("Send")
        me.until_ready("read this first")
        me.presses("space")

    def looked_at_banner(self) -> None:
        """Go to the banner and back, and look what is on."""
        me = self._me
        me.begins("The banner")
        me.presses("ctrl+alt+Home")
        me.hears("Stop")
        me.activates("What is on")
        me.begins("What is on")
        me.hears("Turn off")
        me.goes_to("Add 10 minutes")
        me.presses("Escape")
        me.hears("What is on")

    def allowed_control(self) -> None:
        """Allow mouse and keyboard."""
        me = self._me
        me.begins("The second question: mouse and keyboard")
        me.hears("asks to use your mouse")
        me.until_ready("read this first")
        me.activates("Use my mouse")
        me.goes_to("Allow 1 thing")
        me.until_ready("read this first")
        me.presses("space")

    def chatted(self) -> None:
        """Hear of a line, open the chat from the banner, and answer."""
        me = self._me
        me.begins("The chat")
        me.hears("wrote in the chat")
        me.presses("ctrl+alt+Home")
        me.hears("Stop")
        me.activates("Chat")
        me.hears("Attended · chat")
        me.writes("Yes, I am here.")
        me.presses("Return")

    def paused(self) -> None:
        """Pause, and go on."""
        me = self._me
        me.begins("Pause")
        me.presses("ctrl+alt+Home")
        me.hears("Stop")
        me.activates("Pause")
        me.hears("aused")
        me.goes_to("Go on")
        me.presses("space")

    def stopped(self) -> None:
        """Stop by Esc three times."""
        me = self._me
        me.begins("Stop, by Esc three times")
        me.presses("Escape", "Escape", "Escape")

    def over(self) -> None:
        """Hear that it is over, and come to the receipt."""
        me = self._me
        me.begins("It is over")
        me.hears("It is over")
        me.until_keys_are_taken()
        me.goes_to("Show your receipt")
        me.presses("Escape")


async def go(folder: Path, out: Callable[[list[Heard]], None]) -> None:
    """Go the whole way; `out` is given what was heard even where it breaks off."""
    with RunningRelay(folder) as relay, VirtualDisplay() as display, accessibility_bus(folder, display.env) as reader:
        ana = await Technician.enrolled(relay.origin, relay.invite())
        listener = Listener(display, Orca(display, reader.address), reader)
        way = Way(listener)
        with _written(listener, out):
            first = _agent(display, reader, relay, folder / "first")
            await asyncio.to_thread(way.warned)
            await asyncio.to_thread(first.wait)
            agent = _agent(display, reader, relay, folder / "second")
            async with ana:
                await ana.pair(await asyncio.to_thread(way.checked))
                await _session(way, ana)
                assert await asyncio.to_thread(agent.wait) == 0


async def _session(way: Way, ana: Technician) -> None:
    await ana.ask(Scope.VIEW, Scope.REPORT)
    await asyncio.to_thread(way.allowed)
    await ana.heard(GrantLive)
    await asyncio.to_thread(way.read_report)
    await ana.until(lambda: bool(ana.reports), "the report")
    await asyncio.to_thread(way.looked_at_banner)
    live = len(ana.events)
    await ana.ask(Scope.CONTROL)
    await asyncio.to_thread(way.allowed_control)
    await ana.heard(GrantLive, live)
    await ana.say(ChatSaid(id=b64u(os.urandom(16)), text="Are you still there?"))
    await asyncio.to_thread(way.chatted)
    await asyncio.to_thread(way.paused)
    await asyncio.to_thread(way.stopped)
    await ana.heard(SessionEnded)
    await asyncio.to_thread(way.over)


@contextmanager
def _written(listener: Listener, out: Callable[[list[Heard]], None]) -> Iterator[None]:
    try:
        yield
    finally:
        out(listener.finish())


def _agent(display: VirtualDisplay, reader: Reader, relay: RunningRelay, folder: Path) -> Child:
    argv = [sys.executable, "-m", "agent.main", relay.origin, "--data", str(folder), "--receipts", str(folder / "r")]
    on = {"AT_SPI_BUS_ADDRESS": reader.address, "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}
    return display.run(argv, name="agent", cwd=ROOT, **on)


def printed(heard: list[Heard]) -> str:
    """Give the transcript: keys in brackets, and what Orca said."""
    return "\n".join(f"### {part.window}\n\n```text\n" + "\n".join(part.lines) + "\n```\n" for part in heard)


def main() -> int:
    """Run it, and write what was heard."""
    parser = argparse.ArgumentParser(prog="python -m tests.support.orca_hears")
    parser.add_argument("--out", type=Path, required=True, help="where to write what was heard")
    out: Path = parser.parse_args().out
    if absent := missing():
        sys.stderr.write(f"Not on this machine: {', '.join(absent)}. Install them, on Debian as\n  {PACKAGES}\n")
        return 2
    with tempfile.TemporaryDirectory(prefix="attended-orca-") as folder:
        told = partial(_write, out, home=folder)
        asyncio.run(asyncio.wait_for(go(Path(folder), told), SECONDS))
    return 0


def _write(out: Path, heard: list[Heard], home: str) -> None:
    out.write_text(printed(heard).replace(home, "~"), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
