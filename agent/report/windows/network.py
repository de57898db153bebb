"""1.10 Online state, Wi-Fi, VPN, proxy and shares on Windows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import urlsplit

from agent.report.machine import Machine, Unread
from agent.report.told import Collector, Said, gap, known
from agent.report.values import flag, number, word
from agent.report.windows.answers import ask, parsed
from agent.report.windows.keys import MY_WINDOWS

# NetworkConnectivityLevel and NetworkCostType (Windows.Networking.Connectivity).
_LEVELS = {0: "offline", 1: "limited", 2: "sign-in page", 3: "online"}
_METERED = {1: False, 2: True, 3: True}
_SIGNAL = range(-120, 0)
_FOLDER = 0  # Win32_Share: a folder that somebody shared; Windows' own have the top bit
_LOWEST_BAND = 14
_VPN_TYPES = frozenset({23, 53, 131})


def online(machine: Machine) -> Iterator[Said]:
    """Tell the online state as Windows sees it; a sign-in page in the way; whether the network is metered."""
    found = parsed(machine.run("connection").out)
    if not isinstance(found, dict):
        raise Unread("failed", "connection")
    level = number(found, "level")
    state = None if level is None else _LEVELS.get(level)
    yield known("online.state", state, "Windows")
    yield known("online.captive", None if state is None else state == "sign-in page", "Windows")
    yield known("online.metered", _METERED.get(number(found, "cost") or 0), "Windows")
    if flag(found, "mobile"):
        bars = number(found, "bars")
        yield known("mobile.signal", min(bars * 20, 100) if bars is not None else None, "Windows", "modem")


def wifi(machine: Machine) -> Iterator[Said]:
    """Tell of the Wi-Fi in use its signal, channel and protection; no other network is asked about or looked for."""
    names = _names(machine)
    for each in machine.count("wifi"):
        of = names.get(str(each.get("description")), "Wi-Fi")
        signal, channel = each.get("signal"), each.get("channel")
        good = isinstance(signal, int) and signal in _SIGNAL
        yield known("wifi.signal", signal if good else None, "WLAN service", of)
        yield known("wifi.channel", channel if isinstance(channel, int) and channel > 0 else None, "WLAN service", of)
        low = isinstance(channel, int) and 0 < channel <= _LOWEST_BAND and each.get("standard") != "802.11ac"
        yield known("wifi.band", "2.4 GHz" if low else None, "WLAN service", of)
        rate = each.get("rate")
        yield known("wifi.rate", rate if isinstance(rate, int) and rate > 0 else None, "WLAN service", of)
        for fact, key in (("wifi.standard", "standard"), ("wifi.security", "security"), ("wifi.name", "name")):
            value = each.get(key)
            yield known(fact, value if isinstance(value, str) and value else None, "WLAN service", of)
    yield gap("not-supported", "wifi.noise", "wifi.bands")


def _names(machine: Machine) -> dict[str, str]:
    """Name the interfaces by what Windows calls their cards."""
    with suppress(Unread):
        found = ask(machine, "MSFT_NetAdapter")
        return {str(each.get("InterfaceDescription")): name for each in found if (name := word(each, "Name"))}
    return {}


def vpn(machine: Machine) -> Iterator[Said]:
    """Tell of adapters for VPNs whether they are connected; never a name or an address."""
    found = [each for each in ask(machine, "MSFT_NetAdapter") if number(each, "InterfaceType") in _VPN_TYPES]
    for at, each in enumerate(found, start=1):
        yield known("vpn.kind", "VPN", "CIM", f"VPN {at}")
        yield known("vpn.active", number(each, "MediaConnectState") == 1, "CIM", f"VPN {at}")
    if not found:
        yield gap("not-present", "vpn.kind", "vpn.active")


def proxy(machine: Machine) -> Iterator[Said]:
    """Tell how this account reaches the web; a proxy's name is masked, and what stands before it is dropped."""
    names = ("ProxyEnable", "ProxyServer", "AutoConfigURL")
    found = machine.registry(rf"{MY_WINDOWS}\Internet Settings", names)
    server, script = str(found.get("ProxyServer") or ""), str(found.get("AutoConfigURL") or "")
    if found.get("ProxyEnable") == 1 and server:
        yield known("proxy.kind", "manual", "registry")
        yield known("proxy.address", _host(server), "registry")
    else:
        yield known("proxy.kind", "script" if script else "none", "registry")
        if script:
            yield known("proxy.address", _host(script), "registry")
    if found.get("ProxyEnable") == 1 or script:
        yield gap("not-supported", "proxy.answers", words="A proxy that only this setting names is not tried.")


def _host(said: str) -> str | None:
    """Give the host of "host:port", "http=host:port;…" or an address with a path."""
    first = said.partition(";")[0].rpartition("=")[2]
    try:
        return urlsplit(first if "//" in first else f"//{first}").hostname
    except ValueError:
        return None


def shares(machine: Machine) -> Iterator[Said]:
    """Tell how many folders are shared with others: a number, no names."""
    yield known("shares.number", sum(number(each, "Type") == _FOLDER for each in ask(machine, "Win32_Share")), "CIM")


COLLECTORS = (
    Collector("network", "online", online, seconds=8.0, lane="slow"),
    Collector("network", "wifi", wifi, seconds=8.0, lane="slow"),
    Collector("network", "vpn", vpn, seconds=8.0, lane="commands"),
    Collector("network", "proxy", proxy),
    Collector("network", "shares", shares, seconds=8.0, lane="commands"),
)
"""The collectors of what Windows says of its connections."""
