"""1.8 The hosts file: how many names it overrides, and whose; the same lines on every system."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.report.machine import Machine, text
from agent.report.told import Said, known

_OWN = frozenset({"localhost", "localhost.localdomain", "ip6-localhost", "ip6-loopback", "broadcasthost"})
_LOOPBACK = re.compile(r"127\.|::1$|0\.0\.0\.0$")
_PROTECTORS = re.compile(
    r"(?:^|\.)(?:microsoft|windowsupdate|debian|ubuntu|canonical|fedoraproject|archlinux|opensuse|apple|clamav|avast|avg"
    r"|avira|bitdefender|eset|kaspersky|mcafee|trellix|norton|symantec|sophos|malwarebytes|f-secure|gdata|trendmicro"
    r"|crowdstrike|drweb|pandasecurity)\.[a-z.]{2,12}$"
)


def overridden(machine: Machine, path: str) -> Iterator[Said]:
    """Tell how many names the hosts file overrides, and how many of makers of updates and antivirus: never which."""
    lines = [line.partition("#")[0].split() for line in text(machine, path).splitlines()]
    names = {
        name.lower()
        for address, *named in (each for each in lines if len(each) > 1)
        for name in named
        if name.lower() not in _OWN and (("." in name and not _local(name)) or not _LOOPBACK.match(address))
        and not address.lower().startswith(("ff0", "fe00"))
    }  # fmt: skip
    yield known("hosts.overrides", len(names), "hosts")
    yield known("hosts.overrides-updates", sum(bool(_PROTECTORS.search(name)) for name in names), "hosts")


def _local(name: str) -> bool:
    return name.lower().endswith((".local", ".lan", ".localdomain", ".home", ".internal", ".home.arpa"))
