"""1.10 Network interfaces, addresses, routes and resolvers on Windows: CIM's network classes, psutil."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress

from agent.report import interfaces, reaching
from agent.report.addresses import address_kind
from agent.report.interfaces import addresses, counted, traffic
from agent.report.machine import Machine, Unread
from agent.report.told import Collector, Said, gap, known
from agent.report.values import Row, flag, listed, number, word
from agent.report.windows.answers import ask

_MEGA = 1_000_000
_FASTEST = 800_000 * _MEGA
# NdisPhysicalMedium and InterfaceType (ntddndis.h; ipifcons.h).
_MEDIA = {1: "Wi-Fi", 8: "mobile", 9: "Wi-Fi", 10: "Bluetooth", 14: "cable", 12: "mobile"}
_TYPES = {71: "Wi-Fi", 6: "cable", 23: "dial-in", 131: "VPN", 53: "VPN", 243: "mobile", 244: "mobile"}
_LOOPBACK, _CONNECTED, _DISCONNECTED = 24, 1, 2
_FAMILIES = {"0.0.0.0/0": "IPv4", "::/0": "IPv6"}
_SITE_LOCAL = "fec0:0:0:ffff::"  # what Windows writes where IPv6 has no resolver
_RESOLVERS_AT_MOST = 8
_OCTETS = 6


def links(machine: Machine) -> Iterator[Said]:
    """Tell of each interface what it is, whether it is connected, and how well."""
    counters = counted(machine)
    dynamic = _dynamic(machine)
    for each in ask(machine, "MSFT_NetAdapter"):
        name = word(each, "Name")
        if name is None or number(each, "InterfaceType") == _LOOPBACK:
            continue
        state = number(each, "MediaConnectState")
        up = {_CONNECTED: True, _DISCONNECTED: False}.get(state or 0)
        yield known("interface.kind", _kind(each), "CIM", name)
        yield known("interface.up", up, "CIM", name)
        for fact, key in (("interface.speed", "ReceiveLinkSpeed"), ("interface.speed-max", "MaxSpeed")):
            bits = number(each, key, least=1) if up or fact.endswith("max") else None
            yield known(fact, bits // _MEGA or None if bits is not None and bits <= _FASTEST else None, "CIM", name)
        duplex = flag(each, "FullDuplex")
        yield known("interface.duplex", {True: "full", False: "half"}[duplex] if duplex is not None and up else None,
                    "CIM", name)  # fmt: skip
        yield known("interface.mtu", number(each, "MtuSize", least=1), "CIM", name)
        yield known("interface.driver", word(each, "DriverFileName"), "CIM", name)
        yield known("interface.mac", _mac(word(each, "PermanentAddress")), "CIM", name)
        yield known("interface.dhcp", dynamic.get(number(each, "InterfaceIndex") or -1), "CIM", name)
        yield from traffic(counters, name)
    yield gap("not-supported", "interface.carrier-changes")


def _kind(each: Row) -> str:
    if flag(each, "Virtual"):
        return "VPN" if number(each, "InterfaceType") in {53, 131} else "virtual"
    return _MEDIA.get(number(each, "NdisPhysicalMedium") or -1) or _TYPES.get(number(each, "InterfaceType") or -1) \
        or "another"  # fmt: skip


def _mac(said: str | None) -> str | None:
    """Write twelve hex digits as an address; nothing else is one."""
    pairs = re.findall(r"[0-9a-f]{2}", (said or "").lower())
    return ":".join(pairs) if len(pairs) == _OCTETS and set(pairs) != {"00"} else None


def _dynamic(machine: Machine) -> dict[int, bool]:
    with suppress(Unread):
        pairs = [(number(each, "InterfaceIndex"), flag(each, "DHCPEnabled"))
                 for each in ask(machine, "Win32_NetworkAdapterConfiguration")]  # fmt: skip
        return {at: on for at, on in pairs if at is not None and on is not None}
    return {}


def best_ways(machine: Machine) -> dict[str, tuple[str, str]]:
    """
    Give router and interface of each family that has a way out, the cheapest first.

    Raises:
        Unread: It cannot be told.
    """
    found: dict[str, tuple[int, str, str]] = {}
    for each in ask(machine, "MSFT_NetRoute"):
        family = _FAMILIES.get(str(each.get("DestinationPrefix")))
        hop, by = word(each, "NextHop"), word(each, "InterfaceAlias")
        cost = (number(each, "RouteMetric") or 0) + (number(each, "InterfaceMetric") or 0)
        if family and by and (family not in found or cost < found[family][0]):
            found[family] = cost, hop or "", by
    return {family: (hop, by) for family, (_, hop, by) in found.items()}


def routes(machine: Machine) -> Iterator[Said]:
    """Tell of each family whether there is a way out, and by which router and interface."""
    yield from interfaces.routes(best_ways(machine), "CIM")


def named(machine: Machine) -> list[str]:
    """
    Name the resolvers of interfaces, without the ones that stand where there is none.

    Raises:
        Unread: It cannot be told.
    """
    found = [one for each in ask(machine, "MSFT_DNSClientServerAddress") for one in listed(each, "ServerAddresses")]
    real = [one for one in found if isinstance(one, str) and address_kind(one) and not one.startswith(_SITE_LOCAL)]
    return list(dict.fromkeys(real))[:_RESOLVERS_AT_MOST]


def resolvers(machine: Machine) -> Iterator[Said]:
    """Tell how many resolvers there are and of what kind; addresses and search domains are masked."""
    found = named(machine)
    routers = {hop for hop, _ in best_ways(machine).values()}
    yield from interfaces.resolvers(found, routers, "CIM")
    with suppress(Unread):
        domains = [one for each in ask(machine, "Win32_NetworkAdapterConfiguration")
                   for one in listed(each, "DNSDomainSuffixSearchOrder") if isinstance(one, str) and one]  # fmt: skip
        for at, domain in enumerate(dict.fromkeys(domains), start=1):
            yield known("search.domain", domain, "CIM", f"domain {at}")


def router_test(machine: Machine) -> Iterator[Said]:
    """Probe the router of IPv4; Windows' own echo knows no other."""
    way = best_ways(machine).get("IPv4")
    yield from reaching.router(machine, way[0] if way and address_kind(way[0]) else None)


def resolver_test(machine: Machine) -> Iterator[Said]:
    """Ask every resolver."""
    yield from reaching.look_ups(machine, named(machine))


COLLECTORS = (
    Collector("network", "interfaces", links, seconds=8.0, lane="commands"),
    Collector("network", "addresses", addresses),
    Collector("network", "routes", routes, seconds=8.0, lane="commands"),
    Collector("network", "resolvers", resolvers, seconds=8.0, lane="commands"),
    Collector("network", "router-test", router_test, seconds=8.0, lane="slow"),
    Collector("network", "resolver-test", resolver_test, seconds=8.0, lane="slow"),
    Collector("network", "relay-test", reaching.relay, seconds=8.0, lane="slow"),
)
"""The collectors of interfaces, routes and the tests of the network."""
