"""Where a Windows computer keeps the names that redaction must know: accounts, profiles, host, domain, addresses."""

from __future__ import annotations

import contextlib
import getpass
import os
import socket
from pathlib import PureWindowsPath

from agent.report.machine import Unread
from agent.report.own import Own, Person, card_addresses
from agent.report.windows import registry

PROFILES = r"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion\ProfileList"
"""Whose folders there are. Read for redaction alone, so it does not stand in the list of what a report may open."""
_SIGNED_IN = r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Authentication\LogonUI"
_SYSTEM_SIDS = ("S-1-5-18", "S-1-5-19", "S-1-5-20")


def own_names() -> Own:
    """Read them. What cannot be read is left out; shapes are the second line."""
    host = socket.gethostname()
    full = socket.getfqdn()
    domain = full.partition(".")[2] if full.lower().startswith(f"{host.lower()}.") else ""
    kept = (domain, os.environ.get("USERDOMAIN", ""), os.environ.get("USERDNSDOMAIN", ""))
    return Own(
        people=tuple(people(_profiles(), _signed_in(), _me())),
        hosts=(host,) if host else (),
        domains=tuple(dict.fromkeys(each for each in kept if each and each.lower() != host.lower())),
        others=card_addresses(),
    )


def people(profiles: list[str], full_names: list[str], me: str) -> list[Person]:
    """Make persons of profile folders; whoever is signed in last goes by full name and account as well."""
    logins = list(dict.fromkeys(each for each in (me, *(PureWindowsPath(path).name for path in profiles)) if each))
    return [Person(login, tuple(full_names) if login == me else ()) for login in logins]


def _profiles() -> list[str]:
    found: list[str] = []
    with contextlib.suppress(Unread):
        for sid in registry.branch(PROFILES).keys:
            if sid not in _SYSTEM_SIDS:
                path = registry.values(rf"{PROFILES}\{sid}", ("ProfileImagePath",)).get("ProfileImagePath")
                found += [path] if isinstance(path, str) else []
    return found


def _signed_in() -> list[str]:
    names = ("LastLoggedOnDisplayName", "LastLoggedOnUser", "LastLoggedOnSAMUser")
    with contextlib.suppress(Unread):
        found = registry.values(_SIGNED_IN, names)
        return [str(each).rpartition("\\")[2] for each in found.values() if str(each).strip("\\ ")]
    return []


def _me() -> str:
    try:
        return getpass.getuser()
    except (OSError, ImportError, KeyError):
        return ""
