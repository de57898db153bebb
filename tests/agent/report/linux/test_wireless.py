"""1.10 on Linux, Wi-Fi and what NetworkManager knows: its objects, with the numbers of its D-Bus types."""

from __future__ import annotations

from typing import Any

import pytest

from agent.report.linux import wireless
from tests.support.recorded_machine import RecordedMachine, hear

NM = "org.freedesktop.NetworkManager"
ROOT = "/org/freedesktop/NetworkManager"
POINT: dict[str, Any] = {
    f"{NM}.AccessPoint.Ssid": "Krüger WLAN 5G".encode(), f"{NM}.AccessPoint.Frequency": 5180,
    f"{NM}.AccessPoint.Flags": 1, f"{NM}.AccessPoint.WpaFlags": 0, f"{NM}.AccessPoint.RsnFlags": 0x188,
    f"{NM}.AccessPoint.Strength": 64,
}  # fmt: skip
WIFI: dict[str, Any] = {
    f"{NM}.GetDevices": [f"{ROOT}/Devices/2", f"{ROOT}/Devices/3", 7],
    f"{ROOT}/Devices/2 {NM}.Device.Interface": "eth0", f"{ROOT}/Devices/2 {NM}.Device.DeviceType": 1,
    f"{ROOT}/Devices/3 {NM}.Device.Interface": "wlp2s0", f"{ROOT}/Devices/3 {NM}.Device.DeviceType": 2,
    f"{ROOT}/Devices/3 {NM}.Device.Wireless.ActiveAccessPoint": f"{ROOT}/AccessPoint/9",
    f"{ROOT}/Devices/3 {NM}.Device.Wireless.Bitrate": 866_700,
    f"{ROOT}/Devices/3 {NM}.Device.Wireless.WirelessCapabilities": 0x7FF,
    **{f"{ROOT}/AccessPoint/9 {name}": value for name, value in POINT.items()},
}  # fmt: skip
LEVELS = (
    "Inter-| sta-|   Quality        |   Discarded packets               | Missed | WE\n"
    " face | tus | link level noise |  nwid  crypt   frag  retry   misc | beacon | 22\n"
    "wlp2s0: 0000   58.  -52.  -256        0      0      0      0      0        0\n"
)


def test_a_card_that_does_not_tell_its_bands_has_none() -> None:
    """Older versions of NetworkManager leave them out: not known is not none."""
    assert (wireless.bands_of(0xFF), wireless.bands_of(0x100), wireless.bands_of("x")) == (None, None, None)
    assert wireless.bands_of(0xF00) == "2.4 GHz and 5 GHz and 6 GHz"


def test_the_wifi_in_use_is_told() -> None:
    """The kernel measures its signal; without that NetworkManager's percent is turned back into dBm."""
    measured = RecordedMachine(files={"/proc/net/wireless": LEVELS}, properties=WIFI)
    facts = hear(wireless.wifi, measured).facts
    assert facts == {
        "wifi.bands@wlp2s0": "2.4 GHz and 5 GHz",
        "wifi.signal@wlp2s0": -52, "wifi.rate@wlp2s0": 866, "wifi.name@wlp2s0": "Krüger WLAN 5G",
        "wifi.channel@wlp2s0": 36, "wifi.band@wlp2s0": "5 GHz", "wifi.security@wlp2s0": "WPA2",
    }  # fmt: skip
    assert hear(wireless.wifi, RecordedMachine(properties=WIFI)).facts["wifi.signal@wlp2s0"] == -56
    assert hear(wireless.wifi, RecordedMachine()).gaps["wifi.security"] == "not-present"


def test_wifi_that_is_not_connected_tells_what_it_could() -> None:
    """Its access point is the path "/"."""
    off = {**WIFI, f"{ROOT}/Devices/3 {NM}.Device.Wireless.ActiveAccessPoint": "/"}
    assert hear(wireless.wifi, RecordedMachine(properties=off)).facts == {"wifi.bands@wlp2s0": "2.4 GHz and 5 GHz"}


@pytest.mark.parametrize(
    ("flags", "name"),
    [((0, 0, 0), "open"), ((1, 0, 0), "WEP"), ((1, 0x100, 0), "WPA"), ((1, 0, 0x100), "WPA2"), ((1, 0, 0x400), "WPA3"),
     ((1, 0, 0x500), "WPA2 and WPA3"), ((1, 0, 0x200), "enterprise"), ((0, 0, 0x800), "OWE")],
)  # fmt: skip
def test_protection_is_named(flags: tuple[int, int, int], name: str) -> None:
    """From the access point's flags."""
    assert wireless.security_of(*flags) == name


@pytest.mark.parametrize(
    ("megahertz", "channel"),
    [(2412, (1, "2.4 GHz")), (2484, (14, "2.4 GHz")), (5500, (100, "5 GHz")), (5975, (5, "6 GHz")), (900, (None, None)),
     ("x", (None, None))],
)  # fmt: skip
def test_a_frequency_is_a_channel(megahertz: object, channel: tuple[int | None, str | None]) -> None:
    """In its band."""
    assert wireless.channel_of(megahertz) == channel


@pytest.mark.parametrize(("state", "told", "captive"), [(4, "online", False), (2, "sign-in page", True)])
def test_a_sign_in_page_is_told(state: int, told: str, captive: bool) -> None:  # noqa: FBT001
    """As the system found it: nothing is asked of the outside."""
    twin = RecordedMachine(properties={f"{NM}.Connectivity": state, f"{NM}.Metered": 3})
    assert hear(wireless.online, twin).facts == {
        "online.state": told, "online.captive": captive, "online.metered": True,
    }  # fmt: skip
    unknown = RecordedMachine(properties={f"{NM}.Connectivity": 0, f"{NM}.Metered": 0})
    assert hear(wireless.online, unknown).facts == {}


def test_a_vpn_is_told_by_its_kind_alone() -> None:
    """An ordinary connection is none."""
    active = f"{NM}.Connection.Active"
    twin = RecordedMachine(properties={
        f"{NM}.ActiveConnections": ["/a/1", "/a/2", "/a/3"],
        f"/a/1 {active}.Type": "802-3-ethernet", f"/a/1 {active}.Vpn": False,
        f"/a/2 {active}.Type": "vpn", f"/a/2 {active}.Vpn": True, f"/a/2 {active}.State": 2,
        f"/a/3 {active}.Type": "wireguard", f"/a/3 {active}.State": 1,
    })  # fmt: skip
    assert hear(wireless.vpn, twin).facts == {
        "vpn.kind@VPN 1": "VPN", "vpn.active@VPN 1": True, "vpn.kind@VPN 2": "WireGuard", "vpn.active@VPN 2": False,
    }  # fmt: skip


def test_a_modem_tells_its_signal() -> None:
    """A pair of percent and whether it is recent; plugged in anew it is the same one to a comparison."""
    path = "/org/freedesktop/ModemManager1/Modem/1"
    twin = RecordedMachine(properties={f"{path} org.freedesktop.ModemManager1.Modem.SignalQuality": [71, True]})
    assert hear(wireless.mobile, twin).facts == {"mobile.signal@modem 1": 71}


def test_shares_are_a_number() -> None:
    """Printers and the general section are none."""
    files = {"/etc/samba/smb.conf": "[global]\n workgroup = X\n[Annas Fotos]\npath=/x\n[print$]\n; [off]\n",
             "/etc/exports": "# none\n/srv *(ro)\n"}  # fmt: skip
    assert hear(wireless.shares, RecordedMachine(files=files)).facts == {"shares.number": 2}
    assert hear(wireless.shares, RecordedMachine()).gaps == {"shares.number": "not-present"}
