"""1.8 Security: recorded machines, and this one against lsblk."""

from __future__ import annotations

import json
import subprocess

import pytest

from agent.report.leave import OwnReport
from agent.report.linux import security
from agent.report.machine import Unread
from agent.report.posix import PosixMachine
from agent.report.told import Known
from tests.support.recorded_machine import Answer, RecordedMachine, hear

BOOT = "/sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c"
ALLOWED = "/sys/firmware/efi/efivars/db-d719b2cb-3d3a-4596-a3bc-dad00e67656f"
DISKS = json.dumps({"blockdevices": [{"name": "sda", "kname": "sda", "type": "disk", "size": 9, "children": [
    {"name": "sda2", "kname": "sda2", "type": "part", "size": 9, "pkname": "sda", "children": [
        {"name": "luks-root", "kname": "dm-0", "type": "crypt", "size": 9, "pkname": "sda2", "children": [
            {"name": "vg-home", "kname": "dm-1", "type": "lvm", "size": 9, "pkname": "dm-0"}]}]},
    {"name": "sda1", "kname": "sda1", "type": "part", "size": 9, "pkname": "sda"}]}]})  # fmt: skip
PLACES = (("mapper/luks-root", "/"), ("mapper/vg-home", "/home"), ("sda1", "/boot"), ("sdz9", "/x"))
MOUNTED = [{"device": f"/dev/{device}", "mountpoint": place} for device, place in PLACES]


def test_encryption_is_seen_through_what_a_volume_is_made_of() -> None:
    """A logical volume on an encrypted one is encrypted; the plain /boot is not; an unlisted one is not known."""
    heard = hear(security.encryption, RecordedMachine(commands={"disks": DISKS}, counters={"disk_partitions": MOUNTED}))
    states = {name: value for name, value in heard.facts.items() if "state" in name}
    assert states == {
        "encryption.state@dm-0": "on", "encryption.state@dm-1": "on", "encryption.state@sda1": "off",
    }  # fmt: skip
    assert heard.facts["encryption.system@dm-0"] is True
    assert heard.facts["encryption.system@sda1"] is False


@pytest.mark.parametrize(
    ("files", "facts"),
    [
        ({BOOT: b"\6\0\0\0\1", ALLOWED: b"\7\0\0\0..Windows UEFI CA 2023.."}, {"on": True, "certificates": "updated"}),
        (
            {BOOT: b"\6\0\0\0\0", ALLOWED: b"\7\0\0\0..Microsoft Windows Production PCA 2011"},
            {"on": False, "certificates": "old"},
        ),
        ({BOOT: b"\6\0"}, {}),
    ],
)
def test_secure_boot_is_one_byte_of_the_firmware(files: dict[str, Answer], facts: dict[str, object]) -> None:
    """And the list of certificates names those of 2023, or not."""
    heard = hear(security.secure_boot, RecordedMachine(files=files))
    assert heard.facts == {f"secureboot.{name}": value for name, value in facts.items()}


def test_without_uefi_or_rights_secure_boot_is_a_gap() -> None:
    """Each with its reason."""
    assert hear(security.secure_boot, RecordedMachine()).gaps == {"secureboot.on": "not-supported"}
    refused: dict[str, Answer] = {BOOT: Unread("no-rights")}
    assert hear(security.secure_boot, RecordedMachine(files=refused)).gaps == {"secureboot.on": "no-rights"}


def test_firewalls_are_asked_in_their_own_way() -> None:
    """Firewalld on the bus, ufw by its file; no firewall program is no "off"."""
    bus = RecordedMachine(properties={"org.fedoraproject.FirewallD1.getDefaultZone": "public"})
    assert hear(security.firewall, bus).facts == {
        "firewall.kind": "firewalld", "firewall.on@public": True, "firewall.active@public": True,
    }  # fmt: skip
    for word, on in (("yes", True), ("no", False)):
        ufw = RecordedMachine(files={"/etc/ufw/ufw.conf": f"# comment\nENABLED={word}\nLOGLEVEL=low\n"})
        assert hear(security.firewall, ufw).facts["firewall.on@all networks"] is on
    assert set(hear(security.firewall, RecordedMachine()).gaps) == {"firewall.kind", "firewall.on"}


@pytest.mark.parametrize(
    ("files", "facts"),
    [
        ({"/sys/module/apparmor/parameters/enabled": "Y\n"}, {"lockdown.on@AppArmor": True}),
        ({"/sys/fs/selinux/enforce": "0"}, {"lockdown.on@SELinux": False}),
        ({}, {}),
    ],
)
def test_the_kernel_tells_what_holds_programs(files: dict[str, Answer], facts: dict[str, object]) -> None:
    """Neither is a gap."""
    heard = hear(security.lockdown, RecordedMachine(files=files))
    assert heard.facts == facts
    assert bool(heard.gaps) is not bool(facts)


def test_the_hosts_file_is_counted_and_never_told() -> None:
    """What every computer has is not counted; makers of updates and antivirus are counted apart."""
    file = (
        "127.0.0.1 localhost\n127.0.1.1 annas-laptop\n::1 ip6-localhost ip6-loopback\nff02::1 ip6-allnodes\n"
        "10.0.0.9 nas nas.lan # home\n0.0.0.0 update.microsoft.com\n127.0.0.1 ads.tracker.example security.debian.org\n"
    )
    heard = hear(security.hosts, RecordedMachine(files={"/etc/hosts": file}))
    assert heard.facts == {"hosts.overrides": 5, "hosts.overrides-updates": 2}


def test_certificates_and_the_chip_are_a_number_and_a_version() -> None:
    """An empty folder is zero; no folder is not known."""
    folder = "/usr/local/share/ca-certificates"
    two: dict[str, Answer] = {f"{folder}/a.crt": "", f"{folder}/b.pem": "", f"{folder}/read.me": ""}
    assert hear(security.certificates, RecordedMachine(files=two)).facts == {"certificates.added": 2}
    assert hear(security.certificates, RecordedMachine()).facts == {}
    chip = RecordedMachine(files={"/sys/class/tpm/tpm0/tpm_version_major": "2\n"})
    assert hear(security.chip, chip).facts == {"tpm.version": "2"}


def test_this_machine_is_as_encrypted_as_lsblk_says() -> None:
    """Its root volume lies on a crypt device, or not."""
    here = {(each.id, each.of): each.value for each in security.encryption(PosixMachine(OwnReport()))
            if isinstance(each, Known)}  # fmt: skip
    source = subprocess.run(
        ["findmnt", "-no", "SOURCE", "/"], capture_output=True, text=True, check=True
    ).stdout.strip()
    name = source.removeprefix("/dev/").removeprefix("mapper/")
    if ("encryption.system", name) in here:
        kinds = subprocess.run(["lsblk", "-nso", "TYPE", source], capture_output=True, text=True, check=False).stdout
        assert here["encryption.state", name] == ("on" if "crypt" in kinds.split() else "off")
