"""Colours and type of the desk's windows, from the tokens that the pages read too (experience 5)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette

from agent.desk.windows.fonts import MONO, TEXT, load_fonts

BASE_PIXELS = 16
HEADING_PIXELS = 24
CODE_PIXELS = 44
MARK_PIXELS, BOX_PIXELS = 22, 16
"""The tick boxes of a window, and those of a line in a list."""
HALF_LIGHT = 127
ICONS = Path(__file__).with_name("icons")
TARGET_PIXELS = 44
"""Least height and width of what can be pressed, at any size of the text."""
EDGE_PIXELS, BOLD_EDGE_PIXELS = 1, 2
"""How wide the edges of controls are, and how wide in high contrast."""
LEGIBLE = 4.5
"""Contrast that text has at least (WCAG 2.2, 1.4.3)."""
WHITE, BLACK = "#FFFFFF", "#000000"
_GROUNDS = {"paper", "panel", "caution-ground", "on-action", "on-live"}
"""Tokens that take the colour of the system's ground in high contrast; all others take the colour of its letters."""


@dataclass(frozen=True)
class Theme:
    """The colours in force, by their token names, and how much larger than usual the text is (1.0 to 2.0)."""

    colours: dict[str, str]
    scale: float = 1.0
    high_contrast: bool = False

    def colour(self, token: str) -> QColor:
        """Give one token's colour."""
        return QColor(self.colours[token])

    def pixels(self, size: int) -> int:
        """Scale a size in pixels with the text."""
        return round(size * self.scale)

    @property
    def edge(self) -> int:
        """Give the pixels of a control's edge."""
        return BOLD_EDGE_PIXELS if self.high_contrast else EDGE_PIXELS

    @property
    def frame(self) -> tuple[QColor, QColor, QColor]:
        """Give the colours of the border around a monitor: outermost, middle, innermost."""
        if self.high_contrast:
            return QColor(WHITE), QColor(BLACK), QColor(WHITE)
        return QColor(BLACK), self.colour("live"), QColor(WHITE)

    def style_sheet(self) -> str:
        """Give the style sheet that every desk window wears."""
        names: dict[str, object] = {name.replace("-", "_"): value for name, value in self.colours.items()}
        names |= {
            "base": self.pixels(BASE_PIXELS),
            "heading": self.pixels(HEADING_PIXELS),
            "code": self.pixels(CODE_PIXELS),
            "text": TEXT,
            "mono": MONO,
            "edge": self.edge,
            "mark": self.pixels(MARK_PIXELS),
            "ring": self.pixels(MARK_PIXELS) // 2 + 2,
            "box": self.pixels(BOX_PIXELS),
            "icons": ICONS.as_posix(),
            "shade": "-dark" if self.colour("action").lightness() > HALF_LIGHT else "",
        }
        return _SHEET.format_map(names)


def present_theme(scale: float = 1.0) -> Theme:
    """Choose light or dark as the system does; in high contrast the system's own colours rule."""
    load_fonts()
    hints = QGuiApplication.styleHints()
    if hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
        return Theme(of_system(QGuiApplication.palette()), scale, high_contrast=True)
    dark = hints.colorScheme() == Qt.ColorScheme.Dark
    return Theme(tokens()["dark" if dark else "light"], scale)


def of_system(palette: QPalette) -> dict[str, str]:
    """Give each token a colour of the system's: its letters on its ground, or black and white if none could be read."""
    ground, letters = palette.color(QPalette.ColorRole.Window), palette.color(QPalette.ColorRole.WindowText)
    if contrast(ground, letters) < LEGIBLE:
        letters = QColor(BLACK) if ground.lightness() > HALF_LIGHT else QColor(WHITE)
        ground = QColor(WHITE) if letters == QColor(BLACK) else QColor(BLACK)
    return {token: (ground if token in _GROUNDS else letters).name() for token in tokens()["light"]}


