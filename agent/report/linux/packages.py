"""Packages as the system's own databases list them: dpkg, rpm, pacman, flatpak."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from agent.report.believe import whole
from agent.report.machine import Machine, Ran, Unread

AT_MOST = 6_000
"""Packages read of one database: above what a report may hold, so that what is left out is counted."""


@dataclass(frozen=True)
class Package:
    """One package: its maker without an address, its state by dpkg's words, when it came (seconds since 1970)."""

    name: str
    version: str | None
    maker: str | None
    kind: str
    came: int | None = None
    state: str = "installed"
    reinstall: bool = False


def dpkg_packages(machine: Machine) -> list[Package]:
    """
    List Debian's packages, the half-installed ones too; those of which only settings are left are not there.

    Raises:
        Unread: No dpkg, or it failed.
    """
    return [each for each in map(_dpkg, _lines(machine.run("packages"))) if each is not None]


def all_packages(machine: Machine) -> Iterator[Package]:
    """
    List the packages of every database there is.

    Raises:
        Unread: There is none that could be read.
    """
    readers = {"dpkg": dpkg_packages, "rpm": _rpm, "pacman": _pacman, "flatpak": _flatpak}
    reasons: list[Unread] = []
    for read in readers.values():
        try:
            yield from read(machine)
        except Unread as reason:
            reasons.append(reason)
    if len(reasons) == len(readers):
        raise next((each for each in reasons if each.status != "tool-missing"), reasons[0])


def _lines(ran: Ran) -> list[list[str]]:
    if ran.code != 0 and not ran.cut:
        raise Unread("failed", "packages")
    return [line.split("\t") for line in ran.text.splitlines()[:AT_MOST]]


def _dpkg(fields: list[str]) -> Package | None:
    if len(fields) != 5 or not fields[0]:  # noqa: PLR2004 - the columns that are asked for
        return None
    name, version, maker, status, came = fields
    _, state, flag = [*status.split(" "), "", ""][:3]
    if state in {"not-installed", "config-files", ""}:
        return None
    return Package(name, version or None, _maker(maker), "deb", whole(came, least=1), state, flag == "reinstreq")


def _rpm(machine: Machine) -> Iterator[Package]:
    for fields in _lines(machine.run("rpm-packages")):
        if len(fields) == 4 and fields[0]:  # noqa: PLR2004 - the columns that are asked for
            name, version, maker, came = fields
            yield Package(name, version, None if maker == "(none)" else _maker(maker), "rpm", whole(came, least=1))


def _pacman(machine: Machine) -> Iterator[Package]:
    for fields in _lines(machine.run("pacman-packages")):
        name, _, version = fields[0].partition(" ")
        if name and version:
            yield Package(name, version, None, "pacman")


def _flatpak(machine: Machine) -> Iterator[Package]:
    for fields in _lines(machine.run("flatpaks")):
        if len(fields) == 3 and "." in fields[0]:  # noqa: PLR2004 - the columns that are asked for
            yield Package(fields[0], fields[1] or None, fields[2] or None, "flatpak")


def _maker(raw: str) -> str | None:
    """Give a maker's name without the address after it."""
    return raw.partition("<")[0].strip(" \"'") or None
