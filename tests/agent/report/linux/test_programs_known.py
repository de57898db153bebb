"""Programs by name."""

from __future__ import annotations

import pytest

from agent.report.linux.programs_known import ANTIVIRUS, REMOTE
from agent.report.products import Product


@pytest.mark.parametrize("product", [*REMOTE, *ANTIVIRUS], ids=lambda each: each.name)
def test_each_can_be_recognised(product: Product) -> None:
    """By a package or a process, as the system writes them: packages small, processes of fifteen characters."""
    assert product.packages or product.processes
    assert all(each == each.lower() for each in product.packages)
    assert all(0 < len(each) <= 15 for each in product.processes)


def test_no_name_stands_for_two() -> None:
    """And our own agent is not among the others."""
    names = [name for product in (*REMOTE, *ANTIVIRUS) for name in {*product.packages, *product.processes}]
    assert len(names) == len(set(names))
    assert not [each for each in REMOTE if "attended" in each.name.lower()]
