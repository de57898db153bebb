"""
Probes of the network: the next router, a configured resolver, the proxy, the relay; nobody else is ever asked.

The router is probed with a hop limit of 1, so that nothing beyond it can hear a probe. A resolver is asked for the
relay's name, or for the root's servers where there is no relay. Each probe has its own deadline.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import select
import socket
import ssl
import struct
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import getproxies_environment

from cryptography import x509

from agent.report.machine import Reach, Reached, Relay, Unread
from agent.report.relay_clock import clock

PROBES, GAP_SECONDS, LAST_SECONDS = 20, 0.05, 0.6
"""Echoes sent, the time between two, and how long the last may take to come back."""
LOOK_UP_SECONDS, LOOK_UPS = 1.5, 2
CONNECT_SECONDS = 3.0
CONNECTS = 5
PUBLIC_ROOTS = Path("/usr/share/ca-certificates/mozilla")
"""The public roots alone, without what somebody added to this computer (Debian, Ubuntu); elsewhere not known."""

_DNS_PORT = 53
_NO_ERROR, _NO_SUCH_NAME = 0, 3
_NS, _A = 2, 1
Wait = Callable[[float], None]


def probe(what: Reach, address: str, relay: Relay | None, wait: Wait) -> Reached:
    """
    Probe one of those that may be probed.

    Raises:
        Unread: There is none, or this account may not.
    """
    if what == "gateway":
        return gateway(address, wait)
    if what == "resolver":
        return resolver(address, relay)
    if what == "proxy":
        return proxy()
    if relay is None:
        raise Unread("not-present", "relay")
    return clock(relay) if what == "clock" else to_relay(relay, wait)


def gateway(address: str, wait: Wait) -> Reached:
    """
    Send echoes to the next router, which no other computer can hear.

    Raises:
        Unread: This account may not send echoes, or there is no way to send them.
    """
    return Reached(times=echoes(address, 1, wait))


def resolver(address: str, relay: Relay | None) -> Reached:
    """Ask one resolver for a name; no time where it does not answer, or refuses to look anything up."""
    name, kind = (relay.host, _A) if relay and not _is_address(relay.host) else ("", _NS)
    for _ in range(LOOK_UPS):
        took = _looked_up(address, name, kind)
        if took is not None:
            return Reached(times=(took,))
    return Reached(times=(None,))


def proxy() -> Reached:
    """
    Connect once to the proxy that the environment names.

    Raises:
        Unread: None is named.
    """
    named = proxy_place()
    if named is None:
        raise Unread("not-present", "proxy")
    return Reached(times=(connected(*named),), host=named[0])


def proxy_place() -> tuple[str, int] | None:
    """Give host and port of the proxy in the environment; never its credentials."""
    proxies = getproxies_environment()
    said = proxies.get("https") or proxies.get("http") or proxies.get("all") or ""
    try:
        parts = urlsplit(said if "//" in said else f"//{said}")
        host, port = parts.hostname, parts.port or 8080
    except ValueError:
        return None
    return (host, port) if host else None


def to_relay(relay: Relay, wait: Wait) -> Reached:
    """
    Measure the way to the relay: by echoes where they are allowed, else by connecting, which does not show losses.

    Raises:
        Unread: It was stopped.
    """
    tcp = connected(relay.host, relay.port)
    try:
        times, lossy = echoes(relay.host, None, wait), True
        if not any(took is not None for took in times):  # many networks drop echoes: that is no loss
            raise Unread("not-supported", "echo")  # noqa: TRY301 - the same way on as without rights
    except Unread:
        times, lossy = _connects(relay, tcp, wait), False
    if not relay.tls or tcp is None:
        return Reached(times=times, lossy=lossy, tcp=tcp)
    tls, days = _secured(relay)
    return Reached(times=times, lossy=lossy, tcp=tcp, tls=tls, days=days, public=_is_public(relay))


def _connects(relay: Relay, first: float | None, wait: Wait) -> tuple[float | None, ...]:
    times = [first]
    while len(times) < CONNECTS and times[-1] is not None:
        wait(GAP_SECONDS)
        times.append(connected(relay.host, relay.port))
    return tuple(times)


def connected(host: str, port: int) -> float | None:
    """Connect and close; milliseconds, None when it did not work. The name was looked up before the clock starts."""
    try:
        family, kind, number, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, number) as line:
            line.settimeout(CONNECT_SECONDS)
            began = time.monotonic()
            line.connect(address)
            return (time.monotonic() - began) * 1000
    except (OSError, UnicodeError):
        return None


def echoes(address: str, hops: int | None, wait: Wait) -> tuple[float | None, ...]:
    """
    Send echoes, 50 ms apart, and note how long each took; None for those that did not come back.

    Raises:
        Unread: Unprivileged echoes are not allowed (`ping_group_range`), or the network refuses them.
    """
    sent: list[float] = []
    back: dict[int, float] = {}
    with contextlib.closing(_echo_socket(address, hops)) as line:
        request = 128 if line.family == socket.AF_INET6 else 8
        for number in range(PROBES):
            wait(GAP_SECONDS)
            sent.append(time.monotonic())
            with contextlib.suppress(OSError):  # an echo that cannot leave is a lost one
                line.send(struct.pack("!BBHHH", request, 0, 0, 0, number) + bytes(16))
            _hear(line, back, 0)
        deadline = time.monotonic() + LAST_SECONDS
        while len(back) < PROBES and (left := deadline - time.monotonic()) > 0:
            wait(0)
            _hear(line, back, min(left, GAP_SECONDS))
    return tuple((back[number] - at) * 1000 if number in back else None for number, at in enumerate(sent))


def _echo_socket(address: str, hops: int | None) -> socket.socket:
    try:
        family, _, _, _, place = socket.getaddrinfo(address, 0, type=socket.SOCK_DGRAM)[0]
        six = family == socket.AF_INET6
        line = socket.socket(family, socket.SOCK_DGRAM, socket.IPPROTO_ICMPV6 if six else socket.IPPROTO_ICMP)
    except PermissionError:
        raise Unread("no-rights", "echo") from None
    except (OSError, UnicodeError):
        raise Unread("not-supported", "echo") from None
    try:
        if hops is not None:
            line.setsockopt(*((socket.IPPROTO_IPV6, socket.IPV6_UNICAST_HOPS) if six
                              else (socket.IPPROTO_IP, socket.IP_TTL)), hops)  # fmt: skip
        line.connect(place)
        line.setblocking(False)
    except OSError:
        line.close()
        raise Unread("not-present", "echo") from None
    return line


def _hear(line: socket.socket, back: dict[int, float], seconds: float) -> None:
    while select.select([line], [], [], seconds)[0]:
        try:
            data = line.recv(256)
        except OSError:  # the router refused one echo: it is a lost one
            return
        seconds = 0
        if len(data) >= 8 and data[0] in {0, 129}:  # noqa: PLR2004 - echo reply: ICMP 0, ICMPv6 129; eight bytes of header
            back.setdefault(int.from_bytes(data[6:8]), time.monotonic())


def _looked_up(address: str, name: str, kind: int) -> float | None:
    """Ask by hand (RFC 1035, 4.1): a resolver of the system's choice would not tell which one answered."""
    asked = secrets.randbits(16)
    labels = b"".join(bytes((len(part),)) + part for part in name.encode("idna").split(b".") if part)
    question = struct.pack("!6H", asked, 0x0100, 1, 0, 0, 0) + labels + struct.pack("!BHH", 0, kind, 1)
    try:
        family, kind_, _, _, place = socket.getaddrinfo(address, _DNS_PORT, type=socket.SOCK_DGRAM)[0]
        with socket.socket(family, kind_) as line:
            line.settimeout(LOOK_UP_SECONDS)
            line.connect(place)
            began = time.monotonic()
            line.send(question)
            while time.monotonic() - began < LOOK_UP_SECONDS:
                data = line.recv(1500)
                if len(data) >= 12 and int.from_bytes(data[:2]) == asked and data[2] & 0x80:  # noqa: PLR2004 - the header
                    code = data[3] & 0x0F
                    return (time.monotonic() - began) * 1000 if code in {_NO_ERROR, _NO_SUCH_NAME} else None
    except (OSError, UnicodeError):
        return None
    return None


