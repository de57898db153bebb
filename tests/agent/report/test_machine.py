"""The door, and what is never let through it."""

from __future__ import annotations

import pytest

from agent.report.machine import Unread, demand_device, demand_readable, names_or_none, text, text_or_none
from tests.support.recorded_machine import RecordedMachine


@pytest.mark.parametrize(
    "path", ["/sys/class/dmi/id/sys_vendor", "/proc/cpuinfo", "/etc/hosts", "/boot", "/.dockerenv"]
)
def test_system_files_may_be_read(path: str) -> None:
    """Those in the list, and what is below its folders."""
    demand_readable(path)


@pytest.mark.parametrize(
    "path",
    ["/home/anna/x", "/proc/1/environ", "/proc/1/cmdline", "/etc/shadow", "/etc/ssh/ssh_host_rsa_key",
     "/etc/hosts.allow",
     "/sys/../home/anna", "/var/lib/x", "/Users/anna", "relative"],
)  # fmt: skip
def test_whatever_belongs_to_people_is_never_read(path: str) -> None:
    """A collector that asks is at fault, and the recorded machine refuses it as the real one does."""
    with pytest.raises(PermissionError):
        demand_readable(path)
    with pytest.raises(PermissionError):
        RecordedMachine(files={path: "secret"}).read(path)


@pytest.mark.parametrize("path", ["/var/crash/vmcore", "/etc/xdg/autostart/gnome-keyring-secrets.desktop"])
def test_what_may_hold_a_secret_by_its_name_is_a_gap(path: str) -> None:
    """The computer names its files: one of them must not sink a collector that lists a folder."""
    with pytest.raises(Unread) as caught:
        RecordedMachine(files={path: "secret"}).read(path)
    assert caught.value.status == "not-supported"
    assert text_or_none(RecordedMachine(files={path: "secret"}), path) is None


@pytest.mark.parametrize("name", ["sda;rm", "../sda", "-x", "", "a b", "$(id)", "sda..", "x" * 50])
def test_a_device_is_a_plain_name(name: str) -> None:
    """Nothing else reaches a command."""
    with pytest.raises(PermissionError):
        demand_device(name)
    assert demand_device("nvme0n1") == "nvme0n1"


def test_short_files_read_as_text() -> None:
    """Without spaces and zero bytes; nothing in it, or no such file, is not known."""
    machine = RecordedMachine(files={"/sys/a": b"  Raspberry Pi 4\0\n", "/sys/b": "\n", "/sys/c/d/e": b"\xff\xfe"})
    assert text(machine, "/sys/a") == "Raspberry Pi 4"
    assert text_or_none(machine, "/sys/b") is None
    assert text_or_none(machine, "/sys/none") is None
    assert text(machine, "/sys/c/d/e") == "\ufffd\ufffd"
    assert names_or_none(machine, "/sys/c") == ["d"]
    assert names_or_none(machine, "/sys/none") == []
