"""Who may have a report collected."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from agent.report.leave import OwnReport
from agent.report.posix import PosixMachine
from protocol.errors import ReportStopped

ROOT = Path(__file__).parents[3]


def test_the_customer_s_own_act_ends_when_they_stop_it() -> None:
    """And not before."""
    own = OwnReport()
    assert own.lives
    own.stop()
    assert not own.lives


def test_no_leave_no_machine() -> None:
    """The computer cannot even be opened without one that lives."""
    own = OwnReport()
    own.stop()
    with pytest.raises(ReportStopped):
        PosixMachine(own)


def test_only_the_customer_s_command_makes_its_leave() -> None:
    """No other file of the product calls `OwnReport`; a technician's report needs the ledger's permit."""
    makers = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "agent").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("OwnReport")
    }
    assert makers == {"agent/desk/own_report.py"}
