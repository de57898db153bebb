"""1.10 Interfaces, routes and resolvers on Windows."""

from __future__ import annotations

from agent.report.interfaces import addresses
from agent.report.windows import interfaces
from tests.support.recorded_machine import RecordedMachine, hear
from tests.support.recorded_windows import recorded_windows


def test_interfaces_say_what_they_are_and_how_well_they_are_connected() -> None:
    """A cable at a tenth of its speed, Wi-Fi, a VPN that is down and so has no speed."""
    facts = hear(interfaces.links, recorded_windows()).facts
    assert (facts["interface.speed@Ethernet"], facts["interface.speed-max@Ethernet"]) == (100, 1000)
    assert (facts["interface.duplex@Ethernet"], facts["interface.dhcp@Ethernet"]) == ("full", True)
    assert facts["interface.mac@Wi-Fi"] == "3c:52:82:1a:9f:e0"
    assert facts["interface.packets@Ethernet"] == 30_000
    assert facts["interface.kind@WireGuard"] == "VPN"
    assert "interface.speed@WireGuard" not in facts


def test_addresses_are_told_with_kind_and_prefix() -> None:
    """The loopback is left out; IPv6 has no mask here."""
    facts = hear(addresses, recorded_windows()).facts
    assert (facts["address.kind@Ethernet IPv4"], facts["address.prefix@Ethernet IPv4"]) == ("private", 24)
    assert facts["address.kind@Ethernet IPv6"] == "IPv6 link-local"
    assert "address.prefix@Ethernet IPv6" not in facts


def test_the_cheapest_way_out_is_the_one() -> None:
    """Of two."""
    facts = hear(interfaces.routes, recorded_windows()).facts
    assert (facts["route.interface@IPv4"], facts["route.gateway@IPv4"]) == ("Ethernet", "192.168.178.1")
    assert facts["route.default@IPv6"] is False
    assert hear(interfaces.routes, RecordedMachine()).gaps == {"": "not-supported"}


def test_resolvers_are_told_without_those_that_stand_for_none() -> None:
    """Site-local addresses are what Windows writes where there is none."""
    facts = hear(interfaces.resolvers, recorded_windows()).facts
    assert facts["resolver.number"] == 2
    assert (facts["resolver.kind@resolver 1"], facts["resolver.kind@resolver 2"]) == ("router", "Cloudflare")
    assert facts["search.domain@domain 1"] == "fritz.box"


def test_the_router_is_probed_and_every_resolver_asked() -> None:
    """By their addresses."""
    assert hear(interfaces.router_test, recorded_windows()).facts["test.gateway-loss"] == 0
    assert hear(interfaces.resolver_test, recorded_windows()).gaps["test.dns-answers"] == "not-supported"
