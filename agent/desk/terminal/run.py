"""The terminal desk's process: loop, core, and the engine beside it. All of it is wired here and nowhere else."""

from __future__ import annotations

import os
import platform
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from agent.desk.alarms import Alarms
from agent.desk.core import DeskCore
from agent.desk.engine_process import REPORT_ONLY, EngineProcess
from agent.desk.farewell import FAULT, GOODBYE_SECONDS, say_farewell
from agent.desk.help_lines import country_of
from agent.desk.known import KnownFile
from agent.desk.late_events import LateEvents
from agent.desk.looking import BootClock, Wishes, look_up
from agent.desk.ports import Outside
from agent.desk.posting import post
from agent.desk.terminal.loop import Loop
from agent.desk.terminal.person import Terminal
from agent.desk.terminal.typed import Typed
from agent.desk.terminal.view import TerminalView
from agent.desk.view import MonitorChoice, Rect
from agent.input.memory import InputMemory
from consent.scopes import Scope
from protocol.errors import AttendedError, DeskFailed, NoTerminal

Result = TypeVar("Result")

ENDED, TROUBLED = 0, 1
STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGTSTP)
"""Ctrl+C, an end from outside, a lost line to the terminal, Ctrl+\\, and Ctrl+Z: what sleeps could not be stopped."""
_SYSTEMS = {"Darwin": "macOS"}


class NoScreens:
    """No monitor: nothing can be shown, and the line that says what is live stands in the terminal."""

    def choices(self) -> list[MonitorChoice]:
        """Give none."""
        return []

    def areas(self) -> list[Rect]:
        """Give none."""
        return []


def run(wishes: Wishes, known: KnownFile, why: str = "") -> int:
    """
    Ask in the terminal until it is over; give the exit code. `why` says why it is not a window.

    Raises:
        NoTerminal: Input or output is no terminal: every answer is a no.
        DeskFailed: A fault of ours; everything has ended, and is written down if that could still be done.
    """
    if not Terminal.is_here():
        raise NoTerminal
    clock, alarms, terminal = BootClock(), Alarms(), Terminal()
    loop = Loop(alarms, clock.boot)
    events, held = LateEvents(), InputMemory.create()

    def stop() -> None:
        """Stop what runs; where nobody is connected, end the program."""
        terminal.write("\n")  # behind what the key left on its line
        view.talk.forget()
        if events.core.is_connected:
            events.core.stop("key")
        else:
            events.core.closed("code")

    typed = Typed(
        terminal,
        clock.boot,
        line=lambda line: view.heard(line),  # noqa: PLW0108 - the view is made after it
        stop=stop,
    )
    view = TerminalView(
        terminal,
        events,
        clock=clock,
        alarms=alarms,
        relay=wishes.address.name,
        drop=typed.drop,
        soon=loop.soon,
        stop=stop,
    )
    engine = EngineProcess(
        loop,
        lambda message: events.core.heard(message),  # noqa: PLW0108 - the core is made after its engine
        lambda code: events.core.engine_ended(code),  # noqa: PLW0108 - as above
        held=held.descriptor,
        release=lambda: None,  # nothing is ever held down where nothing is injected
        more=(REPORT_ONLY,),
    )
    core = events.core = DeskCore(
        view,
        Outside(
            engine=engine,
            clock=clock,
            random=os.urandom,
            find_out=lambda tell: _aside(loop, lambda: look_up(wishes, known), tell),
            known=known,
            screens=NoScreens(),
            receipts=wishes.receipts,
            spare_receipts=wishes.spare_receipts,
            relay_name=wishes.address.name,
            language=wishes.language,
            country=country_of(os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG", "")),
            can_do=frozenset({Scope.REPORT}),
            desk="terminal",
            platform=_SYSTEMS.get(platform.system(), platform.system()),
            rendered=view.rendered,
            hand_in=lambda origin, path, body, answered: _aside(loop, lambda: post(origin, path, body), answered),
            alarms=alarms,
            quit=lambda: loop.leave(TROUBLED if view.had_trouble else ENDED),
        ),
    )

    try:
        with _stopped_by_signals(lambda: loop.soon(stop)):
            typed.open()
            loop(terminal.typed, typed.readable)
            view.talk.say(*([why] if why else []))
            core.begin()
            ended = loop.run(core.tick)
            _wait_for(engine, loop)
    except Exception as fault:  # a crash is a no, and everything ends in order
        kept = say_farewell(core, loop, lambda: engine.pid is not None, why=FAULT)
        raise DeskFailed(kept) from fault
    finally:
        typed.close()
        engine.close()
        held.close()
        loop.close()
    return ended


def _aside(loop: Loop, work: Callable[[], Result], tell: Callable[[Result | AttendedError], None]) -> None:
    """Do something that waits in a thread of its own; the loop's thread hears what came of it."""

    def do() -> None:
        try:
            result: Result | AttendedError = work()
        except AttendedError as error:
            result = error
        loop.soon(lambda: tell(result))

    threading.Thread(target=do, name="waits for the relay", daemon=True).start()


def _wait_for(engine: EngineProcess, loop: Loop) -> None:
    """Let the engine close its line in order."""
    until = time.monotonic() + GOODBYE_SECONDS
    while engine.pid is not None and time.monotonic() < until:
        loop.serve(0.05)


@contextmanager
def _stopped_by_signals(stop: Callable[[], None]) -> Iterator[None]:
    before = {number: signal.signal(number, lambda *_: stop()) for number in STOPS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
