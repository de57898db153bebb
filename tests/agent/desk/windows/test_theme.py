"""What the style sheet paints can be read: every pair of colours in it, light, dark, and in the system's own."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QLabel

from agent.desk.windows import theme as theme_module
from agent.desk.windows.theme import Theme, contrast, of_system, present_theme, tokens

TEXT, EDGE = 4.5, 3.0
GROUNDS = {"paper", "panel"}
"""What parts stand on that bring no ground of their own."""
RULE = re.compile(r"([^{}]+)\{\{(.*?)\}\}", re.DOTALL)
LIVE_ONLY = {"QLabel#live", "QWidget#banner"}
"""What is there only while something is live: the banner, and its first line."""


def rules() -> dict[str, dict[str, str]]:
    """Give the style sheet's rules: selector, and its properties as they stand there."""
    found = {}
    for selectors, body in RULE.findall(theme_module._SHEET):
        properties = dict(part.split(":", 1) for part in body.replace("\n", " ").split(";") if ":" in part)
        found[" ".join(selectors.split())] = {name.strip(): value.strip() for name, value in properties.items()}
    return found


def token_in(value: str) -> str | None:
    """Give the token of a value such as "1px solid {line}"."""
    named = [name.replace("_", "-") for name in re.findall(r"\{(\w+)\}", value)]
    return next((name for name in named if name in tokens()["light"]), None)


def pairs() -> Iterator[tuple[str, str, str, float]]:
    """Give every pair of colours that the sheet paints: the rule, what, on what, and the contrast it needs."""
    for selector, rule in rules().items():
        own = token_in(rule.get("background", ""))
        for name, value in rule.items():
            token = token_in(value)
            if token is None or name.endswith("background") or name == "alternate-background-color":
                continue
            is_text = name in {"color", "placeholder-text-color"}
            if name.startswith("border") and own == token:
                continue  # a part filled to its edge: the fill is the edge
            grounds = {own} if own is not None and is_text else GROUNDS
            for ground in grounds:
                yield selector, token, ground or "", TEXT if is_text else EDGE
        if own is not None and own not in {*GROUNDS, "caution-ground"}:
            for ground in GROUNDS:
                yield selector, own, ground, EDGE


# What is painted by hand: the ring, the words of choices, the border's own lines, marks on a ticked box, icons.
BY_HAND = [
    ("ring", "ink", "paper", EDGE), ("ring", "ink", "panel", EDGE), ("choice", "ink", "paper", TEXT),
    ("choice", "ink", "panel", TEXT), ("tick", "on-action", "action", EDGE), ("icon", "action", "paper", EDGE),
    ("text on live", "on-live", "live", TEXT), ("good", "good", "paper", TEXT), ("good", "good", "panel", TEXT),
    ("bad", "bad", "paper", TEXT), ("bad", "bad", "panel", TEXT),
]  # fmt: skip


@pytest.mark.parametrize("shade", ["light", "dark"])
def test_every_pair_of_colours_in_use_can_be_read(shade: str) -> None:
    """Text has a contrast of 4.5:1 at least, edges and icons 3:1 (acceptance 76)."""
    held, found = tokens()[shade], [*pairs(), *BY_HAND]
    assert len(found) > 25
    weak = [
        (rule, one, other, round(contrast(QColor(held[one]), QColor(held[other])), 2))
        for rule, one, other, least in found
        if contrast(QColor(held[one]), QColor(held[other])) < least
    ]
    assert not weak


def test_what_is_measured_is_what_the_sheet_says() -> None:
    """A rule that nobody measures would be a colour that nobody reads."""
    named = {(rule, token) for rule, token, _, _ in pairs()}
    assert {("QLabel#soft", "soft"), ("QPushButton#stop", "paper"), ("QLabel#caution", "caution")} <= named
    assert ("QTreeWidget::item:selected", "on-action") in named


def test_the_live_colour_stands_only_where_something_is_live() -> None:
    """In the windows' style sheet: the banner and its line, nothing else (acceptance 77)."""
    users = {selector for selector, rule in rules().items() if {token_in(value) for value in rule.values()} & {"live"}}
    assert users == LIVE_ONLY


@pytest.mark.parametrize(
    ("ground", "letters"),
    [("#000000", "#ffffff"), ("#ffffff", "#000000"), ("#1f1f00", "#ffff00"), ("#808080", "#7f7f7f"), ("#fff", "#eee")],
)
def test_in_high_contrast_the_systems_colours_rule(
    application: QApplication, ground: str, letters: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Text keeps 4.5:1 and edges 3:1, whatever the palette; edges are two pixels wide (acceptance 40)."""
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Window, QColor(ground))
    palette.setColor(QPalette.ColorRole.WindowText, QColor(letters))
    theme = Theme(of_system(palette), high_contrast=True)
    for _, one, other, least in [*pairs(), *BY_HAND]:
        assert contrast(theme.colour(one), theme.colour(other)) >= least
    if contrast(QColor(ground), QColor(letters)) >= TEXT:
        assert (theme.colour("paper"), theme.colour("ink")) == (QColor(ground), QColor(letters))
    assert "border: 2px solid" in theme.style_sheet()
    assert [colour.name() for colour in theme.frame] == ["#ffffff", "#000000", "#ffffff"]


def test_the_preference_is_asked_of_the_system(application: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of ours: what the system says of contrast counts."""
    assert not present_theme().high_contrast

    class Hints:
        def accessibility(self) -> Hints:
            return self

        def contrastPreference(self) -> Qt.ContrastPreference:  # noqa: N802 - Qt's name
            return Qt.ContrastPreference.HighContrast

    monkeypatch.setattr(QGuiApplication, "styleHints", staticmethod(Hints))
    assert present_theme().high_contrast
    assert present_theme().colour("ink") == QGuiApplication.palette().color(QPalette.ColorRole.WindowText)


def test_text_grows_with_the_scale_and_targets_stay_large_enough() -> None:
    """At 200 % every size of letters is doubled; what can be pressed is 44 pixels high at least at any size."""
    for scale in (1.0, 2.0):
        sheet = Theme(tokens()["light"], scale).style_sheet()
        assert f"font-size: {round(16 * scale)}px" in sheet
        assert f"font-size: {round(44 * scale)}px" in sheet


def test_calls_into_qt_lose_no_none(application: QApplication) -> None:
    """A binding that gives None away uncounted (PySide6 6.12 before Python 3.12) ends the program before long."""
    label = QLabel("text")
    before = sys.getrefcount(None)
    for _ in range(200):
        label.setText("text")
    assert sys.getrefcount(None) > before - 100
