"""
This machine made sick on purpose: real programs, sockets, a bus and a full file system, and the findings they lead to.

What would harm it or others (a dying disk, faults in the kernel's log) comes from programs of the test's own that say
what smartctl, lsblk and journalctl said elsewhere; they run as the real ones would.
"""

from __future__ import annotations

import json
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from email.utils import formatdate
from functools import partial
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from agent.report import bus, posix, reach
from agent.report.assemble import assemble
from agent.report.leave import OwnReport
from agent.report.machine import FILE_BYTES, Counter, Relay, Space
from agent.report.posix import PosixMachine
from agent.report.redact import Redactor
from protocol.report.document import Finding, Report
from tests.agent.report.linux import test_smart
from tests.support.private_bus import private_bus
from tests.support.recorded_linux import UNITS, unit_path
from tests.support.unhurried import unhurried

LSBLK = {"blockdevices": [{"name": "sda", "kname": "sda", "type": "disk", "size": 1000204886016, "rota": True,
                           "tran": "sata", "model": "ST1000DM003"}]}  # fmt: skip
FAULTS = (
    "EXT4-fs error (device sda1): ext4_find_entry:1455: inode #2: comm ls: reading directory lblock 0",
    "CPU0: Core temperature above threshold, cpu clock throttled (total events = 1)",
    "i915 0000:00:02.0: [drm] GPU HANG: ecode 9:1:85dffffb, in Xorg [1234]",
    *["usb 1-2: device descriptor read/64, error -71"] * 12,
)
SLOW_CLOCK = 600
pytestmark = pytest.mark.timeout(240)  # it has all the time it wants
SICK = {
    ("disk.failing", "act-now", "sda"),
    ("disk.pending", "act-now", "sda"),
    ("disk.reallocated", "act-now", "sda"),
    ("disk.two-signs", "act-now", "sda"),
    ("space.low", "act-now", "home"),
    ("fs.damaged-log", "act-now", ""),
    ("heat.throttled", "soon", ""),
    ("gpu.reset", "soon", ""),
    ("usb.errors", "worth-knowing", ""),
    ("service.failed", "soon", ""),
    ("clock.wrong", "act-now", ""),
    ("dns.failing", "act-now", ""),
}


class Bench(PosixMachine):
    """The real machine, with one more volume for the home folders, and a resolver of the test's own."""

    def __init__(self, leave: OwnReport, relay: Relay, home: Path | None) -> None:
        super().__init__(leave, relay)
        self._home = home

    def count(self, what: Counter) -> Any:  # noqa: ANN401 - as the port says
        """Add the volume."""
        found = super().count(what)
        if what == "disk_partitions":
            found = [*found, {"device": "/dev/home", "mountpoint": "/home", "fstype": "ext4", "opts": "rw"}]
        return found

    def space(self, mount: str) -> Space:
        """Ask the file system that stands for it, really; without the rights to fill one, say what a full one says."""
        if mount == "/home" and self._home is None:
            return Space(total=4 * 2**20, free=65_536, available=65_536, inodes=1000, inodes_free=990)
        return super().space(str(self._home) if mount == "/home" else mount)

    def read(self, path: str, limit: int = FILE_BYTES) -> bytes:
        """Name the test's own resolver."""
        return b"nameserver 127.0.0.1\n" if path == "/etc/resolv.conf" else super().read(path, limit)


