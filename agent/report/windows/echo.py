"""Echoes to the next router by Windows' own service (IcmpSendEcho), which needs no rights; nobody beyond hears them."""

from __future__ import annotations

import ctypes
import ipaddress
import time
from collections.abc import Callable
from typing import Any

from agent.report.machine import Unread
from agent.report.reach import GAP_SECONDS, PROBES

_WAIT_MS = 200
_SILENT_AFTER = 4
"""Probes after which a router that never answered is held to be silent: most of the others would only take time."""
_INVALID = ctypes.c_void_p(-1).value


class _Options(ctypes.Structure):
    """IP_OPTION_INFORMATION (ipexport.h)."""

    _fields_ = (
        ("ttl", ctypes.c_ubyte),
        ("tos", ctypes.c_ubyte),
        ("flags", ctypes.c_ubyte),
        ("size", ctypes.c_ubyte),
        ("data", ctypes.c_void_p),
    )


def echoes(address: str, wait: Callable[[float], None]) -> tuple[float | None, ...]:
    """
    Send echoes one hop far; milliseconds of each, None for those that did not come back.

    Raises:
        Unread: It is no IPv4 address, or Windows refuses.
    """
    try:
        packed = int.from_bytes(ipaddress.IPv4Address(address).packed, "little")
    except ValueError:
        raise Unread("not-supported", "IPv6 router") from None
    library = _library()
    handle = library.IcmpCreateFile()
    if handle in {None, 0, _INVALID}:
        raise Unread("not-supported", "echo")
    try:
        return tuple(_sent(library, handle, packed, wait))
    finally:
        library.IcmpCloseHandle(handle)


def _sent(library: Any, handle: Any, address: int, wait: Callable[[float], None]) -> list[float | None]:  # noqa: ANN401
    options, reply = _Options(ttl=1), ctypes.create_string_buffer(256)
    found: list[float | None] = []
    while len(found) < PROBES:
        wait(GAP_SECONDS)
        began = time.monotonic()
        came = library.IcmpSendEcho(handle, address, b"\0" * 16, 16, ctypes.byref(options), reply, 256, _WAIT_MS)
        status = int.from_bytes(reply.raw[4:8], "little")  # ICMP_ECHO_REPLY: address, status, time
        found.append((time.monotonic() - began) * 1000 if came and status == 0 else None)
        if len(found) == _SILENT_AFTER and not any(each is not None for each in found):
            return found
    return found


def _library() -> Any:  # noqa: ANN401 - ctypes has no types
    loader = getattr(ctypes, "windll", None)
    if loader is None:
        raise Unread("not-supported", "echo")
    library = loader.iphlpapi
    library.IcmpCreateFile.restype = ctypes.c_void_p
    library.IcmpSendEcho.argtypes = (
        ctypes.c_void_p, ctypes.c_uint32, ctypes.c_char_p, ctypes.c_ushort, ctypes.c_void_p, ctypes.c_void_p,
        ctypes.c_uint32, ctypes.c_uint32,
    )  # fmt: skip
    library.IcmpCloseHandle.argtypes = (ctypes.c_void_p,)
    return library
