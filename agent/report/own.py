"""The values of one computer that redaction must know. They are read once and stay in memory."""

from __future__ import annotations

from dataclasses import dataclass

import psutil

from protocol.report.kinds import Kind


@dataclass(frozen=True)
class Person:
    """One account: its login, and what else names the same person (full name, home folder, 8.3 name)."""

    login: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Own:
    """The values of this computer that must vanish wherever they stand. Read once, kept in memory only."""

    people: tuple[Person, ...] = ()
    hosts: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    networks: tuple[str, ...] = ()
    others: tuple[tuple[Kind, str], ...] = ()


def card_addresses() -> tuple[tuple[Kind, str], ...]:
    """Give the hardware addresses of this computer's network cards; none where they cannot be read."""
    try:
        interfaces = psutil.net_if_addrs().values()
    except OSError:
        return ()
    return tuple(
        ("mac", each.address)
        for interface in interfaces
        for each in interface
        if each.family == psutil.AF_LINK and set(each.address) - set("0:-")
    )
