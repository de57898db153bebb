"""
Whether the computer itself is before the customer: locked, about to sleep, its screen saver up (experience 2.7).

Told by whoever knows: logind on the system's bus (lock, sleep), the desktop's screen saver on the session's, and the
display's server of its own. A computer on which nobody tells is never paused by this; its pictures then show what any
person would see who looks at the screen.

Sources: org.freedesktop.login1(5), the Idle Inhibition and Screensaver services of freedesktop.org.
"""

from __future__ import annotations

import contextlib
import os
import socket
import threading
from collections.abc import Callable
from typing import Any

from jeepney import DBusAddress, HeaderFields, MatchRule, Message, MessageType, new_method_call
from jeepney.auth import AuthenticationError
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import DBusConnection, open_dbus_connection
from jeepney.low_level import SizeLimitError
from PySide6.QtCore import QObject, Qt, Signal

SYSTEM_BUS = "unix:path=/run/dbus/system_bus_socket"
"""Where the system's bus listens; nobody's environment chooses it."""
ANSWER_SECONDS = 2.0
"""Time for the bus to answer a question at the beginning; after that it is only listened to."""
LOGIN = "org.freedesktop.login1"
SAVERS = tuple(f"org.{desktop}.ScreenSaver" for desktop in ("freedesktop", "gnome", "cinnamon", "mate", "xfce"))
_BUS_FAILS = (
    AuthenticationError, SizeLimitError, OSError, EOFError, ValueError, KeyError, IndexError, TypeError, AssertionError,
)  # fmt: skip
"""What ends a connection to a bus that is gone, refuses, or speaks no D-Bus."""

Tells = Callable[[str, bool], None]
"""Takes who says so, and whether the computer is before the customer."""


class SystemAsks(QObject):
    """Gathers what the buses and the display tell. `changed` is sent when the first says so, and when none does."""

    changed = Signal(bool)
    _told = Signal(str, bool)

    def __init__(self, session_bus: str, system_bus: str = SYSTEM_BUS) -> None:
        """Listen to both buses, each in a thread of its own that waits for its socket."""
        super().__init__()
        self._saying: set[str] = set()
        self._told.connect(self.tell, Qt.ConnectionType.QueuedConnection)
        self._buses = [
            _Bus(address, begin, self._told.emit)
            for address, begin in ((system_bus, _ask_logind), (session_bus, _ask_savers))
            if address.startswith("unix:")
        ]

    def tell(self, who: str, asks: bool) -> None:  # noqa: FBT001 - yes or no is all there is to say
        """Take note of what somebody says."""
        before = bool(self._saying)
        if asks:
            self._saying.add(who)
        else:
            self._saying.discard(who)
        if bool(self._saying) != before:
            self.changed.emit(bool(self._saying))

    def display_saver(self, on: bool) -> None:  # noqa: FBT001 - as above
        """Take note whether the display's own screen saver covers the screen."""
        self.tell("display", on)

    def close(self) -> None:
        """Listen no more."""
        for bus in self._buses:
            bus.close()


class _Bus:
    """One connection, read in its own thread until it ends."""

    def __init__(self, address: str, begin: Callable[[DBusConnection], None], tells: Tells) -> None:
        self._address, self._begin, self._tells = address, begin, tells
        self._connection: DBusConnection | None = None
        self._is_closed = False
        self._thread = threading.Thread(target=self._listen, name="listens to a bus", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End the connection, and the thread with it."""
        self._is_closed = True
        if self._connection is not None:
            with contextlib.suppress(OSError):
                self._connection.sock.shutdown(socket.SHUT_RDWR)
            self._thread.join(ANSWER_SECONDS)

    def _listen(self) -> None:
        try:
            connection = self._connection = open_dbus_connection(self._address)
        except _BUS_FAILS:
            return  # nobody to ask: this computer has no such bus, or does not let us
        try:
            self._begin(connection)
            while not self._is_closed:
                heard = meaning(connection.receive())
                if heard is not None:
                    self._tells(*heard)
        except _BUS_FAILS:
            return  # it went away: what it said last stands until the customer goes on
        finally:
            with contextlib.suppress(OSError):
                connection.close()


def meaning(message: Message) -> tuple[str, bool] | None:
    """Say what a signal means: who, and whether the computer is before the customer; None where it is no news."""
    fields = message.header.fields
    if message.header.message_type is not MessageType.signal:
        return None
    interface, member = str(fields.get(HeaderFields.interface, "")), str(fields.get(HeaderFields.member, ""))
    body: tuple[Any, ...] = message.body
    if interface == f"{LOGIN}.Session" and member in {"Lock", "Unlock"}:
        return "lock", member == "Lock"
    if interface == f"{LOGIN}.Manager" and member == "PrepareForSleep" and body:
        return "sleep", bool(body[0])
    if interface in SAVERS and member == "ActiveChanged" and body:
        return "saver", bool(body[0])
    if member == "PropertiesChanged" and len(body) > 1 and body[0] == f"{LOGIN}.Session" and "LockedHint" in body[1]:
        return "lock", bool(body[1]["LockedHint"][1])
    return None


def _ask_logind(connection: DBusConnection) -> None:
    """Hear of sleep, and of this session's lock; where logind knows no session of ours, of sleep alone."""
    _match(connection, sender=LOGIN, interface=f"{LOGIN}.Manager", member="PrepareForSleep")
    asked = new_method_call(
        DBusAddress("/org/freedesktop/login1", LOGIN, f"{LOGIN}.Manager"), "GetSessionByPID", "u", (os.getpid(),)
    )
    answer = connection.send_and_get_reply(asked, timeout=ANSWER_SECONDS)
    if answer.header.message_type is MessageType.method_return and answer.body:
        path = str(answer.body[0])
        _match(connection, sender=LOGIN, interface=f"{LOGIN}.Session", path=path)
        _match(connection, sender=LOGIN, interface="org.freedesktop.DBus.Properties", path=path)


def _ask_savers(connection: DBusConnection) -> None:
    for interface in SAVERS:
        _match(connection, interface=interface, member="ActiveChanged")


def _match(connection: DBusConnection, **rule: str) -> None:
    connection.send_and_get_reply(message_bus.AddMatch(MatchRule(type="signal", **rule)), timeout=ANSWER_SECONDS)
