"""What the core needs from the computer besides windows: an engine, a clock, dice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol

from agent.desk.alarms import Alarms
from agent.desk.known import KnownFile
from agent.desk.trust import Found
from agent.desk.view import MonitorChoice, Question, Rect
from agent.engine.account import Account
from agent.pipe.messages import PipeMessage
from consent.scopes import Scope
from protocol.errors import AttendedError, RelayUnreachable

Random = Callable[[int], bytes]
FindOut = Callable[[Callable[[Found | AttendedError], None]], None]
"""Looks up relay and organisation anew, in the background, and tells what it found."""

Answered = Callable[[bytes | AttendedError], None]
HandIn = Callable[[str, str, bytes, Answered], None]
"""Hands a body in at a path of a relay's origin, in the background, and tells what it answered."""


def reach_nobody(_origin: str, _path: str, _body: bytes, tell: Answered) -> None:
    """Hand nothing in: a desk without a way to the relay."""
    tell(RelayUnreachable("no way to hand it in"))


class Clock(Protocol):
    """Two clocks: one that setting the time does not move, and one to show and sign."""

    def boot(self) -> float:
        """Give the seconds since the computer started, sleep included."""

    def wall(self) -> float:
        """Give the unix time in seconds."""


class EnginePort(Protocol):
    """The child process that carries. There is one at a time."""

    def start(self) -> None:
        """Start it afresh; nothing of an earlier one is left."""

    def send(self, message: PipeMessage) -> None:
        """Say something to it. An engine that is gone or hangs is reported by `DeskCore.engine_ended`."""

    def listen(self) -> None:
        """Take what it has said already and nobody has read yet, without waiting for more."""

    def kill(self) -> None:
        """End it this instant, whatever it does."""

    def account(self) -> Account:
        """Give how far the dead engine's streams had come, from memory it shared."""

    def release_held(self) -> None:
        """Let go of every key and button that the dead engine left pressed."""


class Screens(Protocol):
    """The monitors as the windows see them."""

    def choices(self) -> list[MonitorChoice]:
        """Give what can be shown, in the engine's order."""

    def areas(self) -> list[Rect]:
        """Give where they are, in the same order."""


@dataclass(frozen=True)
class Outside:
    """Everything outside the core, in one hand."""

    engine: EnginePort
    clock: Clock
    random: Random
    find_out: FindOut
    known: KnownFile
    screens: Screens
    receipts: Path
    relay_name: str
    spare_receipts: tuple[Path, ...] = ()
    """Where a receipt goes when its usual folder cannot be written, in the order in which they are tried."""
    language: str = "en"
    country: str = ""
    """Two letters, by which the number to call is chosen; empty when the system names none."""
    can_do: frozenset[Scope] = frozenset({Scope.VIEW, Scope.CONTROL, Scope.REPORT})
    """What may be asked for at all: nobody is asked to allow a thing that this program does not do yet."""
    desk: Literal["windows", "terminal"] = "windows"
    """Where the customer is asked: the technician is told."""
    rendered: Callable[[Question], str] = Question.text
    """Gives a question's whole text as it will stand before the customer: what the notice covers."""
    platform: str = "X11 on Linux"
    """What this computer is, for the technician."""
    alarms: Alarms = field(default_factory=Alarms)
    """What is due: whoever calls `DeskCore.tick` knows by it when to."""
    hand_in: HandIn = reach_nobody
    """How a complaint or a rating reaches the relay once no engine is left."""
    quit: Callable[[], None] = lambda: None
    """Ends the program; called when the last window was closed."""
