"""1.3 on Linux, the last backup: recorded states of known tools."""

from __future__ import annotations

from agent.report.linux import backup
from tests.support.recorded_machine import NOW, RecordedMachine, hear


def test_the_last_backup_is_told_by_its_age() -> None:
    """Of several timers of one tool the newest counts; timers of other things do not."""
    timers = "/var/lib/systemd/timers"
    twin = RecordedMachine(
        files={
            f"{timers}/stamp-borgmatic.timer": "", f"{timers}/stamp-restic-home.timer": "",
            f"{timers}/stamp-restic-root.timer": "", f"{timers}/stamp-fstrim.timer": "",
            "/var/log/timeshift/2026-11-20_09-00-01_backup.log": "",
            "/var/log/timeshift/2026-10-01_09-00-01_backup.log": "",
            "/var/log/timeshift/2026-11-21_09-00-01_gui.log": "",
        },
        times={f"{timers}/stamp-borgmatic.timer": NOW - 40 * 86_400, f"{timers}/stamp-restic-home.timer": NOW - 90_000,
               f"{timers}/stamp-restic-root.timer": NOW - 9 * 86_400},
    )  # fmt: skip
    assert hear(backup.backups, twin).facts == {
        "backup.kind@borgmatic": "borgmatic", "backup.age@borgmatic": 40, "backup.kind@restic": "restic",
        "backup.age@restic": 1, "backup.kind@Timeshift": "Timeshift", "backup.age@Timeshift": 2,
    }  # fmt: skip


def test_no_known_tool_says_nothing_about_backups() -> None:
    """And a date in the future, or none, is not known."""
    assert hear(backup.backups, RecordedMachine()).gaps == {"backup.kind": "not-present", "backup.age": "not-present"}
    odd = RecordedMachine(files={"/var/log/timeshift/2026-99-99_09-00-01_backup.log": ""})
    assert hear(backup.backups, odd).facts == {}
    ahead = RecordedMachine(files={"/var/log/timeshift/2027-01-01_09-00-01_backup.log": ""})
    assert "backup.age@Timeshift" not in hear(backup.backups, ahead).facts
