"""1.10 What is told of interfaces in the same words on every system."""

from __future__ import annotations

from typing import Any

from agent.report.interfaces import addresses, counted, resolvers, routes, traffic
from agent.report.machine import Unread
from agent.report.told import Gap, Known
from tests.support.recorded_machine import RecordedMachine, hear


def test_traffic_is_both_ways_together_and_half_of_it_is_not_known() -> None:
    """An interface that psutil does not name, or names with something else, has none."""
    counters: dict[str, Any] = {
        "eth0": {"packets_recv": 900, "packets_sent": 100, "errin": 3, "errout": 0, "dropin": 1}, "eth1": ["x"],
    }  # fmt: skip
    said = {name: list(traffic(counters, name)) for name in ("eth0", "eth1", "eth2")}
    assert {each.id: each.value for each in said["eth0"] if isinstance(each, Known)} == {
        "interface.packets": 1000, "interface.errors": 3,
    }  # fmt: skip
    assert all(isinstance(each, Gap) for name in ("eth1", "eth2") for each in said[name])


def test_counters_that_are_refused_or_none_are_empty() -> None:
    """So what else is known of an interface is still told."""
    held = {"eth0": {"packets_recv": 1}}
    assert counted(RecordedMachine(counters={"net_io_counters": held})) == held
    assert counted(RecordedMachine(counters={"net_io_counters": Unread("no-rights")})) == {}
    assert counted(RecordedMachine(counters={"net_if_addrs": "x"}), "net_if_addrs") == {}


def test_addresses_are_named_by_interface_and_family() -> None:
    """Hardware addresses, loopbacks and what is none are left out; a zone is no part of an address."""
    told = {
        "lo0": [{"address": "127.0.0.1", "netmask": "255.0.0.0"}],
        "en0": [{"address": "3c:52:82:1a:9f:e0"}, {"address": "192.168.1.2", "netmask": "255.255.255.0"},
                {"address": "10.0.0.2", "netmask": None}, "x",
                {"address": "fe80::1%en0", "netmask": "ffff:ffff:ffff:ffff::"}],
        "en1": None,
    }  # fmt: skip
    facts = hear(addresses, RecordedMachine(counters={"net_if_addrs": told})).facts
    assert {name: value for name, value in facts.items() if name.startswith("address.kind")} == {
        "address.kind@en0 IPv4": "private", "address.kind@en0 IPv4 2": "private",
        "address.kind@en0 IPv6": "IPv6 link-local",
    }  # fmt: skip
    assert (facts["address.prefix@en0 IPv4"], facts["address.prefix@en0 IPv6"]) == (24, 64)
    assert facts["address.value@en0 IPv6"] == "fe80::1"
    assert "address.prefix@en0 IPv4 2" not in facts
    assert facts["address.interface@en0 IPv4 2"] == "en0"


def test_a_way_out_is_told_by_family_and_a_router_without_an_address_is_not_known() -> None:
    """A link that needs no router has none; an interface may be called whatever its owner likes."""
    ways = {"IPv4": ("192.168.1.1", "50% of the house"), "IPv6": ("link#4", "utun3")}
    said = {(each.id, each.of): each.value for each in routes(ways, "route") if isinstance(each, Known)}
    assert said == {
        ("route.default", "IPv4"): True, ("route.gateway", "IPv4"): "192.168.1.1",
        ("route.interface", "IPv4"): "50% of the house",
        ("route.default", "IPv6"): True, ("route.interface", "IPv6"): "utun3",
    }  # fmt: skip
    only = {"IPv6": ("fe80::1%en0", "en0")}
    other = {(each.id, each.of): each.value for each in routes(only, "CIM") if isinstance(each, Known)}
    assert (other["route.default", "IPv4"], other["route.gateway", "IPv6"]) == (False, "fe80::1")


def test_a_resolver_is_told_by_whose_it_is() -> None:
    """The router's also where its address has a zone; another link's address is not the router's."""
    found = ("fe80::1%en0", "9.9.9.9", "fe80::1%en5")
    said = {(each.id, each.of): each.value for each in resolvers(found, {"fe80::1%en0"}, "scutil")
            if isinstance(each, Known)}  # fmt: skip
    assert said["resolver.number", ""] == 3
    assert [said["resolver.kind", f"resolver {at}"] for at in (1, 2, 3)] == ["router", "Quad9", "IPv6 link-local"]
    assert said["resolver.address", "resolver 1"] == "fe80::1"