def contrast(one: QColor, other: QColor) -> float:
    """Give the contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@cache
def tokens() -> dict[str, dict[str, str]]:
    """Give the colours by shade ("light", "dark") and token, from the file that the pages read as well."""
    text = resources.files("protocol.look").joinpath("tokens.json").read_text("utf-8")
    return cast("dict[str, dict[str, str]]", json.loads(text))


def _luminance(colour: QColor) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - sRGB's own figures
        for part in (colour.redF(), colour.greenF(), colour.blueF())
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


_SHEET = """
QWidget {{ color: {ink}; font-family: {text}; font-size: {base}px; }}
QWidget#desk {{ background: {paper}; border: {edge}px solid {line}; }}
QWidget#bar, QWidget#pinned {{ background: {panel}; }}
QWidget#body {{ background: {paper}; }}
QFrame#card {{ background: {panel}; border: {edge}px solid {line}; border-radius: 8px; }}
QScrollArea {{ background: {paper}; border: none; }}
QScrollBar {{ background: {panel}; width: 14px; height: 14px; margin: 0; }}
QScrollBar::handle {{ background: {line}; min-height: 32px; min-width: 32px; border-radius: 5px; margin: 2px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: none; }}
QLabel#heading {{ font-size: {heading}px; font-weight: 600; }}
QLabel#code {{ font-family: {mono}; font-size: {code}px; font-weight: 600; }}
QLabel#soft {{ color: {soft}; }}
QLabel#caution {{ color: {caution}; background: {caution_ground}; padding: 8px; border-radius: 4px; }}
QLabel#live {{ color: {live}; font-weight: 600; }}
QFrame#stripe {{ background: {action}; min-width: 6px; max-width: 6px; }}
QPushButton, QCheckBox, QRadioButton {{ outline: none; }}
QPushButton {{ background: {paper}; color: {action}; border: {edge}px solid {line}; border-radius: 4px;
               padding: 6px 16px; min-height: 30px; min-width: 30px; }}
QPushButton:hover {{ background: {panel}; }}
QPushButton#stop {{ background: {ink}; color: {paper}; font-weight: 600; border: none; }}
QPushButton#filled {{ background: {action}; color: {on_action}; font-weight: 600; }}
QPushButton#plain {{ border: none; background: transparent; padding: 7px; }}
QPushButton#plain:hover {{ background: {paper}; }}
QLineEdit, QTextEdit {{ background: {paper}; border: {edge}px solid {line}; border-radius: 4px;
                                       padding: 6px; }}
QLineEdit, QTextEdit {{ placeholder-text-color: {soft}; }}
QLineEdit {{ min-height: 30px; }}
QCheckBox, QRadioButton {{ spacing: 10px; padding: 4px; min-height: 36px; }}
QCheckBox::indicator, QRadioButton::indicator {{ width: {mark}px; height: {mark}px; border: 2px solid {line};
                                                background: {paper}; }}
QRadioButton::indicator {{ border-radius: {ring}px; }}
QCheckBox::indicator:checked {{ image: url("{icons}/tick{shade}.svg"); }}
QRadioButton::indicator:checked {{ image: url("{icons}/dot{shade}.svg"); }}
QCheckBox::indicator {{ border-radius: 4px; }}
QCheckBox::indicator:checked, QRadioButton::indicator:checked {{ background: {action}; border-color: {action}; }}
QTreeWidget {{ background: {paper}; alternate-background-color: {panel}; border: {edge}px solid {line};
               outline: none; }}
QTreeWidget::item {{ padding: 3px 0; }}
QTreeWidget::item:selected {{ background: {action}; color: {on_action}; }}
QTreeWidget::indicator {{ width: {box}px; height: {box}px; border: 2px solid {line}; border-radius: 3px;
                         background: {paper}; }}
QTreeWidget::indicator:checked {{ background: {action}; border-color: {action};
                                 image: url("{icons}/tick{shade}.svg"); }}
QTreeWidget::indicator:indeterminate {{ background: {line}; }}
QHeaderView::section {{ background: {panel}; border: none; border-bottom: 1px solid {line}; padding: 4px; }}
QWidget#banner {{ background: {paper}; border: 2px solid {live}; }}
"""
