"""The answers of the Wi-Fi service: a structure of fixed places, made here after wlanapi.h."""

from __future__ import annotations

import struct

import pytest

from agent.report.machine import Unread
from agent.report.windows import wlan


def attributes(name: bytes = b"Anna", radio: int = 10, rate: int = 1_297_000, secured: int = 1, auth: int = 7,
               cipher: int = 4) -> bytes:  # fmt: skip
    """Write WLAN_CONNECTION_ATTRIBUTES with an access point's address that nobody may read."""
    head = struct.pack("<2I", 1, 0) + "Profile".encode("utf-16-le").ljust(512, b"\0")
    association = struct.pack("<I32sI6s2x", len(name), name, 1, b"\xaa\xbb\xcc\xdd\xee\xff")
    return (
        head + association + struct.pack("<5I", radio, 0, 80, rate, rate) + struct.pack("<4I", secured, 0, auth, cipher)
    )


def test_name_standard_rate_and_protection_are_read() -> None:
    """And never the address of the access point."""
    data = attributes()
    assert len(data) == 604
    found = wlan.connection(data)
    assert found == {"name": "Anna", "standard": "802.11ax", "rate": 1297, "security": "WPA2"}


@pytest.mark.parametrize(
    ("secured", "auth", "cipher", "name"),
    [(0, 1, 0, "open"), (1, 1, 5, "WEP"), (1, 2, 1, "WEP"), (1, 9, 4, "WPA3"), (1, 6, 4, "enterprise"),
     (1, 4, 2, "WPA"),
     (1, 99, 4, None)],
)  # fmt: skip
def test_protection_goes_by_its_everyday_name(secured: int, auth: int, cipher: int, name: str | None) -> None:
    """As other systems name it."""
    found = wlan.connection(attributes(secured=secured, auth=auth, cipher=cipher))
    assert found is not None
    assert found["security"] == name


def test_what_is_cut_is_not_read() -> None:
    """At any place."""
    assert all(wlan.connection(attributes()[:size]) is None for size in range(0, 604, 50))
    entry = b"\1" * 16 + "Intel".encode("utf-16-le").ljust(512, b"\0") + b"\1\0\0\0"
    assert wlan.interfaces(struct.pack("<2I", 1, 0) + entry) == [(b"\1" * 16, "Intel")]
    assert wlan.interfaces(struct.pack("<2I", 9, 0) + entry[:100]) == []
    assert wlan.interfaces(b"") == []


def test_elsewhere_there_is_no_such_service() -> None:
    """Not on this system."""
    with pytest.raises(Unread) as refused:
        wlan.in_use()
    assert refused.value.status == "not-supported"
