"""Products of a list, by what is installed and what runs."""

from __future__ import annotations

import pytest

from agent.report.machine import Unread
from agent.report.products import Product, recognised
from tests.support.recorded_machine import RecordedMachine

PRODUCTS = (Product("A", ("a",), ("a-daemon",)), Product("B", ("b",), ("B_Service",)), Product("C", (), ("c",)))


def test_a_product_is_there_when_it_is_installed_or_runs() -> None:
    """Capitals do not matter; what is installed may be unknown."""
    machine = RecordedMachine(counters={"processes": [{"name": "b_service"}, {"name": None}]})
    assert list(recognised(machine, PRODUCTS, lambda product: product.name == "A")) == [
        (PRODUCTS[0], True, False), (PRODUCTS[1], False, True),
    ]  # fmt: skip
    assert list(recognised(machine, PRODUCTS, lambda _: None)) == [(PRODUCTS[1], None, True)]


def test_without_processes_it_cannot_be_told() -> None:
    """The reason is passed on."""
    with pytest.raises(Unread) as refused:
        list(recognised(RecordedMachine(counters={"processes": Unread("no-rights")}), PRODUCTS, lambda _: True))
    assert refused.value.status == "no-rights"
