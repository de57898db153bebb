"""Rules about the network."""

from __future__ import annotations

import pytest

from tests.support.rule_cases import ACT, NOTHING, SOON, UNKNOWN, WORTH, Case, demand_all_three, says

CASES = [
    Case("net.down", ACT, {"route.default@IPv4": False, "route.default@IPv6": False}),
    Case("net.down", NOTHING, {"route.default@IPv4": True}),
    Case("net.down", UNKNOWN, {}),
    Case("net.no-dhcp", SOON, {"address.kind@1": "link-local", "address.kind@2": "loopback"}),
    Case("net.no-dhcp", NOTHING, {"address.kind@1": "private"}),
    Case("net.no-dhcp", UNKNOWN, {"address.kind@1": "IPv6 link-local"}),
    Case("dns.failing", ACT, {"test.dns-answers@1": False}),
    Case("dns.failing", SOON, {"test.dns-answers@1": True, "test.dns-answers@2": False}),
    Case("dns.failing", WORTH, {"test.dns-answers@1": True, "test.dns-time@1": 201}),
    Case("dns.failing", NOTHING, {"test.dns-answers@1": True, "test.dns-time@1": 20}),
    Case("dns.failing", UNKNOWN, {"resolver.kind@1": "private"}),
    Case("net.loss", SOON, {"test.gateway-loss": 10}),
    Case("net.loss", SOON, {"test.gateway-loss": 0, "test.relay-loss": 10}),
    Case("net.loss", NOTHING, {"test.gateway-loss": 5, "test.relay-loss": 0}),
    Case("net.loss", UNKNOWN, {}),
    Case("net.slow", WORTH, {"test.relay-time": 101}),
    Case("net.slow", SOON, {"test.relay-time": 301}),
    Case("net.slow", WORTH, {"test.relay-jitter": 31}),
    Case("net.slow", NOTHING, {"test.relay-time": 100, "test.relay-jitter": 30}),
    Case("net.slow", UNKNOWN, {}),
    Case("wifi.weak", WORTH, {"wifi.signal@w": -71}),
    Case("wifi.weak", SOON, {"wifi.signal@w": -81}),
    Case("wifi.weak", NOTHING, {"wifi.signal@w": -70}),
    Case("wifi.weak", UNKNOWN, {"interface.up@w": True}),
    Case("wifi.open", SOON, {"wifi.security@w": "open"}),
    Case("wifi.open", NOTHING, {"wifi.security@w": "WPA3"}),
    Case("wifi.open", UNKNOWN, {"interface.up@w": True}),
    Case("link.slow", WORTH, {"interface.up@e": True, "interface.speed@e": 100, "interface.speed-max@e": 1000}),
    Case("link.slow", WORTH, {"interface.up@e": True, "interface.duplex@e": "half"}),
    Case("link.slow", NOTHING, {"interface.up@e": True, "interface.speed@e": 1000, "interface.speed-max@e": 1000}),
    Case("link.slow", UNKNOWN, {"interface.up@e": False}),
    Case("link.errors", WORTH, {"interface.packets@e": 1000, "interface.errors@e": 2}),
    Case("link.errors", WORTH, {"interface.carrier-changes@e": 21, "boot.uptime": 172_800}),
    Case("link.errors", NOTHING, {"interface.packets@e": 1000, "interface.errors@e": 1}),
    Case("link.errors", UNKNOWN, {"interface.up@e": False}),
    Case("net.intercepted", SOON, {"test.certificate-public": False}),
    Case("net.intercepted", WORTH, {"test.certificate-public": True, "test.certificate-days": 13}),
    Case("net.intercepted", NOTHING, {"test.certificate-public": True, "test.certificate-days": 14}),
    Case("net.intercepted", UNKNOWN, {}),
    Case("net.captive", SOON, {"online.captive": True}),
    Case("net.captive", NOTHING, {"online.captive": False}),
    Case("net.captive", UNKNOWN, {}),
    Case("proxy.dead", SOON, {"proxy.kind": "manual", "proxy.answers": False}),
    Case("proxy.dead", NOTHING, {"proxy.kind": "none"}),
    Case("proxy.dead", UNKNOWN, {"proxy.kind": "manual"}),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_rule_says_what_the_facts_say(case: Case) -> None:
    """Yes with its severity, no, or not known."""
    assert says(case) == case.said


def test_each_rule_has_a_yes_a_no_and_a_not_known() -> None:
    """None of the subject's rules is forgotten."""
    demand_all_three(CASES, "network")
