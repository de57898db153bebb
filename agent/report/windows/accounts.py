"""1.6 Accounts on Windows: how many, who may administer, whether somebody is signed in unasked; what it belongs to."""

from __future__ import annotations

from collections.abc import Iterator

from agent.report.machine import Machine, Unread
from agent.report.told import Collector, Said, gap, known
from agent.report.values import flag, number, word
from agent.report.windows.answers import ask, first, parsed
from agent.report.windows.keys import NT

_GUEST = "-501"
_OWN_OF_WINDOWS = ("-500", "-501", "-503", "-504")  # administrator, guest, default account, sandbox
_NAMES_AT_MOST = 50


def accounts(machine: Machine) -> Iterator[Said]:
    """Tell how many people have an account, their names masked, and whether guests may come."""
    found = ask(machine, "Win32_UserAccount")
    on = [each for each in found if each.get("Disabled") is False]
    people = [each for each in on if not str(each.get("SID")).endswith(_OWN_OF_WINDOWS)]
    yield known("accounts.number", len(people), "CIM")
    guests = [each for each in found if str(each.get("SID")).endswith(_GUEST)]
    yield known("accounts.guest", any(each.get("Disabled") is False for each in guests) if guests else None, "CIM")
    for each in people[:_NAMES_AT_MOST]:
        if name := word(each, "Name"):
            yield known("accounts.name", name, "CIM", of=name)


def signed_in(machine: Machine) -> Iterator[Said]:
    """Tell how many people are signed in, and whether somebody is without being asked; never with which password."""
    yield known("accounts.signed-in", machine.count("users"), "psutil")
    by_itself = machine.registry(rf"{NT}\Winlogon", ("AutoAdminLogon",)).get("AutoAdminLogon")
    yield known("accounts.auto-sign-in", str(by_itself) == "1", "registry")


def mine(machine: Machine) -> Iterator[Said]:
    """Tell whether this account may administer, also if it does not do so now, and how many may."""
    found = parsed(machine.run("account").out)
    if not isinstance(found, dict):
        raise Unread("failed", "account")
    yield known("accounts.is-admin", flag(found, "admin"), "token")
    yield known("accounts.admins", number(found, "admins"), "CIM")


def joined(machine: Machine) -> Iterator[Said]:
    """Tell whether it belongs to a domain; the domain's name is masked. A cloud directory is not told here."""
    found = first(machine, "Win32_ComputerSystem")
    part = flag(found, "PartOfDomain")
    yield known("joined.kind", None if part is None else "Active Directory" if part else "no domain", "CIM")
    if part:
        yield known("joined.domain", word(found, "Domain"), "CIM")
    else:
        yield gap("not-present", "joined.domain")


COLLECTORS = (
    Collector("system", "accounts", accounts, seconds=8.0, lane="commands"),
    Collector("system", "signed-in", signed_in),
    Collector("system", "own-account", mine, seconds=8.0, lane="slow"),
    Collector("system", "joined", joined, seconds=8.0, lane="commands"),
)
"""The collectors of this part of the section."""
