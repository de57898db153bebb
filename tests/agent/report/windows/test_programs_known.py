"""Programs that a report knows by name on Windows."""

from __future__ import annotations

from agent.report.windows.programs_known import REMOTE


def test_each_product_can_be_found_and_none_stands_twice() -> None:
    """Signs are written small, as they are compared."""
    assert len({each.name for each in REMOTE}) == len(REMOTE)
    for each in REMOTE:
        assert each.packages or each.processes
        assert all(sign == sign.lower() for sign in (*each.packages, *each.processes))
        assert all(sign.endswith(".exe") for sign in each.processes)
        assert "attended" not in each.name.lower()
