import contextlib
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from jeepney import DBusAddress, Message, MessageType, new_method_return, new_signal
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import DBusConnection, open_dbus_connection
from PySide6.QtWidgets import QApplication

from agent.desk.system_asks import LOGIN, SAVERS, SystemAsks, meaning
from tests.support.private_bus import bus_daemon
from tests.support.windows_scene import application, comes_true

__all__ = ["application"]
SESSION = "/org/freedesktop/login1/session/_31"


class Logind:
    """Answers which session asks, and signals what a test says."""

    def __init__(self, address: str) -> None:
        self._connection = open_dbus_connection(address)
        self._connection.send_and_get_reply(message_bus.RequestName(LOGIN))
        self.asked = threading.Event()
        self._thread = threading.Thread(target=self._serve, args=(self._connection,), daemon=True)
        self._thread.start()

    def _serve(self, connection: DBusConnection) -> None:
        with contextlib.suppress(OSError):
            while True:
                asked = connection.receive()
                if asked.header.message_type is MessageType.method_call:
                    assert asked.body == (os.getpid(),)
                    connection.send(new_method_return(asked, "o", (SESSION,)))
                    self.asked.set()

    def says(self, interface: str, member: str, path: str, signature: str = "", *body: object) -> None:
        """Send a signal."""
        self._connection.send(new_signal(DBusAddress(path, interface=interface), member, signature or None, body))

    def close(self) -> None:
        """Leave the bus."""
        self._connection.sock.shutdown(2)
        self._thread.join(5)
        self._connection.close()


@pytest.fixture
def bus(tmp_path: Path) -> Iterator[str]:
    with bus_daemon(tmp_path) as socket:
        yield f"unix:path={socket}"


def test_lock_and_sleep_are_told_and_another_sessions_are_not(bus: str, application: QApplication) -> None:
    """Within a moment of logind's word; only the first of several and the last are news (acceptance 32)."""
    logind = Logind(bus)
    asks = SystemAsks("disabled:", bus)
    told: list[bool] = []
    asks.changed.connect(told.append)
    assert logind.asked.wait(5)

    def until(expected: list[bool]) -> None:
        assert comes_true(lambda: told == expected, 5_000), told

    session = f"{LOGIN}.Session"
    while not told:  # the match rule for the session is set a moment after it was asked for
        logind.says(session, "Lock", SESSION)
        comes_true(lambda: bool(told), 100)
    logind.says(session, "Unlock", "/org/freedesktop/login1/session/_99")
    logind.says(f"{LOGIN}.Manager", "PrepareForSleep", "/org/freedesktop/login1", "b", True)
    logind.says(session, "Unlock", SESSION)
    logind.says(f"{LOGIN}.Manager", "PrepareForSleep", "/org/freedesktop/login1", "b", False)
    until([True, False])
    changed: tuple[object, ...] = (session, {"LockedHint": ("b", True)}, [])
    logind.says("org.freedesktop.DBus.Properties", "PropertiesChanged", SESSION, "sa{sv}as", *changed)
    until([True, False, True])
    asks.close()
    logind.close()


def test_the_desktops_screen_saver_is_told(bus: str, application: QApplication) -> None:
    """Whichever desktop it is of."""
    asks = SystemAsks(bus, "unix:path=/nowhere")
    told: list[bool] = []
    asks.changed.connect(told.append)
    saver = open_dbus_connection(bus)
    expected: list[bool] = []
    for interface in SAVERS:
        for on in (True, False):
            expected.append(on)
            while len(told) < len(expected):  # the first time its match rule may not be set yet
                saver.send(new_signal(DBusAddress("/ScreenSaver", interface=interface), "ActiveChanged", "b", (on,)))
                comes_true(lambda: len(told) >= len(expected), 100)
    assert told == expected
    saver.close()
    asks.close()


def test_where_there_is_no_bus_nothing_is_told(application: QApplication) -> None:
    """A computer without logind, or a bus that refuses: nobody waits for it, and the display's word still counts."""
    asks = SystemAsks("disabled:", "unix:path=/nowhere")
    told: list[bool] = []
    asks.changed.connect(told.append)
    for who, on in (("display", True), ("lock", True), ("display", False), ("lock", False), ("lock", False)):
        asks.tell(who, on)
    assert told == [True, False]
    asks.close()


def signal(interface: str, member: str, signature: str = "", *body: object) -> Message:
    """Make a signal as it arrives."""
    return new_signal(DBusAddress("/x", interface=interface), member, signature or None, body)


def test_nothing_else_is_news() -> None:
    """Other signals, other properties, no values, and what is no signal at all."""
    assert meaning(signal(f"{LOGIN}.Session", "PauseDevice")) is None
    assert meaning(signal(f"{LOGIN}.Manager", "PrepareForSleep")) is None
    assert meaning(signal("org.example.ScreenSaver", "ActiveChanged", "b", True)) is None
    other = signal("org.freedesktop.DBus.Properties", "PropertiesChanged", "sa{sv}as", f"{LOGIN}.Session", {}, [])
    assert meaning(other) is None
    call = signal(f"{LOGIN}.Session", "Lock")
    call.header.message_type = MessageType.method_call
    assert meaning(call) is None
