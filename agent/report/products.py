"""1.8 Which products of a list are on this computer: by what is installed, and by what runs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from agent.report.machine import Machine


class Product(NamedTuple):
    """One product: its name, what its packages begin with, what its processes are called."""

    name: str
    packages: tuple[str, ...]
    processes: tuple[str, ...]


def recognised(
    machine: Machine, products: Iterable[Product], is_installed: Callable[[Product], bool | None]
) -> Iterator[tuple[Product, bool | None, bool]]:
    """
    Give the products that are installed or run, each with both; None where what is installed cannot be told.

    Raises:
        Unread: It cannot be told what runs.
    """
    running = {str(each.get("name")).lower() for each in machine.count("processes")}
    for product in products:
        installed = is_installed(product)
        runs = any(each.lower() in running for each in product.processes)
        if installed or runs:
            yield product, installed, runs
