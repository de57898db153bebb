"""What the desktop says of sounds is read as XSETTINGS writes it, and nothing else is believed."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st
from Xlib.error import ConnectionClosedError, DisplayError

from agent.desk import x_settings
from agent.desk.x_settings import EVENT_SOUNDS, integers, sounds_are_wanted


def setting(kind: int, name: bytes, value: bytes, order: str) -> bytes:
    padded = name + bytes(-len(name) % 4)
    return struct.pack(f"{order}BBH", kind, 0, len(name)) + padded + struct.pack(f"{order}I", 7) + value


def settings(order: str, wanted: int) -> bytes:
    text = struct.pack(f"{order}I", 5) + b"Adwai" + bytes(3)
    told = [
        setting(1, b"Net/ThemeName", text, order),
        setting(2, b"Net/Colour", bytes(8), order),
        setting(0, EVENT_SOUNDS, struct.pack(f"{order}I", wanted), order),
    ]
    head = (b"\x01" if order == ">" else b"\x00") + bytes(3) + struct.pack(f"{order}II", 3, len(told))
    return head + b"".join(told)


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("wanted", [0, 1])
def test_the_desktops_word_counts(order: str, wanted: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """In either order of bytes, among settings of other kinds."""
    assert integers(settings(order, wanted)) == {EVENT_SOUNDS: wanted}
    monkeypatch.setattr(x_settings, "_told", lambda: settings(order, wanted))
    assert sounds_are_wanted() is bool(wanted)


@pytest.mark.parametrize("why", [DisplayError(":0"), ConnectionClosedError("server")])
def test_a_desktop_that_says_nothing_of_it_wants_them(monkeypatch: pytest.MonkeyPatch, why: Exception) -> None:
    """No keeper of settings, no display, one that goes while it is asked: the sounds are as they come."""

    def no_display() -> None:
        raise why

    monkeypatch.setattr(x_settings, "Display", no_display)
    assert sounds_are_wanted()
    monkeypatch.setattr(x_settings, "_told", lambda: b"")
    assert sounds_are_wanted()


@given(st.binary(max_size=200))
def test_any_bytes_end_the_reading(told: bytes) -> None:
    """Nothing is read past their end, and no loop goes on."""
    assert len(integers(told)) <= 200
