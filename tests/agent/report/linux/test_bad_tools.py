"""Real child processes that hang, babble, print garbage, fork, fail or may not run: the rest of the report is whole."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import time
import tracemalloc
from pathlib import Path

import psutil
import pytest

from agent.report import posix
from agent.report.assemble import assemble
from agent.report.commands import COMMANDS
from agent.report.leave import OwnReport
from agent.report.linux.everything import COLLECTORS
from agent.report.posix import PosixMachine
from agent.report.redact import Redactor
from agent.report.run import Run
from agent.report.told import Gap
from protocol import limits
from protocol.report.parse import read_report, report_bytes

PROGRAMS = sorted({each.program for each in COMMANDS.values()})
SECRET = "Hund&Katze7"
"""What a tool's complaint must not bring into a report."""
VICES = {
    "hangs": "exec tail -f /dev/null",
    "forks and hangs": "tail -f /dev/null & exec tail -f /dev/null",
    "says 100 MB": "exec head -c 104857600 /dev/zero",
    "complains 100 MB": f"head -c 104857600 /dev/zero >&2; echo 'password is: {SECRET}' >&2; exit 3",
    "garbage": "printf '\\377\\376\\033[2J\\342\\200\\256{\"a\":[\\000'; exec head -c 4096 /dev/urandom",
    "deep": "head -c 200000 /dev/zero | tr '\\0' '['",
    "nothing": "exit 0",
    "killed": "kill -9 $$",
}
MAY_NOT = "may not run"
SECONDS, SLACK = 4.0, 6.0  # the deadline is looked at in between; a busy machine looks late


def _spoil(folder: Path, turn: int) -> None:
    """Give every program a vice; with each turn another one."""
    vices = [*VICES.items(), (MAY_NOT, "exit 0")]
    for at, name in enumerate(PROGRAMS):
        vice, words = vices[(at + turn) % len(vices)]
        (folder / name).write_text(f"#!/bin/sh\n{words}\n", encoding="utf-8")
        (folder / name).chmod(0o600 if vice == MAY_NOT else 0o700)


@pytest.mark.alone
@pytest.mark.parametrize("turn", [0, pytest.param(3, marks=pytest.mark.long), pytest.param(6, marks=pytest.mark.long)])
def test_whatever_the_tools_do_the_rest_is_whole(turn: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In time, in little memory, with every process gone, no fault of ours, and no word of what they complained."""
    _spoil(tmp_path, turn)
    monkeypatch.setattr(posix, "FOLDERS", (str(tmp_path),))
    leave = OwnReport()
    machine = PosixMachine(leave)
    redactor = Redactor(machine.own())
    tracemalloc.start()
    began = time.monotonic()
    heard = Run(machine, COLLECTORS, leave, seconds=SECONDS).collect()
    took = time.monotonic() - began
    report, _ = assemble(machine, heard, redactor, took=took, agent="test", grant=None)
    data = report_bytes(report)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert took < SECONDS + SLACK
    assert peak < 64 * 2**20
    assert len(data) <= limits.REPORT_BYTES
    assert read_report(data) == report
    # A fault of ours is told with its class in brackets; a tool's is told in words.
    last = [(each.collector.name, each.said[-1]) for each in heard if each.status == "failed"]
    assert [(name, said) for name, said in last if isinstance(said, Gap) and "(" in said.words] == []
    facts = {told.id for part in report.sections for told in part.facts}
    assert {"cpu.model", "memory.total", "os.kernel", "interface.mtu", "activity.cpu", "clock.now"} <= facts
    assert SECRET.encode() not in data
    assert not [each for each in psutil.Process().children(recursive=True) if _is_of(each, tmp_path)]


def _is_of(process: psutil.Process, folder: Path) -> bool:
    try:
        return str(folder) in " ".join(process.cmdline()) and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


ALONE = """
import sys
from agent.report.assemble import assemble
from agent.report.choice import chosen
from agent.report.leave import OwnReport
from agent.report.redact import Redactor
from agent.report.run import Run
from protocol.report.parse import report_bytes
leave = OwnReport()
machine, collectors = chosen(leave)
redactor = Redactor(machine.own())
heard = Run(machine, collectors, leave).collect()
report, _ = assemble(machine, heard, redactor, took=1.0, agent="test", grant=None)
sys.stdout.buffer.write(report_bytes(report))
"""


def _python() -> str:
    """Name a Python that an ordinary account may run; that of the tests may lie in an administrator's home."""
    may = [sys.executable, f"/usr/bin/python{sys.version_info[0]}.{sys.version_info[1]}"]
    return next(each for each in may if os.geteuid() != 0 or _may_run(each))


def _may_run(program: str) -> bool:
    return all(
        folder.stat().st_mode & stat.S_IXOTH for folder in [Path(program).resolve(), *Path(program).resolve().parents]
    )


def test_an_ordinary_account_gets_a_whole_report() -> None:
    """What it may not read is a gap that says so; nothing asks for more rights."""
    libraries = os.pathsep.join(each for each in sys.path if each.endswith("site-packages"))
    environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": f"{Path.cwd()}{os.pathsep}{libraries}"}
    nobody = 65534 if os.geteuid() == 0 else None
    ran = subprocess.run(
        [_python(), "-B", "-c", ALONE], capture_output=True, timeout=40, check=False, env=environment,
        user=nobody, group=nobody, extra_groups=None if nobody is None else [],
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr.decode()
    report = read_report(ran.stdout)
    assert not report.made.elevated
    assert sum(len(part.facts) for part in report.sections) > 100
    assert not [each for each in report.omissions if "went wrong" in each.words]
    assert {each.status for each in report.omissions} >= {"not-present"}
