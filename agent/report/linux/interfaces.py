"""1.10 Network interfaces and addresses on Linux: /sys/class/net, psutil's counters, `ip -j address`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from agent.report.addresses import address_kind
from agent.report.believe import whole
from agent.report.interfaces import counted, place, traffic
from agent.report.linux.driver import driver
from agent.report.linux.journal import parsed
from agent.report.machine import Machine, Unread, names_or_none, text_or_none
from agent.report.told import Collector, Said, known

NET = "/sys/class/net"
_ETHERNET, _WIRELESS_OLD, _LOOPBACK, _NO_HEADER = "1", "801", "772", "65534"
_DEVTYPES = {
    "wlan": "Wi-Fi", "wwan": "mobile", "bridge": "bridge", "vlan": "VLAN", "bond": "bond", "wireguard": "VPN",
    "vxlan": "virtual", "ppp": "dial-in", "bluetooth": "Bluetooth",
}  # fmt: skip
_FASTEST = 800_000  # Mbit/s; the kernel writes -1 or 2^32-1 where it does not know


def links(machine: Machine) -> Iterator[Said]:
    """Tell of each interface what it is, whether it is connected, and how well; the loopback is left out."""
    counters = counted(machine)
    for name in names_or_none(machine, NET):
        folder = f"{NET}/{name}"
        kind = _kind(machine, name)
        if kind is None:
            continue
        up = _up(machine, folder)
        yield known("interface.kind", kind, "sysfs", name)
        yield known("interface.up", up, "sysfs", name)
        yield known("interface.mtu", whole(text_or_none(machine, f"{folder}/mtu"), least=1), "sysfs", name)
        mac = text_or_none(machine, f"{folder}/address")
        yield known("interface.mac", mac if mac and mac.strip("0:") else None, "sysfs", name)
        yield known("interface.driver", driver(machine, f"{folder}/device"), "sysfs", name)
        speed = whole(text_or_none(machine, f"{folder}/speed"), least=1)
        yield known("interface.speed", speed if speed is not None and speed <= _FASTEST else None, "sysfs", name)
        duplex = text_or_none(machine, f"{folder}/duplex")
        yield known("interface.duplex", duplex if duplex in {"full", "half"} else None, "sysfs", name)
        changes = whole(text_or_none(machine, f"{folder}/carrier_changes"))
        yield known("interface.carrier-changes", changes, "sysfs", name)
        yield from traffic(counters, name)


def _kind(machine: Machine, name: str) -> str | None:
    """Tell what an interface is; None for the loopback and for what is no interface."""
    folder = f"{NET}/{name}"
    link_type = text_or_none(machine, f"{folder}/type")
    if link_type is None or link_type == _LOOPBACK:
        return None
    said = text_or_none(machine, f"{folder}/uevent") or ""
    devtype = next((line.partition("=")[2] for line in said.splitlines() if line.startswith("DEVTYPE=")), "")
    if devtype in _DEVTYPES:
        return _DEVTYPES[devtype]
    if link_type == _WIRELESS_OLD or text_or_none(machine, f"{folder}/phy80211/name"):
        return "Wi-Fi"
    if link_type == _NO_HEADER or text_or_none(machine, f"{folder}/tun_flags"):
        return "VPN"
    return "cable" if link_type == _ETHERNET and names_or_none(machine, f"{folder}/device") else "virtual"


def _up(machine: Machine, folder: str) -> bool | None:
    state = text_or_none(machine, f"{folder}/operstate")
    if state == "unknown":  # drivers of tunnels do not say; a carrier says that they are there
        carrier = text_or_none(machine, f"{folder}/carrier")
        return None if carrier is None else carrier == "1"
    return None if state is None else state == "up"


def addresses(machine: Machine) -> Iterator[Said]:
    """Tell of each address its kind and prefix; the privacy addresses of IPv6, which change by design, are left out."""
    for link in ip_answer(machine, "addresses"):
        name, own = link.get("ifname"), link.get("addr_info")
        if not isinstance(name, str) or not isinstance(own, list) or "LOOPBACK" in (link.get("flags") or ()):
            continue
        seen: dict[str, int] = {}
        dynamic: bool | None = None
        for each in (each for each in own if isinstance(each, dict) and not each.get("temporary")):
            found = address_kind(each.get("local"))
            if found is None:
                continue
            of = place(name, found, seen)
            if not found.startswith("IPv6"):
                dynamic = bool(dynamic) or each.get("dynamic") is True
            yield known("address.kind", found, "ip", of)
            yield known("address.prefix", whole(each.get("prefixlen")), "ip", of)
            yield known("address.interface", name, "ip", of)
            yield known("address.value", str(each.get("local")), "ip", of)
        if dynamic is not None:
            yield known("interface.dhcp", dynamic, "ip", name)


def ip_answer(machine: Machine, command: str) -> list[dict[str, Any]]:
    """
    Give what `ip -j` says: a list, which older versions leave empty by saying nothing.

    Raises:
        Unread: It is not installed, it refused, or it gave no JSON.
    """
    ran = machine.run(command)
    if ran.code == 0 and not ran.text.strip():
        return []
    found = parsed(ran.text)
    if ran.code != 0 or not isinstance(found, list):
        raise Unread("failed", "ip")
    return [each for each in found if isinstance(each, dict)]


COLLECTORS = (
    Collector("network", "interfaces", links),
    Collector("network", "addresses", addresses, lane="commands"),
)
"""The collectors of interfaces and addresses."""
