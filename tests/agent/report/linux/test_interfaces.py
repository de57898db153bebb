"""1.10 on Linux, interfaces: recorded ones, and this machine against ip."""

from __future__ import annotations

import json
import subprocess

import pytest

from agent.report.addresses import address_kind
from agent.report.leave import OwnReport
from agent.report.linux import interfaces
from agent.report.machine import Ran
from agent.report.posix import PosixMachine
from agent.report.told import Known
from tests.support.recorded_machine import Answer, RecordedMachine, hear


def link(name: str, **values: str) -> dict[str, Answer]:
    """Record one folder of /sys/class/net."""
    return {f"{interfaces.NET}/{name}/{file.replace('__', '/')}": f"{value}\n" for file, value in values.items()}


LAPTOP = {
    **link("lo", type="772", operstate="unknown", address="00:00:00:00:00:00"),
    **link("enp0s31f6", type="1", operstate="up", address="3c:52:82:1a:9f:e0", mtu="1500", speed="100", duplex="half",
           carrier_changes="41", uevent="INTERFACE=enp0s31f6", device__vendor="0x8086"),
    **link("wlp2s0", type="1", operstate="down", address="3c:52:82:1a:9f:e1", uevent="DEVTYPE=wlan", speed="-1",
           device__vendor="0x8086"),
    **link("tun0", type="65534", operstate="unknown", carrier="1", uevent="INTERFACE=tun0"),
    **link("wwan0", type="1", operstate="down", uevent="DEVTYPE=wwan"),
    **link("br0", type="1", operstate="up", uevent="DEVTYPE=bridge"),
    **link("ifb0", type="1", operstate="down", speed="4294967295", duplex="unknown"),
}  # fmt: skip
COUNTED = {"packets_recv": 900, "packets_sent": 100, "errin": 3, "errout": 0, "dropin": 1, "dropout": 1}


def test_each_interface_is_told_as_what_it_is() -> None:
    """The loopback is none; a speed of -1 or 2^32-1 is not known."""
    twin = RecordedMachine(
        files=LAPTOP,
        links={f"{interfaces.NET}/enp0s31f6/device/driver": "../../../bus/pci/drivers/e1000e"},
        counters={"net_io_counters": {"enp0s31f6": COUNTED}},
    )
    facts = hear(interfaces.links, twin).facts
    assert {name.partition("@")[2]: value for name, value in facts.items() if name.startswith("interface.kind")} == {
        "enp0s31f6": "cable", "wlp2s0": "Wi-Fi", "tun0": "VPN", "wwan0": "mobile", "br0": "bridge", "ifb0": "virtual",
    }  # fmt: skip
    assert (facts["interface.up@enp0s31f6"], facts["interface.up@tun0"], facts["interface.up@wlp2s0"]) == (
        True, True, False,
    )  # fmt: skip
    assert facts["interface.driver@enp0s31f6"] == "e1000e"
    assert (facts["interface.speed@enp0s31f6"], facts["interface.duplex@enp0s31f6"]) == (100, "half")
    assert (facts["interface.packets@enp0s31f6"], facts["interface.errors@enp0s31f6"]) == (1000, 3)
    assert facts["interface.carrier-changes@enp0s31f6"] == 41
    assert not {"interface.speed@wlp2s0", "interface.speed@ifb0", "interface.duplex@ifb0"} & set(facts)


ADDRESSES = json.dumps([
    {"ifname": "lo", "flags": ["LOOPBACK"], "addr_info": [{"local": "127.0.0.1", "prefixlen": 8}]},
    {"ifname": "eth0", "flags": ["UP"], "addr_info": [
        {"local": "192.168.178.23", "prefixlen": 24, "dynamic": True},
        {"local": "2003:e7:1::1", "prefixlen": 64},
        {"local": "2003:e7:1::2", "prefixlen": 64, "temporary": True},
        {"local": "fe80::1", "prefixlen": 64}, {"local": 7}, "x",
    ]},
    {"ifname": "eth1", "addr_info": [{"local": "169.254.9.9", "prefixlen": 16}]}, {"ifname": 5},
])  # fmt: skip


def test_addresses_are_told_by_kind_with_dhcp() -> None:
    """Privacy addresses change by design and are left out."""
    facts = hear(interfaces.addresses, RecordedMachine(commands={"addresses": ADDRESSES})).facts
    assert {name: value for name, value in facts.items() if name.startswith("address.kind")} == {
        "address.kind@eth0 IPv4": "private", "address.kind@eth0 IPv6": "IPv6 public",
        "address.kind@eth0 IPv6 2": "IPv6 link-local", "address.kind@eth1 IPv4": "link-local",
    }  # fmt: skip
    assert facts["interface.dhcp@eth0"] is True
    assert facts["interface.dhcp@eth1"] is False
    assert facts["address.value@eth0 IPv4"] == "192.168.178.23"


@pytest.mark.parametrize(
    ("address", "kind"),
    [("100.64.1.1", "shared"), ("8.8.8.8", "public"), ("192.0.2.7", "documentation"), ("fd00::1", "IPv6 private"),
     ("::1", "IPv6 loopback"), ("host", None), (None, None)],
)  # fmt: skip
def test_an_address_has_a_kind(address: str | None, kind: str | None) -> None:
    """A technician needs the kind, and not the address."""
    assert address_kind(address) == kind


def test_an_answer_that_is_no_json_is_a_gap() -> None:
    """Nothing said with success is an empty list; a refusal is none."""
    assert hear(interfaces.addresses, RecordedMachine(commands={"addresses": ""})).gaps == {}
    assert hear(interfaces.addresses, RecordedMachine(commands={"addresses": Ran(1, b"[]")})).gaps == {"": "failed"}
    assert hear(interfaces.addresses, RecordedMachine(commands={"addresses": "{}"})).gaps == {"": "failed"}


def test_this_machine_says_what_ip_says() -> None:
    """Every interface, its state, its largest packet, its addresses."""
    here = PosixMachine(OwnReport())
    said = [*interfaces.links(here), *interfaces.addresses(here)]
    facts = {(each.id, each.of): each.value for each in said if isinstance(each, Known)}
    theirs = json.loads(subprocess.run(["ip", "-j", "address"], capture_output=True, check=True).stdout)
    for link_ in (each for each in theirs if "LOOPBACK" not in each["flags"]):
        name = link_["ifname"]
        assert facts["interface.mtu", name] == link_["mtu"]
        assert facts["interface.mac", name] == link_["address"]
        if link_["operstate"] in {"UP", "DOWN"}:
            assert facts["interface.up", name] == (link_["operstate"] == "UP")
        for each in (each for each in link_["addr_info"] if each["family"] == "inet"):
            assert each["local"] in facts.values()
