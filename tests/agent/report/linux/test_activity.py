"""1.11 Activity on Linux: the load, the open files, and this machine."""

from __future__ import annotations

from pathlib import Path

from agent.report.activity import sample
from agent.report.leave import OwnReport
from agent.report.linux import activity
from agent.report.posix import PosixMachine
from agent.report.told import Known, Row
from tests.support.recorded_machine import RecordedMachine, hear


def test_open_files_are_three_numbers() -> None:
    """Else they are not known."""
    twin = RecordedMachine(files={"/proc/sys/fs/file-nr": "5070\t0\t2466170\n"})
    assert hear(activity.handles, twin).facts == {"activity.handles": 5070, "activity.handles-limit": 2466170}
    assert hear(activity.handles, RecordedMachine(files={"/proc/sys/fs/file-nr": "x"})).facts == {}


def test_this_machine_is_busy_within_reason() -> None:
    """Percents are percents, programs have names and nothing of their command lines."""
    said = [*sample(PosixMachine(OwnReport())), *activity.handles(PosixMachine(OwnReport()))]
    facts = {each.id: each.value for each in said if isinstance(each, Known)}
    assert 0 <= int(str(facts["activity.cpu"])) <= 100
    assert facts["activity.handles-limit"] == int(Path("/proc/sys/fs/file-nr").read_text(encoding="ascii").split()[2])
    rows = [each.cells for each in said if isinstance(each, Row)]
    assert 0 < len(rows) <= 20
    assert all(isinstance(cells[0], str) and len(cells[0]) < 100 for cells in rows)
