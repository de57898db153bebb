"""1.10 The tests of the network on Linux: the router, the resolvers, the proxy, the relay."""

from __future__ import annotations

from collections.abc import Iterator

from agent.report import reaching
from agent.report.linux.routes import best_ways, named
from agent.report.machine import Machine
from agent.report.told import Collector, Said


def router(machine: Machine) -> Iterator[Said]:
    """Probe the router of the better family; an address of IPv6 that holds on its link alone needs its interface."""
    ways = best_ways(machine)
    way = ways.get("IPv4") or ways.get("IPv6")
    address = None if way is None else f"{way[0]}%{way[1]}" if way[0].startswith("fe80") else way[0]
    yield from reaching.router(machine, address)


def look_ups(machine: Machine) -> Iterator[Said]:
    """Ask every resolver that stands behind the names of this computer."""
    yield from reaching.look_ups(machine, named(machine))


COLLECTORS = (
    Collector("network", "router-test", router, seconds=6.0, lane="slow"),
    Collector("network", "resolver-test", look_ups, seconds=8.0, lane="slow"),
    Collector("network", "proxy", reaching.proxy, seconds=5.0, lane="slow"),
    Collector("network", "relay-test", reaching.relay, seconds=8.0, lane="slow"),
)
"""The tests of the network."""
