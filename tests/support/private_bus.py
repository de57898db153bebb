"""A D-Bus of our own: the real dbus-daemon on a socket of the test, with one service that gives recorded answers."""

from __future__ import annotations

import contextlib
import subprocess
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from jeepney import HeaderFields, Message, MessageType, new_error, new_method_return
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import DBusConnection, open_dbus_connection

_CONFIGURATION = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>system</type><listen>unix:path={socket}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/>
<allow user="*"/></policy></busconfig>"""

Answers = Mapping[str, tuple[str, tuple[Any, ...]]]
"""By "interface.member", or by the property's "interface.name": signature and body."""


@contextlib.contextmanager
def bus_daemon(folder: Path) -> Iterator[str]:
    """Run a bus on which nobody is; give the path of its socket."""
    socket, configuration = folder / "bus", folder / "bus.conf"
    configuration.write_text(_CONFIGURATION.format(socket=socket), encoding="utf-8")
    daemon = subprocess.Popen(
        ["dbus-daemon", f"--config-file={configuration}", "--nofork", "--print-address"], stdout=subprocess.PIPE
    )
    try:
        assert daemon.stdout is not None
        daemon.stdout.readline()  # it listens
        yield str(socket)
    finally:
        daemon.terminate()
        daemon.wait(5)
        if daemon.stdout:
            daemon.stdout.close()


@contextlib.contextmanager
def private_bus(folder: Path, service: str, answers: Answers) -> Iterator[str]:
    """Run a bus with one service; give the path of its socket."""
    with bus_daemon(folder) as socket:
        connection = open_dbus_connection(f"unix:path={socket}")
        connection.send_and_get_reply(message_bus.RequestName(service))
        serving = threading.Thread(target=_serve, args=(connection, answers), daemon=True)
        serving.start()
        yield socket
    serving.join(5)
    connection.close()


def _serve(connection: DBusConnection, answers: Answers) -> None:
    with contextlib.suppress(ConnectionError, OSError):  # the bus ends with the test
        while True:
            asked = connection.receive()
            if asked.header.message_type is MessageType.method_call:
                connection.send(_answer(asked, answers))


def _answer(asked: Message, answers: Answers) -> Message:
    fields = asked.header.fields
    name = f"{fields[HeaderFields.interface]}.{fields[HeaderFields.member]}"
    if name == "org.freedesktop.DBus.Properties.Get":
        name = ".".join(asked.body)
    if name not in answers:
        return new_error(asked, "org.freedesktop.DBus.Error.UnknownProperty", "s", ("no such thing",))
    signature, body = answers[name]
    if signature == "error":
        return new_error(asked, body[0], "s", ("refused",))
    return new_method_return(asked, signature, body)
