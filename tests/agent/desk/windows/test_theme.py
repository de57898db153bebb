import sys

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from agent.desk.windows.theme import Theme, _tokens


def luminance(colour: str) -> float:
    """Give the relative luminance of WCAG 2.2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, two: str) -> float:
    """Give the contrast ratio of WCAG 2.2."""
    darker, lighter = sorted((luminance(one), luminance(two)))
    return (lighter + 0.05) / (darker + 0.05)


TEXT_ON = [
    ("ink", "paper"), ("ink", "panel"), ("soft", "paper"), ("soft", "panel"), ("action", "paper"), ("action", "panel"),
    ("on-action", "action"), ("live", "paper"), ("on-live", "live"), ("good", "paper"), ("bad", "paper"),
    ("caution", "caution-ground"),
]  # fmt: skip


@pytest.mark.parametrize("shade", ["light", "dark"])
def test_every_text_can_be_read(shade: str) -> None:
    """Text has a contrast of 4.5:1 at least, edges 3:1."""
    tokens = _tokens()[shade]
    assert all(contrast(tokens[text], tokens[ground]) >= 4.5 for text, ground in TEXT_ON)
    assert all(contrast(tokens["line"], tokens[ground]) >= 3 for ground in ("paper", "panel"))


def test_text_grows_with_the_scale() -> None:
    """At 200 % every size in the sheet is doubled."""
    colours = _tokens()["light"]
    assert "font-size: 32px" in Theme(colours, 2.0).style_sheet()
    assert "font-size: 16px" in Theme(colours).style_sheet()


def test_calls_into_qt_lose_no_none(application: QApplication) -> None:
    """A binding that gives None away uncounted (PySide6 6.12 before Python 3.12) ends the program before long."""
    label = QLabel("text")
    before = sys.getrefcount(None)
    for _ in range(200):
        label.setText("text")
    assert sys.getrefcount(None) > before - 100
