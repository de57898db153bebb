"""The registry of the real computer: values and names, read in its 64-bit view, never written."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

from agent.report.machine import Branch, Unread

_AT_MOST = 5_000
_NO_MORE = 259  # ERROR_NO_MORE_ITEMS


def values(key: str, names: tuple[str, ...]) -> dict[str, str | int | bytes]:
    """
    Read named values of a key; a list of texts becomes lines.

    Raises:
        Unread: There is no such key, or this account may not open it.
    """
    winreg = _winreg()
    found: dict[str, str | int | bytes] = {}
    with _opened(winreg, key) as opened:
        for name in names:
            try:
                value, _ = winreg.QueryValueEx(opened, name)
            except FileNotFoundError:
                continue
            except OSError as reason:
                raise _unread(reason) from None
            if isinstance(value, list):
                value = "\n".join(str(each) for each in value)
            if isinstance(value, str | int | bytes):
                found[name] = value
    return found


def branch(key: str) -> Branch:
    """
    Name the keys and values below a key.

    Raises:
        Unread: There is no such key, or this account may not open it.
    """
    winreg = _winreg()
    with _opened(winreg, key) as opened:
        keys = _all(lambda at: str(winreg.EnumKey(opened, at)))
        named = _all(lambda at: str(winreg.EnumValue(opened, at)[0]))
    return Branch(keys, named)


def _all(one: Callable[[int], str]) -> tuple[str, ...]:
    found: list[str] = []
    try:
        while len(found) < _AT_MOST:
            found.append(one(len(found)))
    except OSError as reason:
        if getattr(reason, "winerror", _NO_MORE) != _NO_MORE:
            raise _unread(reason) from None
    return tuple(found)


def _winreg() -> Any:  # noqa: ANN401 - only Windows has it
    try:
        return importlib.import_module("winreg")
    except ImportError:
        raise Unread("not-supported", "registry") from None


def _opened(winreg: Any, key: str) -> Any:  # noqa: ANN401 - only Windows has it
    hive, _, path = key.partition("\\")
    root = {"HKLM": winreg.HKEY_LOCAL_MACHINE, "HKCU": winreg.HKEY_CURRENT_USER}[hive]
    try:
        return winreg.OpenKey(root, path, 0, winreg.KEY_READ | winreg.KEY_WOW64_64KEY)
    except OSError as reason:
        raise _unread(reason) from None


def _unread(reason: OSError) -> Unread:
    if isinstance(reason, FileNotFoundError):
        return Unread("not-present", "key")
    return Unread("no-rights" if isinstance(reason, PermissionError) else "failed", type(reason).__name__)
