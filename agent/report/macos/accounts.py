"""1.6 Accounts on macOS: how many, who may administer, whether somebody is signed in unasked; what it belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress

from agent.report.believe import whole
from agent.report.machine import Machine, Unread
from agent.report.macos.answers import answered, objects, pairs, preferences, texts, yes
from agent.report.told import Collector, Said, gap, known

_PEOPLE = 500
_NAMES_AT_MOST = 50
_LOGIN = "/Library/Preferences/com.apple.loginwindow.plist"
_STANDARD = "dsAttrTypeStandard:"
_NAME = re.compile(r"\w[\w.-]{0,60}")


def accounts(machine: Machine) -> Iterator[Said]:
    """Tell how many people have an account; their names are masked."""
    people: list[str] = []
    for each in objects(machine, "people"):
        number = whole(next(iter(texts(each, f"{_STANDARD}UniqueID")), ""))
        name = next(iter(texts(each, f"{_STANDARD}RecordName")), "")
        if number is not None and number > _PEOPLE and _NAME.fullmatch(name) and not name.startswith("_"):
            people.append(name)
    yield known("accounts.number", len(people) or None, "dscl")
    for name in people[:_NAMES_AT_MOST]:
        yield known("accounts.name", name, "dscl", of=name)


def administrators(machine: Machine) -> Iterator[Said]:
    """Tell how many may administer, and whether this account may."""
    found = texts(answered(machine, "administrators"), f"{_STANDARD}GroupMembership")
    yield known("accounts.admins", len([each for each in found if each != "root"]), "dscl")
    yield known("accounts.is-admin", "admin" in machine.run("groups").text.split(), "id")


def signed_in(machine: Machine) -> Iterator[Said]:
    """Tell how many people are signed in, whether guests may, and whether somebody is without being asked."""
    yield known("accounts.signed-in", machine.count("users"), "psutil")
    found = preferences(machine, _LOGIN)
    yield known("accounts.guest", yes(found.get("GuestEnabled", False)), "login window")
    yield known("accounts.auto-sign-in", "autoLoginUser" in found, "login window")


def joined(machine: Machine) -> Iterator[Said]:
    """Tell whether it belongs to a directory or is managed by an organisation; the domain's name is masked."""
    domain = ""
    with suppress(Unread):
        domain = pairs(machine.run("directory").text, "=").get("Active Directory Domain", "")
    managed: bool | None = None
    with suppress(Unread):
        said = pairs(machine.run("enrolment").text).get("MDM enrollment", "")
        managed = said.lower().startswith("yes") if said else None
    kind = "Active Directory" if domain else {True: "device management", False: "no domain"}.get(managed) \
        if domain or managed is not None else None  # fmt: skip
    yield known("joined.kind", kind, "dsconfigad, profiles")
    if domain:
        yield known("joined.domain", domain, "dsconfigad")
    else:
        yield gap("not-present", "joined.domain")


COLLECTORS = (
    Collector("system", "accounts", accounts, seconds=5.0, lane="commands"),
    Collector("system", "administrators", administrators, seconds=5.0, lane="commands"),
    Collector("system", "signed-in", signed_in),
    Collector("system", "joined", joined, seconds=8.0, lane="commands"),
)
"""The collectors of this part of the section."""
