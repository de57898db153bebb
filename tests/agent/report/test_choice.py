"""The choice of collectors by system."""

from __future__ import annotations

import pytest

from agent.report.choice import chosen
from agent.report.leave import OwnReport
from agent.report.linux.everything import COLLECTORS
from agent.report.macos.door import MacMachine
from agent.report.macos.everything import COLLECTORS as MAC_COLLECTORS
from agent.report.posix import PosixMachine
from protocol.errors import ReportNotSupported, ReportStopped


def test_linux_gets_its_own_collectors() -> None:
    """And the machine of files and commands."""
    machine, collectors = chosen(OwnReport(), platform="linux")
    assert isinstance(machine, PosixMachine)
    assert collectors is COLLECTORS


def test_a_mac_gets_its_own_collectors() -> None:
    """And the machine with the commands of macOS."""
    machine, collectors = chosen(OwnReport(), platform="darwin")
    assert isinstance(machine, MacMachine)
    assert collectors is MAC_COLLECTORS


@pytest.mark.parametrize("platform", ["freebsd14", "cygwin", "emscripten", ""])
def test_a_system_without_collectors_is_refused_in_words(platform: str) -> None:
    """Nothing of it is read with the wrong collectors."""
    with pytest.raises(ReportNotSupported) as refused:
        chosen(OwnReport(), platform=platform)
    assert "this kind of computer" in refused.value.words
    assert refused.value.remedy


def test_without_a_living_leave_nothing_is_opened() -> None:
    """On no system."""
    leave = OwnReport()
    leave.stop()
    with pytest.raises(ReportStopped):
        chosen(leave, platform="linux")
