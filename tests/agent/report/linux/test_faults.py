"""1.9 Faults: a recorded journal, and this machine's kernel buffer."""

from __future__ import annotations

import json
import subprocess

from agent.report.grouped import Groups
from agent.report.leave import OwnReport
from agent.report.linux import faults
from agent.report.machine import Ran, Unread
from agent.report.posix import PosixMachine
from agent.report.told import Known
from tests.support.recorded_linux import journal
from tests.support.recorded_machine import NOW, Answer, RecordedMachine, hear

BOOTS = json.dumps([
    {"index": -2, "boot_id": "aa", "last_entry": int((NOW - 9 * 86_400) * 1e6)},
    {"index": -1, "boot_id": "bb", "last_entry": int((NOW - 86_400) * 1e6)},
    {"index": 0, "boot_id": "cc", "last_entry": int(NOW * 1e6)},
])  # fmt: skip


def test_kernel_messages_are_counted_by_class_with_the_newest_as_sample() -> None:
    """First and last are told; what is older than a week is not counted."""
    log = journal((200, "usb 1-2: device descriptor read/64, error -71"), (30, "usb 1-2: reset high-speed USB device"),
                  (2, "usb 1-1: device descriptor read/64, error -71"), (1, "all is well"))  # fmt: skip
    heard = hear(faults.kernel, RecordedMachine(commands={"kernel-journal": log}))
    assert heard.facts["log.kind"] == "journal"
    assert heard.rows["faults.kernel"] == [
        ("usb", 2, "2026-11-20T23:30:00Z", "2026-11-22T03:30:00Z", "usb 1-1: device descriptor read/64, error -71"),
    ]  # fmt: skip


def test_without_a_journal_the_kernel_s_buffer_is_read() -> None:
    """Its times count from the start; without rights there is a gap that says so."""
    ring = json.dumps({"dmesg": [{"pri": 3, "time": 60.5, "msg": "ata1.00: exception Emask 0x0"}, {"time": "x"}, 5]})
    twin = RecordedMachine(commands={"kernel-ring": ring}, counters={"boot_time": NOW - 3600})
    heard = hear(faults.kernel, twin)
    assert heard.facts == {"log.kind": "kernel buffer", "log.from": "2026-11-22T04:31:00Z"}
    assert heard.rows["faults.kernel"][0][:3] == ("disk", 1, "2026-11-22T04:31:00Z")
    assert hear(faults.kernel, RecordedMachine(commands={"kernel-ring": Ran(1, b"")})).gaps == {"": "no-rights"}
    assert hear(faults.kernel, RecordedMachine()).gaps == {"": "tool-missing"}


def test_errors_are_counted_by_who_wrote_them() -> None:
    """The kernel's own are left to the kernel's table; an empty journal with starts before is no gap."""
    log = journal((3, "Failed to start"), (2, "again"), _SYSTEMD_UNIT="ssh.service") + journal(
        (1, "no unit"), SYSLOG_IDENTIFIER="cron") + journal((1, "disk"), _TRANSPORT="kernel")  # fmt: skip
    heard = hear(faults.events, RecordedMachine(commands={"error-journal": log}))
    assert [(row[0], row[2], row[5]) for row in heard.rows["faults.events"]] == [
        ("ssh.service", 2, "again"), ("cron", 1, "no unit"),
    ]  # fmt: skip
    quiet = {"error-journal": "", "boots": BOOTS}
    assert hear(faults.events, RecordedMachine(commands=quiet)).gaps == {}
    assert hear(faults.events, RecordedMachine(commands=quiet | {"boots": ""})).gaps == {"": "not-present"}
    forbidden: dict[str, Ran | bytes | str | Unread] = {"error-journal": Ran(1, b"")}
    assert hear(faults.events, RecordedMachine(commands=forbidden)).gaps == {"": "no-rights"}


def test_groups_are_bounded() -> None:
    """A log of ten thousand names takes no more memory than one of four hundred."""
    groups = Groups()
    for at in range(10_000):
        groups.add(f"name {at}", None, "x")
    assert len(groups.held) == 401
    assert groups.held["others"].times == 9_600


def test_crashes_are_told_by_name_and_never_by_how_they_were_called() -> None:
    """From the list of dumps and from apport's folder: names, signals, sizes, times."""
    dumps = [{"time": int((NOW - 60) * 1e6), "sig": 11, "exe": "/usr/bin/gimp-2.10", "size": 900, "uid": 1000}] * 3
    files: dict[str, Answer] = {"/var/crash/_usr_bin_nautilus.1000.crash": Unread("no-rights"), "/var/crash/odd": ""}
    twin = RecordedMachine(commands={"dumps": json.dumps(dumps)}, files=files)
    assert hear(faults.crashes, twin).rows["faults.crashes"] == [
        ("gimp-2.10", None, 3, "2026-11-22T05:29:00Z", "signal 11", None, 900),
        ("nautilus", None, 1, "2026-11-22T05:30:00Z", None, None, None),
    ]  # fmt: skip
    assert hear(faults.crashes, RecordedMachine()).gaps == {"": "not-present"}


def test_stops_without_a_word_are_counted_over_a_week() -> None:
    """The boot of nine days ago is not; a panic leaves its record in pstore."""
    files: dict[str, Answer] = {"/sys/fs/pstore/dmesg-efi-1": "", "/sys/fs/pstore/console-x": ""}
    twin = RecordedMachine(files=files, commands={"boots": BOOTS, "stops": ""})
    assert hear(faults.stops, twin).facts == {"crash.system": 1, "crash.unclean": 1}
    clean = RecordedMachine(commands={"boots": BOOTS, "stops": '{"_BOOT_ID":"bb"}'})
    assert hear(faults.stops, clean).facts == {"crash.unclean": 0}
    assert hear(faults.stops, RecordedMachine(commands={"boots": ""})).facts == {}


def test_taint_is_told_bit_by_bit() -> None:
    """Proprietary, from elsewhere, unsigned: what a graphics driver leaves."""
    heard = hear(faults.taint, RecordedMachine(files={"/proc/sys/kernel/tainted": "12289\n"}))
    assert heard.facts["kernel.taint"] == 12289
    assert {value for name, value in heard.facts.items() if "words" in name} == {
        "proprietary module", "module from elsewhere", "unsigned module",
    }  # fmt: skip


def test_this_machine_s_log_is_the_one_that_its_tools_show() -> None:
    """The journal where there is one, else dmesg; the taint as the kernel says."""
    here = PosixMachine(OwnReport())
    facts = {each.id: each.value for each in faults.taint(here) if isinstance(each, Known)}
    tainted = subprocess.run(["cat", "/proc/sys/kernel/tainted"], capture_output=True, text=True, check=True).stdout
    assert facts["kernel.taint"] == int(tainted)
    if subprocess.run(["dmesg"], capture_output=True, check=False).returncode == 0:
        kinds = [each.value for each in faults.kernel(here) if isinstance(each, Known) and each.id == "log.kind"]
        journal_there = subprocess.run(
            ["journalctl", "-q", "-n1", "-ojson", "_TRANSPORT=kernel"], capture_output=True, check=False
        ).stdout
        assert kinds == ["journal" if journal_there else "kernel buffer"]