def _secured(relay: Relay) -> tuple[float | None, int | None]:
    """Give the time of a TLS handshake and the days its certificate still lasts; nothing is sent or trusted."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE  # to look at the certificate, whoever made it; no content passes
    try:
        with socket.create_connection((relay.host, relay.port), CONNECT_SECONDS) as line:
            began = time.monotonic()
            with context.wrap_socket(line, server_hostname=relay.host) as tls:
                took = (time.monotonic() - began) * 1000
                data = tls.getpeercert(binary_form=True)
        ends = x509.load_der_x509_certificate(data or b"").not_valid_after_utc
    except (OSError, ValueError):
        return None, None
    return took, (ends - datetime.now(UTC)).days


def _is_public(relay: Relay) -> bool | None:
    """Tell whether the chain ends in a public root; None where the public roots alone are not to be had."""
    roots = _roots(PUBLIC_ROOTS)
    if not roots:
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(cadata=roots)
    try:
        with (
            socket.create_connection((relay.host, relay.port), CONNECT_SECONDS) as line,
            context.wrap_socket(line, server_hostname=relay.host),
        ):
            return True
    except ssl.SSLCertVerificationError:
        return False
    except OSError:
        return None


def _roots(folder: Path) -> str:
    found: Iterable[Path] = sorted(folder.glob("*.crt")) if os.access(folder, os.R_OK | os.X_OK) else ()
    return "\n".join(each.read_text(encoding="ascii", errors="ignore") for each in found)


def _is_address(host: str) -> bool:
    try:
        socket.inet_pton(socket.AF_INET6 if ":" in host else socket.AF_INET, host)
    except OSError:
        return False
    return True
