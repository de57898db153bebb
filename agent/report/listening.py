"""1.8 What waits for callers: ports, their programs, and from where they can be reached; the same on every system."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator

from agent.report.believe import whole
from agent.report.machine import Machine
from agent.report.told import Said, row


def listening(machine: Machine) -> Iterator[Said]:
    """Tell each port that waits for callers, its program, and from where it can be reached."""
    reach: dict[int, tuple[str, str | None]] = {}
    for each in machine.count("listening"):
        port, program = whole(each.get("port"), least=1), each.get("program")
        if port is None:
            continue
        where = _reach(str(each.get("address")))
        if port not in reach or where == "the network":
            reach[port] = (where, str(program) if program else reach.get(port, ("", None))[1])
    for port, (where, program) in sorted(reach.items()):
        yield row("security.listening", "psutil", str(port), program, where)


def _reach(address: str) -> str:
    try:
        read = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return "the network"
    return "this computer" if read.is_loopback else "the network"
