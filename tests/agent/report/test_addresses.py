"""Kinds of addresses, and whose a resolver is."""

from __future__ import annotations

import pytest

from agent.report.addresses import address_kind, prefix, resolver_kind


@pytest.mark.parametrize(
    ("address", "kind"),
    [("192.168.1.2", "private"), ("169.254.3.4", "link-local"), ("100.64.0.9", "shared"), ("127.0.0.1", "loopback"),
     ("fe80::1%en0", "IPv6 link-local"), ("fd00::1", "IPv6 private"), ("::1", "IPv6 loopback"),
     ("93.184.216.34", "public"), ("x", None), (7, None), ("", None)],
)  # fmt: skip
def test_an_address_tells_its_kind(address: object, kind: str | None) -> None:
    """As its pseudonym does, IPv6 with that word before."""
    assert address_kind(address) == kind


def test_a_resolver_is_named_by_whose_it_is() -> None:
    """A public one by its operator, the router's as such."""
    routers = {"10.0.0.1"}
    assert resolver_kind("1.1.1.1", routers) == "Cloudflare"
    assert resolver_kind("10.0.0.1", routers) == "router"
    assert resolver_kind("127.0.0.53", routers) == "this computer"
    assert resolver_kind("10.0.0.2", routers) == "private"


@pytest.mark.parametrize(
    ("mask", "bits"),
    [("255.255.255.0", 24), ("255.255.255.255", 32), ("ffff:ffff:ffff:ffff::", 64), ("::", 0), ("ffff::", 16),
     ("255.0.255.0", None), ("0.0.0.255", None), ("x", None), (None, None), (24, None)],
)  # fmt: skip
def test_a_mask_is_as_long_as_the_ones_it_begins_with(mask: object, bits: int | None) -> None:
    """One with a hole in it is none."""
    assert prefix(mask) == bits
