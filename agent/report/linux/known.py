"""1.8 Programs that a technician asks for by name: antivirus, remote access by others, what listens to the network."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from agent.report.believe import whole
from agent.report.linux.packages import all_packages
from agent.report.linux.programs_known import ANTIVIRUS, REMOTE
from agent.report.listening import listening
from agent.report.machine import Machine, Unread
from agent.report.products import Product, recognised
from agent.report.told import Collector, Said, gap, known, row

_DAY = 86_400
_SIGNATURES = tuple(f"/var/lib/clamav/daily.{ending}" for ending in ("cld", "cvd"))


def antivirus(machine: Machine) -> Iterator[Said]:
    """Tell which antivirus is there and whether it runs; of ClamAV also how old its list is."""
    found = list(_found(machine, ANTIVIRUS))
    if not found:
        yield gap("not-present", "antivirus.product", words="No antivirus that a report knows was found.")
    for product, _, running in found:
        yield known("antivirus.product", product.name, "packages, processes", of=product.name)
        yield known("antivirus.on", running, "processes", of=product.name)
        if product.name == "ClamAV":
            yield known("antivirus.signature-age", _age(machine), "clamav", of=product.name)


def _age(machine: Machine) -> int | None:
    times: list[float] = []
    for path in _SIGNATURES:
        with suppress(Unread):
            times.append(machine.changed(path))
    return whole((machine.now() - max(times)) // _DAY) if times else None


def remote(machine: Machine) -> Iterator[Said]:
    """Tell which other remote-access programs are installed or run."""
    for product, installed, running in _found(machine, REMOTE):
        yield row("security.remote-tools", "packages, processes", product.name, installed, running)


def _found(machine: Machine, products: tuple[Product, ...]) -> Iterator[tuple[Product, bool | None, bool]]:
    packages: set[str] | None = None
    with suppress(Unread):
        packages = {each.name.lower() for each in all_packages(machine)}

    def is_installed(product: Product) -> bool | None:
        return None if packages is None else any(each in packages for each in product.packages)

    return recognised(machine, products, is_installed)


COLLECTORS = (
    Collector("security", "antivirus", antivirus, seconds=4.0, lane="commands"),
    Collector("security", "remote-tools", remote, seconds=4.0, lane="commands"),
    Collector("security", "listening", listening, seconds=4.0),
)
"""The collectors of this part of the section."""
