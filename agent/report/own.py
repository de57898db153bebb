"""The values of one computer that redaction must know. They are read once and stay in memory."""

from __future__ import annotations

from dataclasses import dataclass

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
