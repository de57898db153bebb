"""The door of Windows, as far as it can be opened elsewhere: its children, its lists, its leave."""

from __future__ import annotations

import os
import sys
import threading
import time
from pathlib import Path

import pytest

from agent.report.commands import Command
from agent.report.leave import OwnReport
from agent.report.machine import Unread
from agent.report.windows import door
from agent.report.windows.classes import CIMV2, CLASSES, NETWORK
from agent.report.windows.door import WindowsMachine
from agent.report.windows.scripts import COMMANDS
from protocol.errors import ReportStopped
from tests.support.recorded_windows import recording

PYTHON = Path(os.path.realpath(sys.executable))


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> WindowsMachine:
    """Open a door whose system folder is Python's, whose children are small programs."""
    monkeypatch.setattr(door, "system_folder", lambda: PYTHON.parent)
    monkeypatch.setattr(door, "_HIDDEN", 0)
    return WindowsMachine(OwnReport())


def teach(monkeypatch: pytest.MonkeyPatch, name: str, program: str, seconds: float = 5.0) -> None:
    """Let a command of the table be a small Python program."""
    monkeypatch.setitem(COMMANDS, name, Command(PYTHON.name, ("-I", "-c", program), seconds))


def test_without_a_leave_it_does_not_open_and_with_an_ended_one_it_does_nothing(machine: WindowsMachine) -> None:
    """Each act asks again."""
    leave = OwnReport()
    leave.stop()
    with pytest.raises(ReportStopped):
        WindowsMachine(leave)
    machine.stop()
    for act in (
        lambda: machine.run("account"),
        lambda: machine.count("users"),
        lambda: machine.cim(CIMV2, "Win32_Share", ("Type",)),
    ):
        with pytest.raises(Unread):
            act()


def test_a_command_runs_once_without_input_or_settings_of_ours(
    machine: WindowsMachine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who asks again gets the same answer."""
    monkeypatch.setenv("SECRET_OF_OURS", "x")
    teach(monkeypatch, "account", "import os,sys,time; print('SECRET_OF_OURS' in os.environ, sys.stdin.read() == '', "
          "time.monotonic())")  # fmt: skip
    first, second = machine.run("account"), machine.run("account")
    assert first is second
    assert first.text.split()[:2] == ["False", "True"]
    assert first.code == 0


def test_a_group_of_classes_is_one_child_and_each_class_has_its_own_answer(
    machine: WindowsMachine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A class that failed says so, one that is missing too, and what stands in no list is not asked."""
    said = recording("cim-reliability.json")
    teach(monkeypatch, "cim-reliability", f"import sys; sys.stdout.buffer.write({said!r})")
    about = CLASSES["MSFT_StorageReliabilityCounter"]
    assert len(machine.cim(about.space, "MSFT_StorageReliabilityCounter", about.names)) == 2
    with pytest.raises(Unread) as refused:
        machine.cim(CIMV2, "Win32_ShadowCopy", ("InstallDate",))
    assert refused.value.status == "no-rights"
    teach(monkeypatch, "cim-network", "print('{}')")
    with pytest.raises(Unread):
        machine.cim(NETWORK, "MSFT_NetRoute", ("NextHop",))
    with pytest.raises(PermissionError):
        machine.cim(CIMV2, "Win32_Process", ("CommandLine",))


def test_a_hanging_child_and_an_endless_one_are_ended(machine: WindowsMachine, monkeypatch: pytest.MonkeyPatch) -> None:
    """By time and by size."""
    teach(monkeypatch, "tasks", "import threading; threading.Event().wait(60)", seconds=0.3)
    began = time.monotonic()
    with pytest.raises(Unread) as late:
        machine.run("tasks")
    assert late.value.status == "timed-out"
    assert time.monotonic() - began < 3
    teach(monkeypatch, "encryption", "while True: print('x' * 10_000)")
    assert machine.run("encryption").cut
    assert not machine._children


def test_stop_ends_a_running_child(machine: WindowsMachine, monkeypatch: pytest.MonkeyPatch) -> None:
    """At once, from another thread."""
    teach(monkeypatch, "tasks", "import threading; print('on', flush=True); threading.Event().wait(60)", seconds=30)
    refused: list[str] = []

    def runs() -> None:
        try:
            machine.run("tasks")
        except Unread as reason:
            refused.append(reason.status)

    thread = threading.Thread(target=runs)
    thread.start()
    while not machine._children:
        pass
    machine.stop()
    thread.join(2)
    assert refused == ["timed-out"]


def test_what_is_in_no_list_is_refused_and_what_is_not_there_is_not_present(machine: WindowsMachine) -> None:
    """Files, keys, tools; and what only other systems have."""
    with pytest.raises(PermissionError):
        machine.read("/Users/anna/secret.txt")
    with pytest.raises(PermissionError):
        machine.registry(r"HKLM\SAM", ("x",))
    for ask, status in (
        (lambda: machine.read("/Windows/System32/drivers/etc/hosts"), "not-present"),
        (lambda: machine.run("account"), "tool-missing"),
        (lambda: machine.branch(r"HKLM\HARDWARE\DESCRIPTION\System"), "not-supported"),
        (lambda: machine.bus("a", "b", "c", "d"), "not-supported"),
        (lambda: machine.leads_to("/etc/localtime"), "not-supported"),
        (lambda: machine.count("wifi"), "not-supported"),
        (lambda: machine.reach("gateway", "192.168.1.1"), "not-supported"),
        (lambda: machine.elevated, "not-supported"),
    ):
        with pytest.raises(Unread) as refused:
            ask()
        assert refused.value.status == status
    assert machine.platform == "windows"
    assert machine.space("/").total > 0
