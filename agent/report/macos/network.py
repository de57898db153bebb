"""1.10 Online state, Wi-Fi, VPN, proxy and shares on macOS."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from agent.report.machine import Machine, Unread
from agent.report.macos.answers import pairs, profile
from agent.report.told import Collector, Said, gap, known
from agent.report.values import Row, number, rows, word

_CURRENT = "spairport_current_network_information"
_CHANNEL = re.compile(r"(\d{1,3})(?: \((\d)GHz)?")
_SIGNAL = re.compile(r"(-\d{1,3}) dBm(?: / (-\d{1,3}) dBm)?")
_BANDS = {"2": "2.4 GHz", "5": "5 GHz", "6": "6 GHz"}
_STANDARD = re.compile(r"802\.11[a-z]{1,2}")
# The mode's own name, never translated; one of them is written without its first letter.
_SECURITY = (("wpa3", "WPA3"), ("wpa2", "WPA2"), ("wpa", "WPA"), ("wep", "WEP"), ("owe", "WPA3"), ("none", "open"),
             ("open", "open"))  # fmt: skip
_CONNECTION = re.compile(r"^\*? *\((\w[\w ]{0,30})\)[^\[]{0,400}\[(?:(VPN|PPP|IPSec)[:\]])?", re.MULTILINE)
_VPNS = {"VPN": "VPN", "PPP": "L2TP", "IPSec": "IPSec"}
_HIDDEN = frozenset({"<redacted>", ""})
_WEAKEST = range(-120, 0)
_SHARE = re.compile(r"^name:", re.MULTILINE)


def online(machine: Machine) -> Iterator[Said]:
    """Tell whether macOS sees a way out; nothing is sent for it."""
    said = machine.run("reachable").text.strip()
    state = None if not said else "offline" if said.startswith("Not Reachable") else "online" \
        if said.startswith("Reachable") else None  # fmt: skip
    yield known("online.state", state, "scutil")
    words = "macOS does not tell other programs."
    yield gap("not-supported", "online.captive", "online.metered", "mobile.signal", words=words)


def wifi(machine: Machine) -> Iterator[Said]:
    """Tell of the Wi-Fi in use its signal, channel and protection; other networks are neither looked for nor read."""
    told = False
    for each in (one for all_of in profile(machine, "SPAirPortDataType")
                 for one in rows(all_of.get("spairport_airport_interfaces"))):  # fmt: skip
        of, current = word(each, "_name"), each.get(_CURRENT)
        if of is None or not isinstance(current, dict) or "spairport_network_channel" not in current:
            continue
        told = True
        yield from _used(current, of)
    if not told:
        yield gap("not-present", "wifi.signal", "wifi.channel", "wifi.band", "wifi.rate", "wifi.standard",
                  "wifi.security", "wifi.name", "wifi.noise", words="No Wi-Fi is in use.")  # fmt: skip
    yield gap("not-supported", "wifi.bands")


def _used(current: Row, of: str) -> Iterator[Said]:
    signal = _SIGNAL.search(str(current.get("spairport_signal_noise")))
    for fact, at in (("wifi.signal", 1), ("wifi.noise", 2)):
        value = int(signal[at]) if signal and signal[at] else None
        yield known(fact, value if value in _WEAKEST else None, "system_profiler", of)
    channel = _CHANNEL.match(str(current.get("spairport_network_channel")))
    yield known("wifi.channel", int(channel[1]) if channel else None, "system_profiler", of)
    yield known("wifi.band", _BANDS.get(channel[2]) if channel else None, "system_profiler", of)
    yield known("wifi.rate", number(current, "spairport_network_rate", least=1), "system_profiler", of)
    standard = str(current.get("spairport_network_phymode"))
    yield known("wifi.standard", standard if _STANDARD.fullmatch(standard) else None, "system_profiler", of)
    mode = str(current.get("spairport_security_mode", "")).rpartition("security_mode_")[2].lower()
    kind = next((words for sign, words in _SECURITY if mode.startswith(sign)), None)
    enterprise = kind and "enterprise" in mode
    yield known("wifi.security", f"{kind} enterprise" if enterprise else kind, "system_profiler", of)
    name = word(current, "_name")
    if name and name not in _HIDDEN:
        yield known("wifi.name", name, "system_profiler", of)
    else:
        yield gap("no-rights", "wifi.name", words="macOS tells it to programs that may know the place only.")


def vpn(machine: Machine) -> Iterator[Said]:
    """Tell of each VPN that is set up whether it is connected; never its name or address."""
    found = _CONNECTION.findall(machine.run("connections").text)
    for at, (state, kind) in enumerate(found, start=1):
        yield known("vpn.kind", _VPNS.get(kind), "scutil", f"VPN {at}")
        yield known("vpn.active", state == "Connected", "scutil", f"VPN {at}")
    if not found:
        yield gap("not-present", "vpn.kind", "vpn.active")


def proxy(machine: Machine) -> Iterator[Said]:
    """Tell how the web is reached; a proxy's name is masked, and what stands before it is dropped."""
    found = pairs(machine.run("proxies").text, " : ")
    if not found:
        raise Unread("failed", "scutil")
    kind, host = "none", ""
    for switch, name, words in (("HTTPSEnable", "HTTPSProxy", "manual"), ("HTTPEnable", "HTTPProxy", "manual"),
                                ("SOCKSEnable", "SOCKSProxy", "manual"),
                                ("ProxyAutoConfigEnable", "ProxyAutoConfigURLString", "script"),
                                ("ProxyAutoDiscoveryEnable", "", "found by itself")):  # fmt: skip
        if found.get(switch) == "1" and kind == "none":
            kind, host = words, found.get(name, "")
    yield known("proxy.kind", kind, "scutil")
    if kind != "none":
        yield known("proxy.address", _host(host), "scutil")
        yield gap("not-supported", "proxy.answers", words="A proxy that only this setting names is not tried.")


def _host(said: str) -> str | None:
    try:
        return urlsplit(said if "//" in said else f"//{said}").hostname
    except ValueError:
        return None


def shares(machine: Machine) -> Iterator[Said]:
    """Tell how many folders are shared with others: a number, no names."""
    yield known("shares.number", len(_SHARE.findall(machine.run("shares").text)), "sharing")


COLLECTORS = (
    Collector("network", "online", online, lane="commands"),
    Collector("network", "wifi", wifi, seconds=8.0, lane="slow"),
    Collector("network", "vpn", vpn, lane="commands"),
    Collector("network", "proxy", proxy, lane="commands"),
    Collector("network", "shares", shares, seconds=5.0, lane="commands"),
)
"""The collectors of what macOS says of its connections."""
