"""The real registry, stood in for by a module of the same shape."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from types import ModuleType
from typing import Any

import pytest

from agent.report.machine import Branch, Unread
from agent.report.windows import registry

HELD: dict[str, Any] = {"Name": "x", "Number": 7, "Bytes": b"\1", "Lines": ["a", "b"], "Odd": None}


@pytest.fixture(autouse=True)
def _winreg(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let there be a registry with one key."""
    module: Any = ModuleType("winreg")
    module.HKEY_LOCAL_MACHINE, module.HKEY_CURRENT_USER, module.KEY_READ, module.KEY_WOW64_64KEY = 1, 2, 0x20019, 0x100

    def opens(root: int, path: str, _reserved: int, rights: int) -> Any:  # noqa: ANN401 - a key
        assert (root, rights) == (1, 0x20119)
        if path == "Locked":
            raise PermissionError
        if path != "A\\B":
            raise FileNotFoundError
        return nullcontext(path)

    def at(items: list[str], number: int) -> str:
        if number >= len(items):
            raise OSError
        return items[number]

    def value(_key: str, name: str) -> tuple[Any, int]:
        if name not in HELD:
            raise FileNotFoundError
        return HELD[name], 1

    module.OpenKey, module.QueryValueEx = opens, value
    module.EnumKey = lambda _key, number: at(["one", "two"], number)
    module.EnumValue = lambda _key, number: (at(list(HELD), number), None, 1)
    monkeypatch.setitem(sys.modules, "winreg", module)


def test_named_values_are_read_and_a_list_becomes_lines() -> None:
    """What is not there, or of no such kind, is left out."""
    assert registry.values("HKLM\\A\\B", ("Name", "Number", "Bytes", "Lines", "Odd", "Missing")) == {
        "Name": "x", "Number": 7, "Bytes": b"\1", "Lines": "a\nb",
    }  # fmt: skip


def test_what_lies_below_is_named() -> None:
    """Keys and values."""
    assert registry.branch("HKLM\\A\\B") == Branch(("one", "two"), tuple(HELD))


@pytest.mark.parametrize(("key", "status"), [("HKLM\\None", "not-present"), ("HKLM\\Locked", "no-rights")])
def test_a_key_that_does_not_open_says_why(key: str, status: str) -> None:
    """Missing or forbidden."""
    for ask in (lambda: registry.branch(key), lambda: registry.values(key, ("x",))):
        with pytest.raises(Unread) as refused:
            ask()
        assert refused.value.status == status
