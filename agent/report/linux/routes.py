"""1.10 The way out and the resolvers on Linux: `ip -j route`, /etc/resolv.conf, and who stands behind a local one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from agent.report.addresses import address_kind, resolver_kind
from agent.report.believe import whole
from agent.report.linux.interfaces import ip_answer
from agent.report.machine import Machine, Unread, text_or_none
from agent.report.told import Collector, Said, gap, known

RESOLVERS = "/etc/resolv.conf"
BEHIND = "/run/systemd/resolve/resolv.conf"
"""Where systemd-resolved writes whom it asks; /etc/resolv.conf then names only the computer itself."""
_FAMILIES = {"IPv4": "routes-4", "IPv6": "routes-6"}
_RESOLVERS_AT_MOST = 8


def routes(machine: Machine) -> Iterator[Said]:
    """Tell of each family whether there is a way out, and by which router and interface."""
    for family, command in _FAMILIES.items():
        try:
            best = _best(machine, command)
        except Unread as reason:
            yield gap(reason.status, "route.default", "route.gateway", "route.interface")
            continue
        yield known("route.default", best is not None, "ip", family)
        if best is not None:
            gateway, by = best.get("gateway"), best.get("dev")
            yield known("route.gateway", gateway if isinstance(gateway, str) else None, "ip", family)
            yield known("route.interface", by if isinstance(by, str) else None, "ip", family)


def _best(machine: Machine, command: str) -> dict[str, Any] | None:
    ways = [way for way in ip_answer(machine, command) if way.get("dst") == "default"]
    usable = [way for way in ways if way.get("type", "unicast") == "unicast"]
    return min(usable, key=lambda way: whole(way.get("metric")) or 0, default=None)


def best_ways(machine: Machine) -> dict[str, tuple[str, str]]:
    """Give router and interface of each family that has a way out; nothing where it cannot be told."""
    found: dict[str, tuple[str, str]] = {}
    for family, command in _FAMILIES.items():
        try:
            best = _best(machine, command) or {}
        except Unread:
            continue
        gateway, by = best.get("gateway"), best.get("dev")
        if address_kind(gateway) and isinstance(gateway, str) and isinstance(by, str):
            found[family] = gateway, by
    return found


def named(machine: Machine) -> list[str]:
    """Name the resolvers that are asked in the end: behind a local one, the ones it asks."""
    own = _lines(machine, RESOLVERS, "nameserver")
    if own and all(address_kind(each) in {"loopback", "IPv6 loopback"} for each in own):
        behind = _lines(machine, BEHIND, "nameserver")
        own = behind or own
    return [each for each in dict.fromkeys(own) if address_kind(each)][:_RESOLVERS_AT_MOST]


def resolvers(machine: Machine) -> Iterator[Said]:
    """Tell how many resolvers there are and of what kind; addresses and search domains are masked."""
    if text_or_none(machine, RESOLVERS) is None:
        yield gap("not-present", "resolver.number", "resolver.kind", "resolver.address")
        return
    routers = {gateway for gateway, _ in best_ways(machine).values()}
    found = named(machine)
    yield known("resolver.number", len(found), "resolv.conf")
    for address in found:  # its name is its address, masked there as well; a number would tell of one crossed out
        yield known("resolver.kind", resolver_kind(address, routers), "resolv.conf", address)
        yield known("resolver.address", address, "resolv.conf", address)
    domains = [word for line in _lines(machine, RESOLVERS, "search") for word in line.split() if word != "."]
    for domain in dict.fromkeys(domains):
        yield known("search.domain", domain, "resolv.conf", domain)


def _lines(machine: Machine, path: str, word: str) -> list[str]:
    """Give what stands behind a word in a file of resolv.conf(5)."""
    lines = (line.split(None, 1) for line in (text_or_none(machine, path) or "").splitlines())
    return [parts[1].strip() for parts in lines if len(parts) > 1 and parts[0] == word]


COLLECTORS = (
    Collector("network", "routes", routes, lane="commands"),
    Collector("network", "resolvers", resolvers, seconds=4.0, lane="commands"),
)
"""The collectors of routes and resolvers."""
