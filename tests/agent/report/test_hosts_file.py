"""The hosts file of any system."""

from __future__ import annotations

from agent.report.hosts_file import overridden
from tests.support.recorded_machine import RecordedMachine, hear

# The file that Windows brings along (its comments shortened), and what a program that blocks updates leaves in it.
WINDOWS = "\ufeff# Copyright (c) 1993-2009 Microsoft Corp.\r\n#\t127.0.0.1       localhost\r\n"


def test_windows_own_file_overrides_nothing() -> None:
    """All of it is comments."""
    heard = hear(lambda machine: overridden(machine, "/etc/hosts"), RecordedMachine(files={"/etc/hosts": WINDOWS}))
    assert heard.facts == {"hosts.overrides": 0, "hosts.overrides-updates": 0}


def test_names_are_counted_and_never_told() -> None:
    """Makers of updates and antivirus are counted apart."""
    blocked = WINDOWS + "0.0.0.0 update.microsoft.com # no\r\n127.0.0.1 geheim.example\r\n::1 localhost\r\n"
    heard = hear(lambda machine: overridden(machine, "/etc/hosts"), RecordedMachine(files={"/etc/hosts": blocked}))
    assert heard.facts == {"hosts.overrides": 2, "hosts.overrides-updates": 1}
