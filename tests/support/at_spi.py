"""
What a screen reader on Linux is told: an accessibility bus of the test's own, and a walk over what stands there.

The bus is the real dbus-daemon with the real registry (at-spi2-core); the walk speaks the protocol itself: for every
part its name, role, description, states, and what can be done with it (AT-SPI 2, org.a11y.atspi.Accessible).
"""

from __future__ import annotations

import contextlib
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jeepney import DBusAddress, MatchRule, MessageType, Properties, new_method_call
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import DBusConnection, open_dbus_connection

REGISTRY = ("/usr/libexec/at-spi2-registryd", "/usr/lib/at-spi2-core/at-spi2-registryd")
"""Where Debian and others keep it; it is no command of anybody's."""
NAME, ROOT = "org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root"
ACCESSIBLE, ACTION = "org.a11y.atspi.Accessible", "org.a11y.atspi.Action"
SECONDS = 15.0
DEEPEST = 30
STATES = {
    1: "active", 4: "checked", 7: "editable", 8: "enabled", 11: "focusable", 12: "focused", 24: "sensitive",
    25: "showing", 30: "visible", 41: "checkable",
}  # fmt: skip
"""The states that the tests speak of, by their bit (atspi-constants.h, AtspiStateType)."""
_CONFIGURATION = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>accessibility</type><listen>unix:path={socket}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow receive_sender="*"/><allow own="*"/>
<allow user="*"/></policy></busconfig>"""


@dataclass(frozen=True)
class Part:
    """One part of a window, as a reader is told of it."""

    role: str
    name: str
    description: str
    states: frozenset[str]
    place: tuple[str, str] = field(repr=False)
    """Its program and path on the bus."""
    children: tuple[Part, ...] = field(repr=False)

    def all(self) -> Iterator[Part]:
        """Give it and everything below it, in the order of reading."""
        yield self
        for child in self.children:
            yield from child.all()

    def heading(self) -> str:
        """Give the words that have the keyboard when the window has come up: they are read first."""
        return next((part.name for part in self.all() if "focused" in part.states), "")

    def shown(self) -> list[Part]:
        """Give what is to be seen of it."""
        return [part for part in self.all() if "showing" in part.states]


class Reader:
    """A reader on a bus: sees every program's windows."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._line: DBusConnection = open_dbus_connection(address)

    def standing(self) -> Part:
        """Read the window that stands, all of it; of several, the one that came last."""
        return self._windows()[-1]

    def shown(self) -> list[Part]:
        """Give what is to be seen of every window that stands."""
        return [part for window in self._windows() for part in window.shown()]

    def focused(self) -> Part | None:
        """Give the part that has the keyboard, with nothing below it; None where no window of anybody's has it."""
        for program in self._ask((NAME, ROOT), "GetChildren")[0]:
            with contextlib.suppress(LookupError):
                for window in self._ask((program[0], program[1]), "GetChildren")[0]:
                    if "active" in self._states((window[0], window[1])):
                        return self._focused_in((window[0], window[1]))
        return None

    def press(self, part: Part) -> None:
        """Do the first thing that can be done with a part: a reader's press or tick."""
        (done,) = self._send(new_method_call(DBusAddress(part.place[1], part.place[0], ACTION), "DoAction", "i", (0,)))
        assert done, part

    @contextlib.contextmanager
    def awaiting(self, name: str) -> Iterator[None]:
        """Wait, at the end, until somebody with this name is on the bus."""
        rule = MatchRule(type="signal", interface="org.freedesktop.DBus", member="NameOwnerChanged")
        rule.add_arg_condition(0, name)
        self._send(message_bus.AddMatch(rule))
        with self._line.filter(rule) as came:
            yield
            self._line.recv_until_filtered(came, timeout=SECONDS)

    def close(self) -> None:
        """Leave the bus."""
        self._line.close()

    def _windows(self) -> list[Part]:
        found = []
        for program in self._ask((NAME, ROOT), "GetChildren")[0]:
            for window in self._ask(program, "GetChildren")[0]:
                with contextlib.suppress(LookupError):  # it went while it was read
                    part = self._read(window, 0)
                    if "showing" in part.states:
                        found.append(part)
        return found

    def _focused_in(self, at: tuple[str, str]) -> Part | None:
        if "focused" in self._states(at):
            return self._part(at, ())
        below = (self._focused_in((child[0], child[1])) for child in self._ask(at, "GetChildren")[0])
        return next((found for found in below if found is not None), None)

    def _read(self, at: tuple[str, str], depth: int) -> Part:
        assert depth < DEEPEST
        children = self._ask(at, "GetChildren")[0]
        return self._part(at, tuple(self._read((child[0], child[1]), depth + 1) for child in children))

    def _part(self, at: tuple[str, str], children: tuple[Part, ...]) -> Part:
        return Part(
            role=self._ask(at, "GetRoleName")[0],
            name=self._told(at, "Name"),
            description=self._told(at, "Description"),
            states=self._states(at),
            place=at,
            children=children,
        )

    def _states(self, at: tuple[str, str]) -> frozenset[str]:
        low, high = self._ask(at, "GetState")[0]
        bits = low | high << 32
        return frozenset(word for bit, word in STATES.items() if bits >> bit & 1)

    def _told(self, at: tuple[str, str], what: str) -> str:
        return str(self._send(Properties(DBusAddress(at[1], at[0], ACCESSIBLE)).get(what))[0][1])

    def _ask(self, at: tuple[str, str], method: str) -> tuple[Any, ...]:
        return self._send(new_method_call(DBusAddress(at[1], at[0], ACCESSIBLE), method))

    def _send(self, message: Any) -> tuple[Any, ...]:  # noqa: ANN401 - a message of jeepney's
        answer = self._line.send_and_get_reply(message, timeout=SECONDS)
        if answer.header.message_type is MessageType.error:
            raise LookupError(str(answer.body))
        return tuple(answer.body)


@contextlib.contextmanager
def accessibility_bus(folder: Path, display: Mapping[str, str] | None = None) -> Iterator[Reader]:
    """
    Run a bus with its registry, and a reader on it; `AT_SPI_BUS_ADDRESS` names it to programs.

    `display`: the environment of the display whose keys a reader may ask the registry for.
    """
    socket, configuration = folder / "a11y", folder / "a11y.conf"
    configuration.write_text(_CONFIGURATION.format(socket=socket), encoding="utf-8")
    address = f"unix:path={socket}"
    registry = next(place for place in REGISTRY if Path(place).exists())
    with contextlib.ExitStack() as stack:
        daemon = subprocess.Popen(
            ["dbus-daemon", f"--config-file={configuration}", "--nofork", "--print-address"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        stack.callback(_end, daemon)
        assert daemon.stdout is not None
        daemon.stdout.readline()  # it listens
        reader = Reader(address)
        stack.callback(reader.close)
        with reader.awaiting(NAME):
            env = {**(display or {}), "AT_SPI_BUS_ADDRESS": address}
            serving = subprocess.Popen([registry], env=env, stdout=subprocess.DEVNULL)
            stack.callback(_end, serving)
        yield reader


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    process.wait(5)
    if process.stdout is not None:
        process.stdout.close()