@contextmanager
def a_relay(behind: float) -> Iterator[Relay]:
    """Serve a relay whose clock is so many seconds behind this one."""

    class Answering(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            date = formatdate(time.time() - behind, usegmt=True)
            self.wfile.write(f"HTTP/1.1 200 OK\r\nDate: {date}\r\n\r\n".encode())

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002, ANN401 - as its base has it
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Answering)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield Relay("127.0.0.1", server.server_address[1], tls=False)
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def a_resolver(*, answers: bool) -> Iterator[int]:
    """Listen as a resolver on the loopback, and answer each question, or none; give its port."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        line.bind(("127.0.0.1", 0))
        port: int = line.getsockname()[1]

        def serve() -> None:
            while (asked := line.recvfrom(512))[0]:
                if answers:
                    line.sendto(asked[0][:2] + b"\x81\x80" + asked[0][4:], asked[1])

        serving = threading.Thread(target=serve, daemon=True)
        serving.start()
        yield port
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as last:
            last.sendto(b"", ("127.0.0.1", port))  # nothing: it ends
        serving.join(5)


@contextmanager
def a_volume(folder: Path, *, full: bool) -> Iterator[Path | None]:
    """Mount a small file system in memory and fill it; none where this account may not mount."""
    place = folder / "home"
    place.mkdir()
    size = "size=4m" if full else "size=8g"  # of memory that nobody takes until it is written to
    words = ["mount", "-t", "tmpfs", "-o", size, "tmpfs", str(place)]
    mounted = subprocess.run(words, capture_output=True, check=False)
    try:
        if full and mounted.returncode == 0:
            (place / "film").write_bytes(bytes(4 * 2**20 - 65_536))
        yield place if mounted.returncode == 0 or not full else None
    finally:
        if mounted.returncode == 0:
            subprocess.run(["umount", str(place)], check=True)


def programs(folder: Path, *, sick: bool) -> Path:
    """Write programs that stand in for lsblk, smartctl and journalctl: they say what was recorded."""
    place = folder / "programs"
    place.mkdir()
    now = int(time.time() * 1e6)
    said = {
        "lsblk": (json.dumps(LSBLK), 0),
        "smartctl": (json.dumps(test_smart.ATA), 24) if sick else ('{"smart_status": {"passed": true}}', 0),
        "journalctl": ("\n".join(json.dumps({"__REALTIME_TIMESTAMP": str(now), "MESSAGE": words})
                                 for words in (FAULTS if sick else ["all is well"])), 0),
    }  # fmt: skip
    for name, (words, code) in said.items():
        (place / f"{name}.json").write_text(words, encoding="utf-8")
        kernel = 'case "$*" in *_TRANSPORT=kernel*) ;; *) exit 0;; esac\n' if name == "journalctl" else ""
        (place / name).write_text(f"#!/bin/sh\n{kernel}cat {place}/{name}.json\nexit {code}\n", encoding="utf-8")
        (place / name).chmod(0o700)
    return place


def systemd(*, sick: bool) -> dict[str, tuple[str, tuple[Any, ...]]]:
    """Answer as systemd does, with one failed service or none."""
    failed = {"ssh.service"} if sick else set()
    units = [(name, words, load, "failed" if name in failed else "active", "failed" if name in failed else "running",
              "", unit_path(name), 0, "", "/") for name, words, load, *_ in UNITS]  # fmt: skip
    return {
        "org.freedesktop.systemd1.Manager.ListUnits": ("a(ssssssouso)", (units,)),
        "org.freedesktop.systemd1.Manager.ListUnitFiles": ("a(ss)", ([],)),
        "org.freedesktop.systemd1.Service.ExecMainStatus": ("v", (("i", 255),)),
    }


@pytest.fixture
def machine_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:  # noqa: ANN401 - a function with a keyword
    """Make a report of this machine, well or sick."""

    def made(*, sick: bool) -> Report:
        folder = tmp_path / ("sick" if sick else "well")
        folder.mkdir()
        with ExitStack() as stack:
            relay = stack.enter_context(a_relay(SLOW_CLOCK if sick else 0))
            port = stack.enter_context(a_resolver(answers=not sick))
            home = stack.enter_context(a_volume(folder, full=sick))
            address = stack.enter_context(private_bus(folder, "org.freedesktop.systemd1", systemd(sick=sick)))
            monkeypatch.setattr(posix, "FOLDERS", (str(programs(folder, sick=sick)), "/usr/bin", "/bin", "/usr/sbin"))
            monkeypatch.setattr(reach, "_DNS_PORT", port)
            monkeypatch.setattr(reach, "LOOK_UP_SECONDS", 0.2)
            monkeypatch.setattr(bus, "ask", partial(ASK, address=address))
            leave = OwnReport()
            machine = Bench(leave, relay, home)
            redactor = Redactor(machine.own())
            heard = unhurried(machine)
            report, _ = assemble(machine, heard, redactor, took=1.0, agent="test", grant=None)
            return report

    return made


ASK = bus.ask


OF_OTHERS = {"cpu.busy", "memory.short", "net.slow", "disk.slow"}
"""What other programs do to the machine of the tests while it is looked at."""


def _signs(findings: tuple[Finding, ...]) -> set[tuple[str, str, str]]:
    return {(each.id, each.severity, each.about) for each in findings if each.id not in OF_OTHERS}


@pytest.mark.alone
def test_a_sick_machine_has_the_findings_of_its_sickness_and_no_others(machine_made: Any) -> None:  # noqa: ANN401
    """Dying disk, full volume, faults, failed service, wrong clock, silent resolver: beside what it has when well."""
    well, sick = machine_made(sick=False), machine_made(sick=True)
    assert _signs(sick.findings) - _signs(well.findings) == SICK
    assert {name for name, *_ in _signs(well.findings) - _signs(sick.findings)} <= {"clock.wrong"}
    assert not {name for name, severity, _ in _signs(well.findings)} & {name for name, *_ in SICK - CLOCK}
    worst = [each.severity for each in sick.findings]
    assert worst == sorted(worst, key=["act-now", "soon", "worth-knowing"].index)


CLOCK = {("clock.wrong", "act-now", "")}
"""Nothing keeps the clock of some machines of the tests, which is worth knowing there without any sickness."""
