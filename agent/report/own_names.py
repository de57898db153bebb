"""Where a POSIX computer keeps the names that redaction must know: accounts, host, own addresses."""

from __future__ import annotations

import getpass
import pwd
import re
import socket
from pathlib import Path

from agent.report.own import Own, Person, card_addresses

_FIRST_PERSON = 500  # macOS counts people from 501, Linux from 1000; below are programs
_LAST_PERSON = 60_000


def own_names() -> Own:
    """Read them. What cannot be read is left out; shapes are the second line."""
    host = socket.gethostname()
    short, _, domain = host.partition(".")
    return Own(
        people=tuple(_people()),
        hosts=tuple(dict.fromkeys(each for each in (host, short) if each and each != "localhost")),
        domains=(domain,) if domain else (),
        others=card_addresses(),
    )


def _people() -> list[Person]:
    me = getpass.getuser()
    found = []
    for entry in pwd.getpwall():
        if _FIRST_PERSON < entry.pw_uid < _LAST_PERSON or entry.pw_name == me:
            full = re.sub(r",.*", "", entry.pw_gecos).strip()
            home = Path(entry.pw_dir).name
            found.append(Person(entry.pw_name, tuple(each for each in (full, home) if each and each != entry.pw_name)))
    return found
