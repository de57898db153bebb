"""
The Wi-Fi in use, as Windows' own service tells it: never a scan, never the list of networks near by.

Since Windows 11 24H2 the name and quality of the network in use need the leave to know the place; refused, nothing is
told and nothing is asked for. The address of the access point stands in the answer and is passed over.
"""

from __future__ import annotations

import ctypes
import struct
from typing import Any

from agent.report.machine import Unread
from protocol.report.kinds import Status

_VISTA = 2  # the client version of WlanOpenHandle
_CONNECTION, _CHANNEL, _RSSI = 7, 8, 0x1000_0102  # WLAN_INTF_OPCODE of wlanapi.h
_ENTRY = 532  # WLAN_INTERFACE_INFO: a GUID, 256 letters, a state
_REASONS: dict[int, Status] = {5: "no-rights", 1062: "not-present", 2: "not-present", 5023: "not-present"}
_WEP = frozenset({1, 5, 0x101})

# DOT11_AUTH_ALGORITHM and DOT11_PHY_TYPE (windot11.h).
_SECURITY = {2: "WEP", 3: "enterprise", 4: "WPA", 6: "enterprise", 7: "WPA2", 8: "enterprise", 9: "WPA3", 10: "OWE",
             11: "enterprise"}  # fmt: skip
_STANDARDS = {4: "802.11a", 5: "802.11b", 6: "802.11g", 7: "802.11n", 8: "802.11ac", 9: "802.11ad", 10: "802.11ax",
              11: "802.11be"}  # fmt: skip


def connection(data: bytes) -> dict[str, Any] | None:
    """
    Read WLAN_CONNECTION_ATTRIBUTES: name, standard, rate in Mbit/s, protection; None when it is cut.

    The fields lie at 520 (length and letters of the name), 568 (kind of radio), 584 (rate sent), 588 (security).
    """
    if len(data) < 604:  # noqa: PLR2004 - the size of the structure
        return None
    (length,) = struct.unpack_from("<I", data, 520)
    (radio,) = struct.unpack_from("<I", data, 568)
    (rate,) = struct.unpack_from("<I", data, 584)
    secured, _, kind, cipher = struct.unpack_from("<4I", data, 588)
    security = "WEP" if cipher in _WEP else _SECURITY.get(kind) if secured else "open"
    name = data[524 : 524 + min(length, 32)].decode("utf-8", "replace")
    return {"name": name, "standard": _STANDARDS.get(radio), "rate": rate // 1000, "security": security}


def interfaces(data: bytes) -> list[tuple[bytes, str]]:
    """Read WLAN_INTERFACE_INFO_LIST: identifier and description of each interface."""
    count = int.from_bytes(data[:4], "little") if len(data) >= 8 else 0  # noqa: PLR2004 - two numbers before the list
    found = []
    for at in range(8, 8 + min(count, 8) * _ENTRY, _ENTRY):
        entry = data[at : at + _ENTRY]
        if len(entry) == _ENTRY:
            found.append((entry[:16], entry[16:528].decode("utf-16-le", "replace").partition("\0")[0]))
    return found


def in_use() -> list[dict[str, Any]]:
    """
    Tell of each Wi-Fi interface its description, and of the network in use what `connection` reads.

    Raises:
        Unread: There is no Wi-Fi, its service does not run, or this account may not ask.
    """
    loader = getattr(ctypes, "windll", None)
    if loader is None:
        raise Unread("not-supported", "wlan")
    try:
        library = loader.wlanapi
    except OSError:
        raise Unread("not-present", "wlan") from None
    handle, version = ctypes.c_void_p(), ctypes.c_uint32()
    _demand(library.WlanOpenHandle(_VISTA, None, ctypes.byref(version), ctypes.byref(handle)))
    try:
        return [_told(library, handle, *each) for each in interfaces(_listed(library, handle))]
    finally:
        library.WlanCloseHandle(handle, None)


def _told(library: Any, handle: ctypes.c_void_p, guid: bytes, description: str) -> dict[str, Any]:  # noqa: ANN401
    about = connection(_queried(library, handle, guid, _CONNECTION)) or {}
    signal, channel = (_queried(library, handle, guid, each) for each in (_RSSI, _CHANNEL))
    return {
        "description": description,
        **about,
        "signal": int.from_bytes(signal[:4], "little", signed=True) if signal else None,
        "channel": int.from_bytes(channel[:4], "little") if channel else None,
    }


def _listed(library: Any, handle: ctypes.c_void_p) -> bytes:  # noqa: ANN401 - ctypes has no types
    found = ctypes.c_void_p()
    _demand(library.WlanEnumInterfaces(handle, None, ctypes.byref(found)))
    try:
        count = int.from_bytes(ctypes.string_at(found, 4), "little")
        return ctypes.string_at(found, 8 + min(count, 8) * _ENTRY)
    finally:
        library.WlanFreeMemory(found)


def _queried(library: Any, handle: ctypes.c_void_p, guid: bytes, opcode: int) -> bytes:  # noqa: ANN401
    size, found = ctypes.c_uint32(), ctypes.c_void_p()
    code = library.WlanQueryInterface(
        handle, ctypes.create_string_buffer(guid, 16), opcode, None, ctypes.byref(size), ctypes.byref(found), None
    )
    if code == 5:  # noqa: PLR2004 - ERROR_ACCESS_DENIED: the place may not be known
        raise Unread("no-rights", "wlan")
    if code != 0:
        return b""
    try:
        return ctypes.string_at(found, size.value)
    finally:
        library.WlanFreeMemory(found)


def _demand(code: int) -> None:
    if code != 0:
        raise Unread(_REASONS.get(code, "failed"), f"wlan {code}")
