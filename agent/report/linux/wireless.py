"""1.10 Wi-Fi, online state, VPN and mobile on Linux: NetworkManager by D-Bus. Only the network in use is asked of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from agent.report.believe import whole
from agent.report.machine import Machine, Unread, text_or_none
from agent.report.told import Collector, Said, gap, known

_NM = "org.freedesktop.NetworkManager"
_PATH = "/org/freedesktop/NetworkManager"
_WIFI = 2

# NetworkManager's D-Bus types: NMConnectivityState, NMMetered, NM80211ApSecurityFlags.
_CONNECTIVITY = {1: "offline", 2: "sign-in page", 3: "limited", 4: "online"}
_METERED = {1: True, 2: False, 3: True, 4: False}
_PSK, _ENTERPRISE, _SAE, _OWE = 0x100, 0x200, 0x400, 0x800
_PRIVACY = 0x1
_NO_MANAGER = "NetworkManager does not run on this computer."
_BANDS_TOLD = 0x100  # NM_WIFI_DEVICE_CAP_FREQ_VALID
_BANDS = {0x200: "2.4 GHz", 0x400: "5 GHz", 0x800: "6 GHz"}
_VPN_TYPES = {"vpn": "VPN", "wireguard": "WireGuard", "tun": "tunnel"}
_ACTIVE = 2
_MODEMS = 2


def online(machine: Machine) -> Iterator[Said]:
    """Tell the online state as the system sees it; a sign-in page in the way; whether the network is metered."""
    state = _CONNECTIVITY.get(machine.bus(_NM, _PATH, _NM, "Connectivity"))
    yield known("online.state", state, "NetworkManager")
    yield known("online.captive", None if state is None else state == "sign-in page", "NetworkManager")
    yield known("online.metered", _METERED.get(machine.bus(_NM, _PATH, _NM, "Metered")), "NetworkManager")


def wifi(machine: Machine) -> Iterator[Said]:
    """Tell of the Wi-Fi in use its signal, channel and protection; no other network is asked about or looked for."""
    levels = _levels(machine)
    for interface, (signal, noise) in levels.items():
        yield known("wifi.signal", signal, "kernel", interface)
        yield known("wifi.noise", noise, "kernel", interface)
    try:
        paths = machine.bus(_NM, _PATH, _NM, "GetDevices")
    except Unread as reason:
        facts = ("wifi.bands", "wifi.channel", "wifi.band", "wifi.rate", "wifi.security", "wifi.name")
        yield gap(reason.status, *facts, words=_NO_MANAGER if reason.status == "not-present" else "")
        return
    for path in (each for each in paths if isinstance(each, str)) if isinstance(paths, list) else ():
        interface = _asked(machine, path, "Device", "Interface")
        if _asked(machine, path, "Device", "DeviceType") != _WIFI or not isinstance(interface, str):
            continue
        yield known("wifi.bands", bands_of(_asked(machine, path, "Device.Wireless", "WirelessCapabilities")),
                    "NetworkManager", interface)  # fmt: skip
        point = _asked(machine, path, "Device.Wireless", "ActiveAccessPoint")
        if isinstance(point, str) and len(point) > 1:
            rate = whole(_asked(machine, path, "Device.Wireless", "Bitrate"), least=1)
            yield known("wifi.rate", None if rate is None else rate // 1000, "NetworkManager", interface)
            yield from _point(machine, point, interface, measured=interface in levels)


def _point(machine: Machine, point: str, interface: str, *, measured: bool) -> Iterator[Said]:
    name = _asked(machine, point, "AccessPoint", "Ssid")
    if isinstance(name, bytes):
        yield known("wifi.name", name.decode("utf-8", "replace") or None, "NetworkManager", interface)
    channel, band = channel_of(_asked(machine, point, "AccessPoint", "Frequency"))
    yield known("wifi.channel", channel, "NetworkManager", interface)
    yield known("wifi.band", band, "NetworkManager", interface)
    flags = [_asked(machine, point, "AccessPoint", each) for each in ("Flags", "WpaFlags", "RsnFlags")]
    if all(isinstance(each, int) for each in flags):
        yield known("wifi.security", security_of(*flags), "NetworkManager", interface)
    strength = whole(_asked(machine, point, "AccessPoint", "Strength"), least=1)
    if not measured and strength is not None:
        # NetworkManager makes its percent of -90 to -20 dBm, 30 to 100: a line with the slope 1.
        yield known("wifi.signal", strength - 120, "NetworkManager", interface)


def channel_of(megahertz: object) -> tuple[int | None, str | None]:
    """Give channel and band of a frequency (IEEE 802.11, 15 to 27)."""
    if not isinstance(megahertz, int):
        return None, None
    if 2412 <= megahertz <= 2472:  # noqa: PLR2004 - channels 1 to 13
        return (megahertz - 2407) // 5, "2.4 GHz"
    if megahertz == 2484:  # noqa: PLR2004 - channel 14 stands apart
        return 14, "2.4 GHz"
    if 5160 <= megahertz <= 5885:  # noqa: PLR2004 - channels 32 to 177
        return (megahertz - 5000) // 5, "5 GHz"
    if 5955 <= megahertz <= 7115:  # noqa: PLR2004 - channels 1 to 233
        return (megahertz - 5950) // 5, "6 GHz"
    return None, None


def bands_of(flags: object) -> str | None:
    """Name the bands that a card can use (NM80211DeviceWifiCapabilities); older versions do not tell."""
    if not isinstance(flags, int) or not flags & _BANDS_TOLD:
        return None
    return " and ".join(name for bit, name in _BANDS.items() if flags & bit) or None


def security_of(flags: int, wpa: int, rsn: int) -> str:
    """Name how an access point protects what passes."""
    if (wpa | rsn) & _ENTERPRISE:
        return "enterprise"
    if rsn & _SAE:
        return "WPA2 and WPA3" if rsn & _PSK else "WPA3"
    if rsn & _OWE:
        return "OWE"
    if rsn:
        return "WPA2"
    if wpa:
        return "WPA"
    return "WEP" if flags & _PRIVACY else "open"


def vpn(machine: Machine) -> Iterator[Said]:
    """Tell of active VPNs their kind; never a name or an address."""
    number = 0
    paths = machine.bus(_NM, _PATH, _NM, "ActiveConnections")
    for path in (each for each in paths if isinstance(each, str)) if isinstance(paths, list) else ():
        kind = _asked(machine, path, "Connection.Active", "Type")
        if _asked(machine, path, "Connection.Active", "Vpn") is True:
            kind = "vpn"
        if kind in _VPN_TYPES:
            number += 1
            state = _asked(machine, path, "Connection.Active", "State")
            yield known("vpn.kind", _VPN_TYPES[kind], "NetworkManager", f"VPN {number}")
            yield known("vpn.active", state == _ACTIVE if isinstance(state, int) else None, "NetworkManager",
                        f"VPN {number}")  # fmt: skip


def mobile(machine: Machine) -> Iterator[Said]:
    """Tell the signal of a mobile modem; its numbers are never asked for, and the manager's rises with each plug."""
    told = 0
    for number in range(_MODEMS):
        path = f"/org/freedesktop/ModemManager1/Modem/{number}"
        try:
            quality = machine.bus("org.freedesktop.ModemManager1", path, "org.freedesktop.ModemManager1.Modem",
                                  "SignalQuality")  # fmt: skip
        except Unread:
            continue
        if isinstance(quality, list) and quality:
            told += 1
            yield known("mobile.signal", whole(quality[0]), "ModemManager", f"modem {told}")


