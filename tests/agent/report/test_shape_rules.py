"""What becomes of a match."""

from __future__ import annotations

import pytest

from agent.report.own import Own
from agent.report.redact import Redactor
from agent.report.shape_rules import address


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("192.168.1.7", "ip private"), ("10.0.0.1", "ip private"), ("fd00::1", "ip private"),
        ("169.254.3.4", "ip link-local"), ("fe80::1%eth0", "ip link-local"), ("100.64.1.1", "ip shared"),
        ("203.0.113.9", "ip documentation"), ("8.8.8.8", "ip public"), ("2a00:1450::1", "ip public"),
        ("127.0.0.1", None), ("::1", None), ("0.0.0.0", None), ("255.255.255.0", None), ("224.0.0.251", None),  # noqa: S104 - no socket
        ("::ffff:192.168.1.7", "ip private"), ("999.1.1.1", None), ("12:34:56", None),
    ],
)  # fmt: skip
def test_an_address_keeps_its_kind(text: str, kind: str | None) -> None:
    """A technician needs it; what everybody has stays."""
    assert address(text)[0] == kind


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        ("see https://deb.debian.org/debian/x?y", "see https://deb.debian.org/"),
        ("see https://deb.debian.org.evil.example/x", "see ‹url 1›"),
        ("see ftp://a@deb.debian.org/", "see ‹url 1›"),
        ("4111 1111 1111 1112", "4111 1111 1111 1112"),
        (r"C:\Users\Public\x.dll", r"C:\Users\Public\x.dll"),
        ("/mnt/Fotos Anna/x", "/mnt/‹volume 1›"),
        ("ff:ff:ff:ff:ff:ff 33:33:00:00:00:01", "ff:ff:ff:ff:ff:ff 33:33:00:00:00:01"),
        ("is 3c52.821a.9fe0.", "is ‹mac 1›."),
        ("WindowServer, fe80::1", "WindowServer, ‹ip link-local 1›"),
        ("driver: fe80::1 driver 1.2.3.4", "driver: ‹ip link-local 1› driver 1.2.3.4"),
        ("user=root user=karla", "user=root user=‹user 1›"),
        ("sha 0123456789abcdef0123456789abcdef", "sha ‹token›"),
        ("IDirect3DDeviceManager9 Win32_PerfFormattedData", "IDirect3DDeviceManager9 Win32_PerfFormattedData"),
    ],
)
def test_a_rule_takes_what_it_should_and_no_more(text: str, redacted: str) -> None:
    """Check digits, update hosts, system names."""
    assert Redactor(Own()).text(text) == redacted
