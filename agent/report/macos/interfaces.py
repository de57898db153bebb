"""1.10 Network interfaces, addresses, routes and resolvers on macOS: psutil, `system_profiler`, `route`, `scutil`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from agent.report import interfaces, reaching
from agent.report.addresses import address_kind
from agent.report.believe import whole
from agent.report.interfaces import addresses, counted, traffic
from agent.report.machine import Machine, Unread
from agent.report.macos.answers import pairs, profile
from agent.report.told import Collector, Said, gap, known
from agent.report.values import Row, rows

_KINDS = {"AirPort": "Wi-Fi", "Ethernet": "cable", "Bridge": "bridge", "Modem": "mobile", "PPP": "dial-in",
          "VPN": "VPN", "FireWire": "FireWire"}  # fmt: skip
_BY_NAME = (("lo", None), ("utun", "VPN"), ("ipsec", "VPN"), ("ppp", "VPN"), ("awdl", "Apple's own"),
            ("llw", "Apple's own"), ("anpi", "Apple's own"), ("ap", "Apple's own"), ("bridge", "bridge"),
            ("gif", "virtual"), ("stf", "virtual"), ("vmnet", "virtual"), ("en", "cable"))  # fmt: skip
_DUPLEX = {1: "half", 2: "full", "NIC_DUPLEX_FULL": "full", "NIC_DUPLEX_HALF": "half"}
_NAME = re.compile(r"[a-z]{1,10}\d{1,4}")
_MAC = re.compile(r"(?:[0-9a-fA-F]{2}:){5}[0-9a-fA-F]{2}")
_SERVER = re.compile(r"nameserver\[\d+\] : (\S{2,60})")
_DOMAIN = re.compile(r"search domain\[\d+\] : (\S{1,253})")
_SCOPED = "DNS configuration (for scoped queries)"
_RESOLVERS_AT_MOST = 8


def links(machine: Machine) -> Iterator[Said]:
    """Tell of each interface what it is, whether it is connected, and how well."""
    about = _about(machine)
    counters, own = counted(machine), counted(machine, "net_if_addrs")
    for name, state in sorted(machine.count("net_if_stats").items()):
        kind = _kind(name, about.get(name, {}))
        if kind is None or not _NAME.fullmatch(name):
            continue
        up = state.get("isup")
        yield known("interface.kind", kind, "system_profiler", name)
        yield known("interface.up", up if isinstance(up, bool) else None, "psutil", name)
        yield known("interface.speed", whole(state.get("speed"), least=1) if up else None, "psutil", name)
        yield known("interface.duplex", _DUPLEX.get(_hashable(state.get("duplex"))) if up else None, "psutil", name)
        yield known("interface.mtu", whole(state.get("mtu"), least=1), "psutil", name)
        macs = [str(each.get("address")) for each in rows(own.get(name))]
        yield known("interface.mac", next((each for each in macs if _MAC.fullmatch(each)), None), "psutil", name)
        yield known("interface.dhcp", _dynamic(about.get(name, {})), "system_profiler", name)
        yield from traffic(counters, name)
    yield gap("not-supported", "interface.speed-max", "interface.driver", "interface.carrier-changes")


def _hashable(value: Any) -> Any:  # noqa: ANN401 - psutil
    return value if isinstance(value, int | str) else None


def _about(machine: Machine) -> dict[str, Row]:
    with suppress(Unread):
        return {str(each.get("interface")): each for each in profile(machine, "SPNetworkDataType")}
    return {}


def _kind(name: str, row: Row) -> str | None:
    return _KINDS.get(str(row.get("hardware"))) or next(
        (kind for sign, kind in _BY_NAME if name.startswith(sign)), "another"
    )


def _dynamic(row: Row) -> bool | None:
    said = row.get("IPv4")
    method = said.get("ConfigMethod") if isinstance(said, dict) else None
    return {"DHCP": True, "BOOTP": True, "Manual": False}.get(str(method))


def best_ways(machine: Machine) -> dict[str, tuple[str, str]]:
    """
    Give router and interface of each family that has a way out.

    Raises:
        Unread: It cannot be told.
    """
    found: dict[str, tuple[str, str]] = {}
    for family, command in (("IPv4", "route-4"), ("IPv6", "route-6")):
        said = pairs(machine.run(command).text)
        hop, by = said.get("gateway", ""), said.get("interface", "")
        if _NAME.fullmatch(by):
            found[family] = hop if address_kind(hop.partition("%")[0]) else "", by
    return found


def routes(machine: Machine) -> Iterator[Said]:
    """Tell of each family whether there is a way out, and by which router and interface."""
    yield from interfaces.routes(best_ways(machine), "route")


def named(machine: Machine) -> list[str]:
    """
    Name the resolvers that are asked about every name.

    Raises:
        Unread: It cannot be told.
    """
    said = machine.run("resolvers").text.partition(_SCOPED)[0]
    found = [each for each in _SERVER.findall(said) if address_kind(each.partition("%")[0])]
    return list(dict.fromkeys(found))[:_RESOLVERS_AT_MOST]


def resolvers(machine: Machine) -> Iterator[Said]:
    """Tell how many resolvers there are and of what kind; addresses and search domains are masked."""
    found = named(machine)
    routers: set[str] = set()
    with suppress(Unread):
        routers = {hop for hop, _ in best_ways(machine).values()}
    yield from interfaces.resolvers(found, routers, "scutil")
    said = machine.run("resolvers").text.partition(_SCOPED)[0]
    for at, domain in enumerate(dict.fromkeys(_DOMAIN.findall(said)), start=1):
        yield known("search.domain", domain, "scutil", f"domain {at}")


def router_test(machine: Machine) -> Iterator[Said]:
    """Probe the router of the better family."""
    ways = best_ways(machine)
    way = ways.get("IPv4") or ways.get("IPv6")
    yield from reaching.router(machine, (way[0] or None) if way else None)


def resolver_test(machine: Machine) -> Iterator[Said]:
    """Ask every resolver."""
    yield from reaching.look_ups(machine, named(machine))


COLLECTORS = (
    Collector("network", "interfaces", links, seconds=8.0, lane="commands"),
    Collector("network", "addresses", addresses),
    Collector("network", "routes", routes, seconds=5.0, lane="commands"),
    Collector("network", "resolvers", resolvers, seconds=5.0, lane="commands"),
    Collector("network", "router-test", router_test, seconds=6.0, lane="slow"),
    Collector("network", "resolver-test", resolver_test, seconds=8.0, lane="slow"),
    Collector("network", "relay-test", reaching.relay, seconds=8.0, lane="slow"),
)
"""The collectors of interfaces, routes and the tests of the network."""
