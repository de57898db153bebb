"""The desk's letters: Atkinson Hyperlegible, made for low vision, from files that come with the program."""

from __future__ import annotations

from functools import cache
from importlib import resources

from PySide6.QtGui import QFontDatabase

TEXT = '"Atkinson Hyperlegible Next"'
MONO = '"Atkinson Hyperlegible Mono SemiBold", monospace'
"""The families by which style sheets name them; what the program cannot load is shown in the system's own."""


@cache
def load_fonts() -> tuple[str, ...]:
    """Load the fonts once for the program; give the families there are now. There must be a QGuiApplication."""
    families: list[str] = []
    for file in sorted(resources.files("protocol.look").joinpath("vendor", "fonts").iterdir(), key=str):
        if file.name.endswith(".ttf"):
            number = QFontDatabase.addApplicationFontFromData(file.read_bytes())
            families += QFontDatabase.applicationFontFamilies(number)
    return tuple(dict.fromkeys(families))
