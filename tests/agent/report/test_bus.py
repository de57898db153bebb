"""The system's bus: a real dbus-daemon, and sockets that hang, babble or are not there."""

from __future__ import annotations

import functools
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from jeepney.low_level import parse_signature

from agent.report import bus
from agent.report.bus import ask, plain
from agent.report.leave import OwnReport
from agent.report.machine import Unread
from agent.report.posix import PosixMachine
from tests.support.private_bus import private_bus

SERVICE, PATH, MANAGER = "org.freedesktop.systemd1", "/org/freedesktop/systemd1", "org.freedesktop.systemd1.Manager"
UNIT = ("cron.service", "Regular background program processing daemon", "loaded", "active", "running", "",
        "/org/freedesktop/systemd1/unit/cron_2eservice", 0, "", "/")  # fmt: skip
ANSWERS: dict[str, tuple[str, tuple[Any, ...]]] = {
    f"{MANAGER}.ListUnits": ("a(ssssssouso)", ([UNIT],)),
    f"{MANAGER}.Version": ("v", (("s", "252.38-1~deb12u1"),)),
    f"{MANAGER}.SystemState": ("error", ("org.freedesktop.DBus.Error.AccessDenied",)),
    f"{MANAGER}.NFailedUnits": ("error", ("org.freedesktop.DBus.Error.NoReply",)),
    f"{MANAGER}.Tainted": ("error", ("org.example.Odd",)),
}


def _status(ask_it: Callable[[], Any]) -> str:
    with pytest.raises(Unread) as caught:
        ask_it()
    return caught.value.status


def test_a_real_bus_answers_methods_and_properties(tmp_path: Path) -> None:
    """Structures as lists, variants as what they hold; every refusal becomes its reason."""
    with private_bus(tmp_path, SERVICE, ANSWERS) as address:
        assert ask(SERVICE, PATH, MANAGER, "ListUnits", address) == [list(UNIT)]
        assert ask(SERVICE, PATH, MANAGER, "Version", address) == "252.38-1~deb12u1"
        reasons = {"SystemState": "no-rights", "NFailedUnits": "timed-out", "Tainted": "failed",
                   "FinishTimestampMonotonic": "not-present"}  # fmt: skip
        for name, reason in reasons.items():
            assert _status(functools.partial(ask, SERVICE, PATH, MANAGER, name, address)) == reason
        absent = "org.freedesktop.UPower"
        assert _status(lambda: ask(absent, "/", absent, "OnBattery", address)) == "not-present"


def test_the_real_machine_asks_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Through its door; nobody's environment chooses the bus."""
    with private_bus(tmp_path, SERVICE, ANSWERS) as address:
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", f"unix:path={tmp_path}/other")
        monkeypatch.setattr(bus.ask, "__defaults__", (address, 2.0))
        assert PosixMachine(OwnReport()).bus(SERVICE, PATH, MANAGER, "Version") == "252.38-1~deb12u1"


def test_no_bus_is_not_present(tmp_path: Path) -> None:
    """No socket, and a socket at which nobody listens."""
    assert _status(lambda: ask(SERVICE, PATH, MANAGER, "Version", str(tmp_path / "none"))) == "not-present"
    (tmp_path / "file").write_text("no socket")
    assert _status(lambda: ask(SERVICE, PATH, MANAGER, "Version", str(tmp_path / "file"))) == "not-present"


@pytest.fixture
def listening(tmp_path: Path) -> Iterator[Callable[[Callable[[socket.socket], None]], str]]:
    """Listen at a socket; what is done with each connection is given."""
    door = socket.socket(socket.AF_UNIX)
    threads: list[threading.Thread] = []

    def listen(greet: Callable[[socket.socket], None]) -> str:
        door.bind(str(tmp_path / "odd"))
        door.listen()
        threads.append(threading.Thread(target=_greeted, args=(door, greet), daemon=True))
        threads[0].start()
        return str(tmp_path / "odd")

    yield listen
    door.close()
    for thread in threads:
        thread.join(5)


def _greeted(door: socket.socket, greet: Callable[[socket.socket], None]) -> None:
    caller, _ = door.accept()
    with caller:
        caller.settimeout(5)
        try:
            greet(caller)
        except OSError:
            return  # the other side has had enough


def _silent(caller: socket.socket) -> None:
    while caller.recv(4096):
        continue


def _babbling(caller: socket.socket) -> None:
    caller.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
    while caller.recv(4096):  # a door that shuts at once is another case: what was said before it may never be read
        continue


def _garbage(caller: socket.socket) -> None:
    caller.recv(4096)
    caller.sendall(b"OK 0123\r\n")
    caller.recv(4096)
    caller.sendall(bytes(range(256)) * 16)


def _endless(caller: socket.socket) -> None:
    caller.recv(4096)
    caller.sendall(b"OK 0123\r\n")
    head = b"l\x04\x01\x01" + (2**26).to_bytes(4, "little") + b"\1\0\0\0" + b"\0\0\0\0"
    caller.sendall(head)
    while True:
        caller.sendall(b"\0" * 65_536)


def _closing(caller: socket.socket) -> None:
    caller.recv(4096)


@pytest.mark.parametrize(
    ("greet", "statuses"),
    [
        (_silent, {"timed-out"}),
        (_babbling, {"failed"}),
        (_garbage, {"failed", "not-present"}),
        (_endless, {"failed", "timed-out"}),
        (_closing, {"not-present"}),
    ],
)
def test_whoever_answers_there_is_a_reason_in_time(
    listening: Callable[[Callable[[socket.socket], None]], str],
    greet: Callable[[socket.socket], None],
    statuses: set[str],
) -> None:
    """Silence, another protocol, garbage, 64 MiB, a door that shuts: never a wait, never a pile of memory."""
    address = listening(greet)
    began = time.monotonic()
    assert _status(lambda: ask(SERVICE, PATH, MANAGER, "Version", address, 0.4)) in statuses
    assert time.monotonic() - began < 1.5


def test_types_become_plain() -> None:
    """Dictionaries of variants, bytes, arrays in arrays."""
    shape = parse_signature(list("a{sa{sv}}"))
    held = {"org.bluez.Device1": {"Name": ("s", "Mouse"), "Raw": ("ay", b"\1\2"), "Ids": ("aas", [["a"], []])}}
    assert plain(shape, held) == {"org.bluez.Device1": {"Name": "Mouse", "Raw": b"\1\2", "Ids": [["a"], []]}}
