"""What kind an address is, and who stands behind a resolver: the same words on every system."""

from __future__ import annotations

import ipaddress
from contextlib import suppress

from agent.report.shape_rules import address as masked

# Resolvers that anybody may use, by address, as their operators publish them.
_KNOWN = {
    **dict.fromkeys(("8.8.8.8", "8.8.4.4", "2001:4860:4860::8888", "2001:4860:4860::8844"), "Google"),
    **dict.fromkeys(("1.1.1.1", "1.0.0.1", "2606:4700:4700::1111", "2606:4700:4700::1001"), "Cloudflare"),
    **dict.fromkeys(("9.9.9.9", "149.112.112.112", "2620:fe::fe", "2620:fe::9"), "Quad9"),
    **dict.fromkeys(("208.67.222.222", "208.67.220.220"), "OpenDNS"),
    **dict.fromkeys(("94.140.14.14", "94.140.15.15"), "AdGuard"),
}


def address_kind(value: object) -> str | None:
    """Tell the kind of an address as its pseudonym does, IPv6 with that word before; None for what is no address."""
    try:
        address = ipaddress.ip_address(value if isinstance(value, str) else "")
    except ValueError:
        return None
    mask, _ = masked(str(address))
    kind = "loopback" if address.is_loopback else (mask or "ip private").removeprefix("ip ")
    return kind if address.version == 4 else f"IPv6 {kind}"  # noqa: PLR2004 - IPv4


def resolver_kind(address: str, routers: set[str]) -> str | None:
    """Name whose resolver an address is: a public one, the router's, this computer's; else the address's kind."""
    plain = str(ipaddress.ip_address(address))
    if plain in _KNOWN:
        return _KNOWN[plain]
    if address in routers:
        return "router"
    kind = address_kind(address)
    return "this computer" if kind in {"loopback", "IPv6 loopback"} else kind


def prefix(mask: object) -> int | None:
    """Count the bits of a mask such as "255.255.255.0" or "ffff:ffff::"; None for what is no mask."""
    with suppress(ValueError):
        read = ipaddress.ip_address(mask if isinstance(mask, str) else "")
        bits, length = int(read).bit_count(), read.max_prefixlen
        return bits if int(read) == (1 << length) - (1 << length - bits) else None
    return None
