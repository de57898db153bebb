"""1.10 Connections on macOS."""

from __future__ import annotations

from agent.report.macos import network
from tests.support.recorded_machine import hear
from tests.support.recorded_macos import recorded_macos


def test_wifi() -> None:
    """The one in use."""
    heard = hear(network.wifi, recorded_macos()).facts
    assert heard["wifi.signal@en0"] == -52
    assert heard["wifi.band@en0"] == "6 GHz"
    assert heard["wifi.security@en0"] == "WPA3"


def test_vpns() -> None:
    """One is on."""
    heard = hear(network.vpn, recorded_macos()).facts
    assert heard["vpn.active@VPN 1"] is True
    assert heard["vpn.kind@VPN 2"] == "L2TP"


def test_the_proxy() -> None:
    """By hand."""
    heard = hear(network.proxy, recorded_macos()).facts
    assert heard["proxy.kind"] == "manual"


def test_shares() -> None:
    """A number."""
    heard = hear(network.shares, recorded_macos()).facts
    assert heard["shares.number"] == 1


def test_online() -> None:
    """As macOS sees it."""
    heard = hear(network.online, recorded_macos()).facts
    assert heard["online.state"] == "online"
