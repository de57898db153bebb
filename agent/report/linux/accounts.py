"""1.6 Accounts on Linux: how many, who may administer, who is let in without a password; and what it belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from agent.report.believe import whole
from agent.report.machine import Machine, Unread, names_or_none, text, text_or_none
from agent.report.told import Collector, Said, gap, known

_FIRST, _LAST = 1000, 60_000
"""Numbers that login.defs gives to people (UID_MIN, UID_MAX)."""
_ADMINISTER = frozenset({"sudo", "wheel", "admin"})
"""Groups whose members may administer: Debian and Ubuntu, Fedora and Arch, old Ubuntu."""
_ENABLED = frozenset({"true", "yes", "1"})
_REALMD = "org.freedesktop.realmd"
_NAMES_AT_MOST = 50


class _Account(NamedTuple):
    name: str
    number: int
    group: int
    shell: str


def accounts(machine: Machine) -> Iterator[Said]:
    """Tell how many people have an account, their names masked, and how many may administer."""
    people = [each for each in _accounts(machine) if _FIRST <= each.number < _LAST and "nologin" not in each.shell]
    admins = _admins(machine)
    yield known("accounts.number", len(people), "passwd")
    yield known("accounts.admins", sum(each.name in admins for each in people), "group")
    yield known("accounts.signed-in", machine.count("users"), "psutil")
    for each in people[:_NAMES_AT_MOST]:
        yield known("accounts.name", each.name, "passwd", of=each.name)


def _accounts(machine: Machine) -> Iterator[_Account]:
    for line in text(machine, "/etc/passwd").splitlines():
        fields = line.split(":")
        number, group = (whole(each) for each in (*fields[2:4], "", "")[:2])
        if len(fields) == 7 and fields[0] and number is not None and group is not None:  # noqa: PLR2004 - passwd(5)
            yield _Account(fields[0], number, group, fields[6])


def _admins(machine: Machine) -> set[str]:
    lines = [line.split(":") for line in (text_or_none(machine, "/etc/group") or "").splitlines()]
    groups = [each for each in lines if len(each) == 4 and each[0] in _ADMINISTER]  # noqa: PLR2004 - group(5)
    first = {whole(each[2]) for each in groups}
    members = {name for each in groups for name in each[3].split(",") if name}
    return members | {each.name for each in _accounts(machine) if each.group in first}


def mine(machine: Machine) -> Iterator[Said]:
    """Tell whether the account that this runs under may administer."""
    groups = set(machine.run("groups").text.split())
    yield known("accounts.is-admin", machine.elevated or bool(groups & _ADMINISTER), "groups")


def sign_in(machine: Machine) -> Iterator[Said]:
    """Tell whether somebody is signed in without a password, and whether guests may come: the greeters' settings."""
    greeters = dict(_greeters(machine))
    if not greeters:
        yield gap("not-present", "accounts.auto-sign-in", words="No program for signing in was found.")
        return
    source = ", ".join(greeters)
    lines = {re.sub(r"\s", "", line).lower() for raw in greeters.values() for line in raw.splitlines()}
    named = any(re.fullmatch(r"(?:autologin-user|user|automaticlogin)=.+", line) for line in lines)
    gdm = any(line in {f"automaticloginenable={word}" for word in _ENABLED} for line in lines)
    yield known("accounts.auto-sign-in", gdm if "gdm" in greeters else named, source)
    if "lightdm" in greeters:
        yield known("accounts.guest", "allow-guest=true" in lines, source)


def _greeters(machine: Machine) -> Iterator[tuple[str, str]]:
    folders = {"gdm": "/etc/gdm3", "lightdm": "/etc/lightdm"}
    for name, folder in folders.items():
        files = [each for each in names_or_none(machine, folder) if each.endswith(".conf")]
        said = [raw for each in files if (raw := text_or_none(machine, f"{folder}/{each}"))]
        if said:
            yield name, "\n".join(said)
    sddm = text_or_none(machine, "/etc/sddm.conf")
    if sddm is not None:
        yield "sddm", sddm


def joined(machine: Machine) -> Iterator[Said]:
    """Tell whether it belongs to a domain; the domain's name is masked."""
    realms = machine.bus(_REALMD, "/org/freedesktop/realmd", f"{_REALMD}.Provider", "Realms")
    for path in [each for each in realms if isinstance(each, str)][:8] if isinstance(realms, list) else []:
        if machine.bus(_REALMD, path, f"{_REALMD}.Realm", "Configured"):
            software = _quiet(machine, path, "KerberosMembership", "ServerSoftware")
            yield known("joined.kind", "Active Directory" if software == "active-directory" else "Kerberos", "realmd")
            yield known("joined.domain", _quiet(machine, path, "Kerberos", "DomainName"), "realmd")
            return
    yield known("joined.kind", "nothing", "realmd")


def _quiet(machine: Machine, path: str, interface: str, name: str) -> str | None:
    try:
        said = machine.bus(_REALMD, path, f"{_REALMD}.{interface}", name)
    except Unread:
        return None
    return said if isinstance(said, str) else None


COLLECTORS = (
    Collector("system", "accounts", accounts),
    Collector("system", "own-account", mine, lane="commands"),
    Collector("system", "sign-in", sign_in),
    Collector("system", "joined", joined, seconds=5.0, without="Nothing here joins a computer to a domain (realmd)."),
)
"""The collectors of this part of the section."""
