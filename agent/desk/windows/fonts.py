"""The desk's letters: Atkinson Hyperlegible, made for low vision, from files that come with the program."""

from __future__ import annotations

from functools import cache
from importlib import resources

from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication

TEXT = '"Atkinson Hyperlegible Next"'
MONO = '"Atkinson Hyperlegible Mono SemiBold", monospace'
"""The families by which style sheets name them; what the program cannot load is shown in the system's own."""

TABULAR = QFont.Tag("tnum")
"""The feature of a font that has its digits stand in columns. Style sheets cannot ask for it, but keep it."""


@cache
def load_fonts() -> tuple[str, ...]:
    """
    Load the fonts once for the program, its digits all of one width; give the families there are now.

    There must be a QGuiApplication. What counts down would else move at each second: a 1 is narrower than a 0.
    """
    families: list[str] = []
    for file in sorted(resources.files("protocol.look").joinpath("vendor", "fonts").iterdir(), key=str):
        if file.name.endswith(".ttf"):
            number = QFontDatabase.addApplicationFontFromData(file.read_bytes())
            families += QFontDatabase.applicationFontFamilies(number)
    font = QGuiApplication.font()
    font.setFeature(TABULAR, 1)
    QGuiApplication.setFont(font)
    return tuple(dict.fromkeys(families))