def shares(machine: Machine) -> Iterator[Said]:
    """Tell how many folders are shared with others (Samba, NFS): a number, no names."""
    samba = text_or_none(machine, "/etc/samba/smb.conf")
    nfs = text_or_none(machine, "/etc/exports")
    if samba is None and nfs is None:
        yield gap("not-present", "shares.number")
        return
    special = {"[global]", "[homes]", "[printers]", "[print$]"}
    lines = [line.strip() for line in (samba or "").splitlines()]
    sections = [line for line in lines if line.startswith("[") and line.endswith("]") and line.lower() not in special]
    exports = [line for line in (nfs or "").splitlines() if line.startswith("/")]
    yield known("shares.number", len(sections) + len(exports), "smb.conf, exports")


def _asked(machine: Machine, path: str, interface: str, name: str) -> Any:  # noqa: ANN401 - a D-Bus value
    try:
        return machine.bus(_NM, path, f"{_NM}.{interface}", name)
    except Unread:
        return None


def _levels(machine: Machine) -> dict[str, tuple[int | None, int | None]]:
    """Read signal and noise in dBm by interface: the columns of /proc/net/wireless; -256 is not known."""
    found: dict[str, tuple[int | None, int | None]] = {}
    for line in (text_or_none(machine, "/proc/net/wireless") or "").splitlines()[2:]:
        words = line.replace(":", ": ", 1).split()
        if len(words) < 5 or not words[0].endswith(":"):  # noqa: PLR2004 - name, status, link, level, noise
            continue
        level, noise = _dbm(words[3]), _dbm(words[4])
        if level is not None:
            found[words[0].rstrip(":")] = level, noise
    return found


def _dbm(word: str) -> int | None:
    try:
        value = int(word.rstrip("."))
    except ValueError:
        return None
    return value if -120 <= value < 0 else None  # noqa: PLR2004 - below is no receiver, above is no dBm


COLLECTORS = (
    Collector("network", "online", online, seconds=5.0, lane="slow", without=_NO_MANAGER),
    Collector("network", "wifi", wifi, seconds=8.0, lane="slow", without=_NO_MANAGER),
    Collector("network", "vpn", vpn, seconds=6.0, lane="slow", without=_NO_MANAGER),
    Collector("network", "mobile", mobile, seconds=5.0, lane="slow"),
    Collector("network", "shares", shares),
)
"""The collectors of Wi-Fi and what NetworkManager knows."""
