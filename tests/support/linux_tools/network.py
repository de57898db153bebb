"""Interfaces, addresses, routes, resolvers, screens: ip, /sys/class/net, grep, xrandr."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from tests.support.linux_tools.asking import Answers, Expected, Key, Near, Tool, content, said

_NET = Path("/sys/class/net")
_PACKETS = 500_000


def _listed(*words: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(said("ip", "-j", *words) or "[]")
    return found


def _links() -> Answers:
    found: dict[Key, Expected] = {}
    for link in _listed("-s", "link", "show"):
        name = link["ifname"]
        if link["link_type"] == "loopback":
            continue
        found["interface.mtu", name] = link["mtu"]
        if link.get("address", "").strip("0:"):
            found["interface.mac", name] = link["address"]
        moved = link["stats64"]
        for fact, part, within in (
            ("packets", "packets", _PACKETS),
            ("errors", "errors", 0),
            ("drops", "dropped", 100),
        ):
            found[f"interface.{fact}", name] = Near(moved["rx"][part] + moved["tx"][part], within)
    return found


def _states() -> Answers:
    found: dict[Key, Expected] = {}
    for name in (each.name for each in _NET.iterdir() if content(each / "type") != "772" and content(each / "type")):
        found["interface.carrier-changes", name] = int(content(_NET / name / "carrier_changes") or 0)
        driver = _NET / name / "device/driver"
        if driver.exists():
            found["interface.driver", name] = said("readlink", str(driver)).rpartition("/")[2]
    return found


def _up() -> Answers:
    return {("interface.up", link["ifname"]): "LOWER_UP" in link["flags"] and "UP" in link["flags"]
            for link in _listed("link", "show") if link["link_type"] != "loopback"}  # fmt: skip


def _addresses() -> Answers:
    """Give the addresses in the order of `ip`, each named by interface, family and place."""
    found: dict[Key, Expected] = {}
    seen: dict[str, int] = {}
    for line in said("ip", "-o", "address", "show").splitlines():
        _, name, family, whole = line.split()[:4]
        address, _, prefix = whole.partition("/")
        if name == "lo":
            continue
        of = f"{name} {'IPv6' if family == 'inet6' else 'IPv4'}"
        seen[of] = seen.get(of, 0) + 1
        of = of if seen[of] == 1 else f"{of} {seen[of]}"
        found["address.value", of] = address
        found["address.prefix", of] = int(prefix)
        found["address.interface", of] = name
    return found


def _dynamic() -> Answers:
    found: dict[Key, Expected] = {}
    for line in said("ip", "-o", "-4", "address", "show").splitlines():
        if line.split()[1] != "lo":
            found["interface.dhcp", line.split()[1]] = " dynamic " in line
    return found


def _ways() -> Answers:
    found: dict[Key, Expected] = {}
    for family, option in (("IPv4", "-4"), ("IPv6", "-6")):
        line = said("ip", option, "route", "show", "default").partition("\n")[0]
        found["route.default", family] = bool(line)
        way = re.search(r"via (\S+)", line), re.search(r"dev (\S+)", line)
        if way[0]:
            found["route.gateway", family] = way[0][1]
        if way[1]:
            found["route.interface", family] = way[1][1]
    return found


def _resolvers() -> Answers:
    named = [line.split()[1] for line in said("grep", "-E", "^nameserver ", "/etc/resolv.conf").splitlines()]
    if any(each.startswith(("127.", "::1")) for each in named):
        return {}
    return {("resolver.number", ""): len(set(named)), **{("resolver.address", each): each for each in named}}


def xrandr(display: str) -> Answers:
    """Ask about the outputs of one display, which need not be that of this process."""
    found: dict[Key, Expected] = {}
    for block in re.split(r"(?m)^(?=\S)", said("xrandr", "-d", display)):
        output = re.match(r"(\S+) connected (?:primary )?(\d+x\d+)\+", block)
        rate = re.search(r"([\d.]+)\*", block)
        if output:
            found["display.mode", output[1]] = output[2]
            if rate and float(rate[1]) > 0:
                found["display.rate", output[1]] = Near(float(rate[1]), 1)
    return found


TOOLS = (
    Tool("`ip -s link`", ("ip",), ("interface.mtu", "interface.mac", "interface.packets", "interface.errors",
                                   "interface.drops"), _links),
    Tool("`ip link`", ("ip",), ("interface.up",), _up),
    Tool("`/sys/class/net`", ("readlink",), ("interface.carrier-changes", "interface.driver"), _states),
    Tool("`ip address`", ("ip",), ("address.value", "address.prefix", "address.interface", "interface.dhcp"),
         lambda: {**_addresses(), **_dynamic()}),
    Tool("`ip route`", ("ip",), ("route.default", "route.gateway", "route.interface"), _ways),
    Tool("`grep` in `/etc/resolv.conf`", ("grep",), ("resolver.number", "resolver.address"), _resolvers),
)  # fmt: skip
"""The tools that are asked about the network."""
SCREEN_FACTS = ("display.mode", "display.rate")
"""What xrandr is asked about a display."""
