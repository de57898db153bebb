"""
Keys by their place: the names of KeyboardEvent.code (W3C UI Events KeyboardEvent code Values) and their numbers.

The number is Linux's (input-event-codes.h); an X server on Linux adds 8. Keys that only the machine itself should work
(power, sleep, eject, wake) are left out: nobody presses those from afar.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

X_OFFSET: Final = 8


def _row(first: int, names: str) -> dict[str, int]:
    return {name: first + place for place, name in enumerate(names.split())}


LINUX: Final = MappingProxyType(
    {
        "Escape": 1,
        **_row(2, "Digit1 Digit2 Digit3 Digit4 Digit5 Digit6 Digit7 Digit8 Digit9 Digit0 Minus Equal Backspace"),
        **_row(15, "Tab KeyQ KeyW KeyE KeyR KeyT KeyY KeyU KeyI KeyO KeyP BracketLeft BracketRight Enter ControlLeft"),
        **_row(30, "KeyA KeyS KeyD KeyF KeyG KeyH KeyJ KeyK KeyL Semicolon Quote Backquote ShiftLeft Backslash"),
        **_row(44, "KeyZ KeyX KeyC KeyV KeyB KeyN KeyM Comma Period Slash ShiftRight NumpadMultiply AltLeft Space"),
        **_row(58, "CapsLock F1 F2 F3 F4 F5 F6 F7 F8 F9 F10 NumLock ScrollLock"),
        **_row(71, "Numpad7 Numpad8 Numpad9 NumpadSubtract Numpad4 Numpad5 Numpad6 NumpadAdd"),
        **_row(79, "Numpad1 Numpad2 Numpad3 Numpad0 NumpadDecimal"),
        **_row(86, "IntlBackslash F11 F12 IntlRo"),
        **_row(92, "Convert KanaMode NonConvert"),
        **_row(96, "NumpadEnter ControlRight NumpadDivide PrintScreen AltRight"),
        **_row(102, "Home ArrowUp PageUp ArrowLeft ArrowRight End ArrowDown PageDown Insert Delete"),
        **_row(113, "AudioVolumeMute AudioVolumeDown AudioVolumeUp"),
        "NumpadEqual": 117,
        "Pause": 119,
        "NumpadComma": 121,
        **_row(122, "Lang1 Lang2 IntlYen MetaLeft MetaRight ContextMenu"),
        **_row(183, "F13 F14 F15 F16 F17 F18 F19 F20 F21 F22 F23 F24"),
    }
)
"""Each code and Linux's number for it."""

NAMED: Final = MappingProxyType(
    {
        "Escape": "esc",
        "Backspace": "backspace",
        "Tab": "tab",
        "Enter": "enter",
        "NumpadEnter": "enter",
        "Space": "space",
        "ControlLeft": "ctrl_l",
        "ControlRight": "ctrl_r",
        "ShiftLeft": "shift_l",
        "ShiftRight": "shift_r",
        "AltLeft": "alt_l",
        "AltRight": "alt_gr",
        "MetaLeft": "cmd_l",
        "MetaRight": "cmd_r",
        "CapsLock": "caps_lock",
        "NumLock": "num_lock",
        "ScrollLock": "scroll_lock",
        "PrintScreen": "print_screen",
        "Pause": "pause",
        "ContextMenu": "menu",
        "Home": "home",
        "End": "end",
        "PageUp": "page_up",
        "PageDown": "page_down",
        "Insert": "insert",
        "Delete": "delete",
        "ArrowUp": "up",
        "ArrowDown": "down",
        "ArrowLeft": "left",
        "ArrowRight": "right",
        "AudioVolumeMute": "media_volume_mute",
        "AudioVolumeDown": "media_volume_down",
        "AudioVolumeUp": "media_volume_up",
        **{f"F{number}": f"f{number}" for number in range(1, 21)},
    }
)
"""Codes and pynput's names for keys that make no character."""

CHARACTERS: Final = MappingProxyType(
    {
        **{f"Key{letter}": letter.lower() for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"},
        **{f"Digit{digit}": digit for digit in "0123456789"},
        **{f"Numpad{digit}": digit for digit in "0123456789"},
        "Minus": "-",
        "Equal": "=",
        "BracketLeft": "[",
        "BracketRight": "]",
        "Semicolon": ";",
        "Quote": "'",
        "Backquote": "`",
        "Backslash": "\\",
        "IntlBackslash": "\\",
        "Comma": ",",
        "Period": ".",
        "Slash": "/",
        "NumpadMultiply": "*",
        "NumpadSubtract": "-",
        "NumpadAdd": "+",
        "NumpadDecimal": ".",
        "NumpadDivide": "/",
        "NumpadEqual": "=",
        "NumpadComma": ",",
    }
)
"""Codes and the character they make on a US keyboard: for shortcuts (Ctrl+C) where keys have no places (pynput)."""


def x_keycode(code: str) -> int | None:
    """Give the keycode of an X server on Linux, or None for a key that is not in the list."""
    number = LINUX.get(code)
    return None if number is None else number + X_OFFSET
