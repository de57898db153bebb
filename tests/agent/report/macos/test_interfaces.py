"""1.10 Interfaces on macOS."""

from __future__ import annotations

from agent.report.macos import interfaces
from tests.support.recorded_machine import hear
from tests.support.recorded_macos import recorded_macos


def test_links() -> None:
    """By hardware, then by name."""
    heard = hear(interfaces.links, recorded_macos()).facts
    assert heard["interface.kind@en0"] == "Wi-Fi"
    assert heard["interface.kind@utun3"] == "VPN"
    assert heard["interface.speed@en7"] == 100


def test_routes() -> None:
    """IPv4 alone."""
    heard = hear(interfaces.routes, recorded_macos()).facts
    assert heard["route.default@IPv4"] is True
    assert heard["route.default@IPv6"] is False
    assert heard["route.interface@IPv4"] == "en0"


def test_resolvers() -> None:
    """Those for every name."""
    heard = hear(interfaces.resolvers, recorded_macos()).facts
    assert heard["resolver.number"] == 2
    assert heard["resolver.kind@resolver 1"] == "router"
