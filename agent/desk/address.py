"""A relay's address as a person types it: "relay.example", "https://relay.example:8443", "localhost:8400"."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

from protocol.errors import AddressMistyped, PlainOnlyOnLoopback

_USUAL_PORT = {"https": 443, "http": 80}
_SCHEMES = {"https": "https", "http": "http", "wss": "https", "ws": "http"}
_LONGEST = 270


@dataclass(frozen=True)
class RelayAddress:
    """Where a relay is: its origin (RFC 6454, section 6.2), and where its websocket for agents is."""

    origin: str
    loopback: bool

    @property
    def websocket(self) -> str:
        """Give the websocket's address."""
        return f"ws{self.origin.removeprefix('http')}/agent"

    @property
    def name(self) -> str:
        """Give the address as people say it: without a scheme."""
        return self.origin.partition("://")[2]


def read_address(text: str) -> RelayAddress:
    """
    Read an address. Without a scheme it means https, and http only for this computer itself.

    Raises:
        AddressMistyped: It is not an address, or says more than where the relay is.
        PlainOnlyOnLoopback: An http or ws address of another computer.
    """
    typed = text.strip()
    if not typed or len(typed) > _LONGEST or any(letter.isspace() for letter in typed):
        raise AddressMistyped("empty, too long, or with a space inside")
    try:
        parts = urlsplit(typed if "://" in typed else f"//{typed}")
        host, port = (parts.hostname or "").rstrip("."), parts.port
        host = host if ":" in host else host.encode("idna").decode("ascii")
    except (ValueError, UnicodeError):
        raise AddressMistyped("not readable") from None
    if not _is_host(host) or parts.path.strip("/") or parts.query or parts.fragment or parts.username is not None:
        raise AddressMistyped("not a host, or more than one")
    loopback = is_loopback(host)
    scheme = _SCHEMES.get(parts.scheme or ("http" if loopback else "https"))
    if scheme is None:
        raise AddressMistyped("another scheme")
    if scheme == "http" and not loopback:
        raise PlainOnlyOnLoopback
    place = f"[{host}]" if ":" in host else host
    suffix = "" if port in {None, _USUAL_PORT[scheme]} else f":{port}"
    return RelayAddress(f"{scheme}://{place}{suffix}", loopback)


def is_loopback(host: str) -> bool:
    """Say whether a host is this computer itself, by its name or number."""
    if host == "localhost" or host.endswith(".localhost"):  # RFC 6761 section 6.3
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _is_host(host: str) -> bool:
    if ":" in host:
        return _is_ip(host)
    labels = host.split(".")
    return all(
        label and label.replace("-", "a").isalnum() and not label.startswith("-") and not label.endswith("-")
        for label in labels
    )


def _is_ip(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
