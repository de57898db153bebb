"""1.10 Online state, Wi-Fi, VPN, proxy and shares on Windows."""

from __future__ import annotations

import json

import pytest

from agent.report.machine import Unread
from agent.report.windows import network
from agent.report.windows.keys import MY_WINDOWS
from tests.support.recorded_machine import RecordedMachine, hear
from tests.support.recorded_windows import recorded_windows


@pytest.mark.parametrize(
    ("level", "state", "captive"),
    [(0, "offline", False), (2, "sign-in page", True), (3, "online", False), (9, None, None)],
)
def test_the_online_state_is_windows_own(level: int, state: str | None, captive: bool | None) -> None:  # noqa: FBT001
    """A sign-in page counts as limited to Windows, and it says so."""
    twin = RecordedMachine(commands={"connection": json.dumps({"level": level, "cost": 2})})
    facts = hear(network.online, twin).facts
    assert (facts.get("online.state"), facts.get("online.captive")) == (state, captive)
    assert facts["online.metered"] is True


def test_the_wifi_in_use_goes_by_its_adapters_name() -> None:
    """A place that may not be known is a gap."""
    facts = hear(network.wifi, recorded_windows()).facts
    assert (facts["wifi.signal@Wi-Fi"], facts["wifi.security@Wi-Fi"], facts["wifi.standard@Wi-Fi"]) == (
        -61,
        "WPA2",
        "802.11ax",
    )
    refused = RecordedMachine(counters={"wifi": Unread("no-rights")})
    assert hear(network.wifi, refused).gaps == {"": "no-rights"}


def test_a_proxy_is_told_by_kind_and_host_without_who_signs_in_there() -> None:
    """Manual, by script, or none."""
    facts = hear(network.proxy, recorded_windows()).facts
    assert facts == {"proxy.kind": "manual", "proxy.address": "proxy.corp.kruegerbau.example"}
    key = rf"{MY_WINDOWS}\Internet Settings"
    script = RecordedMachine(registry_values={key: {"AutoConfigURL": "http://wpad.example/a.pac"}})
    assert hear(network.proxy, script).facts == {"proxy.kind": "script", "proxy.address": "wpad.example"}
    odd = RecordedMachine(registry_values={key: {"ProxyEnable": 1, "ProxyServer": "http://[::1"}})
    assert hear(network.proxy, odd).facts == {"proxy.kind": "manual"}
    assert hear(network.proxy, RecordedMachine(registry_values={key: {}})).facts == {"proxy.kind": "none"}


def test_vpns_and_shares_are_kinds_and_numbers() -> None:
    """Windows' own shares are not counted."""
    assert hear(network.vpn, recorded_windows()).facts == {"vpn.kind@VPN 1": "VPN", "vpn.active@VPN 1": False}
    assert hear(network.shares, recorded_windows()).facts == {"shares.number": 1}
