"""Colours and type of the desk's windows, from the tokens that the pages read too (experience 5)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication

BASE_PIXELS = 16
HEADING_PIXELS = 24
CODE_PIXELS = 44
MARK_PIXELS, BOX_PIXELS = 22, 16
"""The tick boxes of a window, and those of a line in a list."""
HALF_LIGHT = 127
ICONS = Path(__file__).with_name("icons")
TARGET_PIXELS = 44
"""Least height and width of what can be pressed."""


@dataclass(frozen=True)
class Theme:
    """The colours in force, by their token names, and how much larger than usual the text is (1.0 to 2.0)."""

    colours: dict[str, str]
    scale: float = 1.0

    def colour(self, token: str) -> QColor:
        """Give one token's colour."""
        return QColor(self.colours[token])

    def pixels(self, size: int) -> int:
        """Scale a size in pixels with the text."""
        return round(size * self.scale)

    def style_sheet(self) -> str:
        """Give the style sheet that every desk window wears."""
        names: dict[str, object] = {name.replace("-", "_"): value for name, value in self.colours.items()}
        names |= {
            "base": self.pixels(BASE_PIXELS),
            "heading": self.pixels(HEADING_PIXELS),
            "code": self.pixels(CODE_PIXELS),
            "target": self.pixels(TARGET_PIXELS) - 14,
            "mark": self.pixels(MARK_PIXELS),
            "ring": self.pixels(MARK_PIXELS) // 2 + 2,
            "box": self.pixels(BOX_PIXELS),
            "icons": ICONS.as_posix(),
            "shade": "-dark" if self.colour("action").lightness() > HALF_LIGHT else "",
        }
        return _SHEET.format_map(names)


def present_theme(scale: float = 1.0) -> Theme:
    """Choose light or dark as the system does."""
    dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
    return Theme(_tokens()["dark" if dark else "light"], scale)


def _tokens() -> dict[str, dict[str, str]]:
    text = resources.files("protocol.look").joinpath("tokens.json").read_text("utf-8")
    return cast("dict[str, dict[str, str]]", json.loads(text))


_SHEET = """
QWidget {{ color: {ink}; font-size: {base}px; }}
QWidget#desk {{ background: {paper}; border: 1px solid {line}; }}
QWidget#bar, QWidget#pinned {{ background: {panel}; }}
QWidget#body {{ background: {paper}; }}
QFrame#card {{ background: {panel}; border: 1px solid {line}; border-radius: 8px; }}
QScrollArea {{ background: {paper}; border: none; }}
QLabel#heading {{ font-size: {heading}px; font-weight: 600; }}
QLabel#code {{ font-family: monospace; font-size: {code}px; font-weight: 600; }}
QLabel#soft {{ color: {soft}; }}
QLabel#caution {{ color: {caution}; background: {caution_ground}; padding: 8px; border-radius: 4px; }}
QLabel#live {{ color: {live}; font-weight: 600; }}
QLabel[focusable="true"] {{ border: 3px solid transparent; }}
QLabel[focusable="true"]:focus {{ border-color: {ink}; }}
QPushButton {{ background: {paper}; color: {action}; border: 1px solid {line}; border-radius: 4px;
               padding: 6px 16px; min-height: {target}px; }}
QPushButton:hover {{ background: {panel}; }}
QPushButton:focus {{ padding: 4px 14px; }}
QPushButton, QCheckBox, QRadioButton {{ outline: none; }}
QPushButton:focus, QCheckBox:focus, QRadioButton:focus, QLineEdit:focus {{ border: 3px solid {ink}; }}
QPushButton#stop {{ background: {ink}; color: {paper}; font-weight: 600; border: none; }}
QPushButton#filled {{ background: {action}; color: {on_action}; font-weight: 600; }}
QPushButton#plain {{ border: none; background: transparent; padding: 4px 8px; }}
QLineEdit, QTextEdit {{ background: {paper}; border: 1px solid {line}; border-radius: 4px; padding: 6px; }}
QLineEdit {{ placeholder-text-color: {soft}; }}
QCheckBox, QRadioButton {{ spacing: 10px; padding: 4px; border: 3px solid transparent; }}
QCheckBox::indicator, QRadioButton::indicator {{ width: {mark}px; height: {mark}px; border: 2px solid {line};
                                                background: {paper}; }}
QRadioButton::indicator {{ border-radius: {ring}px; }}
QCheckBox::indicator:checked {{ image: url("{icons}/tick{shade}.svg"); }}
QRadioButton::indicator:checked {{ image: url("{icons}/dot{shade}.svg"); }}
QCheckBox::indicator {{ border-radius: 4px; }}
QCheckBox::indicator:checked, QRadioButton::indicator:checked {{ background: {action}; border-color: {action}; }}
QTreeWidget {{ background: {paper}; alternate-background-color: {panel}; border: 1px solid {line}; outline: none; }}
QTreeWidget:focus {{ border: 3px solid {ink}; }}
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
