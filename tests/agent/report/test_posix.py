"""The real computer."""

from __future__ import annotations

import os
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from agent.report import commands, posix
from agent.report.commands import Command
from agent.report.leave import OwnReport
from agent.report.machine import Unread
from agent.report.posix import PosixMachine

PYTHON = os.path.realpath(sys.executable)


@pytest.fixture
def machine() -> PosixMachine:
    """Open this computer."""
    return PosixMachine(OwnReport())


def _teach(monkeypatch: pytest.MonkeyPatch, program: str, *, seconds: float = 5.0) -> None:
    """Let "trial" be a small Python program."""
    monkeypatch.setattr(posix, "FOLDERS", (str(Path(PYTHON).parent),))
    trial = Command(Path(PYTHON).name, ("-I", "-c", program), seconds)
    monkeypatch.setitem(commands.COMMANDS, "trial", trial)


def test_files_folders_and_links_are_read(machine: PosixMachine) -> None:
    """As plain Python reads them; a limit is kept."""
    assert machine.read("/proc/cpuinfo", 9) == Path("/proc/cpuinfo").read_bytes()[:9]
    assert machine.names("/sys/class") == sorted(each.name for each in Path("/sys/class").iterdir())
    assert machine.changed("/etc/hosts") == Path("/etc/hosts").stat().st_mtime
    assert machine.space("/").total == os.statvfs("/").f_blocks * os.statvfs("/").f_frsize


def test_what_is_not_there_is_not_present(machine: PosixMachine) -> None:
    """For files, folders and tools."""
    for ask in (
        lambda: machine.read("/sys/none"),
        lambda: machine.names("/sys/none"),
        lambda: machine.leads_to("/sys/n"),
    ):
        with pytest.raises(Unread) as caught:
            ask()
        assert caught.value.status == "not-present"


def test_a_command_has_no_input_no_path_and_its_own_group(
    machine: PosixMachine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And stands in the root folder, speaking no language but C."""
    _teach(
        monkeypatch, "import os,sys;print(sorted(os.environ),os.getcwd(),os.getpgid(0)==os.getpid(),sys.stdin.read())"
    )
    ran = machine.run("trial")
    assert ran.code == 0
    assert "PATH" not in ran.text
    assert "'LC_ALL'" in ran.text
    assert " / True" in ran.text


def test_a_command_s_exit_code_is_data(machine: PosixMachine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Smartctl's is a bit field."""
    _teach(monkeypatch, "print(5);raise SystemExit(64)")
    assert (machine.run("trial").code, machine.run("trial").text) == (64, "5\n")


def test_a_hundred_megabytes_are_cut(machine: PosixMachine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two are read, and the rest is never written."""
    _teach(monkeypatch, "import sys\nfor _ in range(100): sys.stdout.write('x'*2**20)")
    ran = machine.run("trial")
    assert ran.cut
    assert len(ran.out) == 2 * 2**20


def test_a_command_that_hangs_is_ended_with_all_it_started(
    machine: PosixMachine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Its whole group goes."""
    note = tmp_path / "pid"
    _teach(monkeypatch, "import subprocess,sys,time;"
           "child=subprocess.Popen([sys.executable,'-I','-c','import signal;signal.pause()']);"
           f"open({str(note)!r},'w').write(str(child.pid));import signal;signal.pause()", seconds=1.5)  # fmt: skip
    with pytest.raises(Unread) as caught:
        machine.run("trial")
    assert caught.value.status == "timed-out"
    with suppress(psutil.NoSuchProcess):
        psutil.Process(int(note.read_text())).wait(5)  # it is killed; that shows once it has had its turn


def test_stop_ends_a_command_at_once(machine: PosixMachine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Within 250 ms, and none begins after it."""
    _teach(monkeypatch, "import signal;signal.pause()", seconds=30)
    ended: list[float] = []
    begun = threading.Event()

    def run() -> None:
        begun.set()
        with pytest.raises(Unread):
            machine.run("trial")
        ended.append(time.monotonic())

    runner = threading.Thread(target=run)
    runner.start()
    begun.wait(5)
    while not machine._children and runner.is_alive():
        threading.Event().wait(0.01)
    stopped = time.monotonic()
    machine.stop()
    runner.join(5)
    assert ended[0] - stopped < 0.25
    with pytest.raises(Unread):
        machine.run("trial")


def test_nothing_is_read_after_the_leave_ended() -> None:
    """Every act asks it again."""
    leave = OwnReport()
    machine = PosixMachine(leave)
    leave.stop()
    for ask in (lambda: machine.read("/proc/cpuinfo"), lambda: machine.run("disks"), lambda: machine.count("users")):
        with pytest.raises(Unread):
            ask()
    with pytest.raises(Unread):
        machine.own()
