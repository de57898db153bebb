"""Packages of every database, and this machine's against dpkg."""

from __future__ import annotations

import subprocess

import pytest

from agent.report.leave import OwnReport
from agent.report.linux.packages import Package, all_packages, dpkg_packages
from agent.report.machine import Ran, Unread
from agent.report.posix import PosixMachine
from tests.support.recorded_machine import RecordedMachine

DPKG = (
    "adduser\t3.134\tDebian Adduser Developers <adduser@packages.debian.org>\tinstall installed ok\t1747699200\n"
    "grub-pc\t2.06-13\tGRUB Maintainers <x@y>\tinstall half-configured ok\t1747699201\n"
    "gone\t1.0\tSomebody\tdeinstall config-files ok\t\n"
    "bad\t1\t\tinstall half-installed reinstreq\t0\n"
    "cut\t1"
)
RPM = "bash\t5.2.26-3.fc40\tFedora Project\t1716200000\nkeys\t1-1\t(none)\t1\n"  # as rpm 4.19 gives its query format


def test_dpkg_tells_what_is_there_and_in_which_state() -> None:
    """Settings that a removed package left are no package; a maker's address is not kept."""
    found = dpkg_packages(RecordedMachine(commands={"packages": DPKG}))
    assert [each.name for each in found] == ["adduser", "grub-pc", "bad"]
    assert found[0] == Package("adduser", "3.134", "Debian Adduser Developers", "deb", 1747699200)
    assert (found[1].state, found[2].reinstall, found[2].maker, found[2].came) == ("half-configured", True, None, None)


def test_every_database_is_asked() -> None:
    """Those that are not there are passed over; when none is there, that is the reason."""
    commands: dict[str, Ran | bytes | str | Unread] = {
        "rpm-packages": RPM, "pacman-packages": "linux 6.11.5-1\nodd\n", "flatpaks": "org.gimp.GIMP\t2.10\tflathub\n",
    }  # fmt: skip
    found = list(all_packages(RecordedMachine(commands=commands)))
    assert [(each.name, each.kind) for each in found] == [
        ("bash", "rpm"), ("keys", "rpm"), ("linux", "pacman"), ("org.gimp.GIMP", "flatpak"),
    ]  # fmt: skip
    assert found[1].maker is None
    with pytest.raises(Unread) as caught:
        list(all_packages(RecordedMachine()))
    assert caught.value.status == "tool-missing"
    with pytest.raises(Unread) as caught:
        list(all_packages(RecordedMachine(commands={"packages": Ran(2, b"")})))
    assert caught.value.status == "failed"


def test_this_machine_has_the_packages_that_dpkg_lists() -> None:
    """Names and versions of all of them."""
    said = subprocess.run(["dpkg", "-l"], capture_output=True, text=True, check=True, env={"COLUMNS": "400"}).stdout
    lines = [line.split() for line in said.splitlines() if line[:3] in {"ii ", "hi "}]
    expected = {(fields[1].partition(":")[0], fields[2]) for fields in lines}
    found = {(each.name, each.version) for each in dpkg_packages(PosixMachine(OwnReport()))}
    assert len(expected) > 100
    assert expected <= found
