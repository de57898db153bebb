"""What the windows share of their look: one text size for the run, light and dark as the system has it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from agent.desk.windows import sight as sight_module
from agent.desk.windows.places import Places
from agent.desk.windows.sight import sight
from agent.desk.windows.theme import Theme, of_system, tokens
from agent.desk.windows.window import DeskWindow, words
from tests.support.windows_scene import Heard


def test_the_text_size_is_kept_from_window_to_window(heard: Heard) -> None:
    """One window's A+ is the next one's letters, and those of every window that stands."""
    first = DeskWindow("code", "Attended", Places(heard))
    first.body.addWidget(words("text"))
    first.appear()
    sight().larger()
    assert sight().scale == 1.25
    assert "font-size: 20px" in first.styleSheet()
    assert "font-size: 20px" in DeskWindow("over", "Attended", Places(heard)).styleSheet()


def test_the_size_stays_within_its_bounds(application: QApplication) -> None:
    """From 100 to 200 percent, and a step that changes nothing tells nothing."""
    told: list[float] = []
    sight().changed.connect(lambda: told.append(sight().scale))
    sight().set_scale(9)
    sight().larger()
    sight().set_scale(0)
    sight().smaller()
    assert told == [2.0, 1.0]


def test_light_and_dark_follow_the_system_while_a_window_stands(heard: Heard, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the system turns dark, so does the window, at once."""
    window = DeskWindow("code", "Attended", Places(heard))
    assert tokens()["light"]["paper"] in window.styleSheet()
    monkeypatch.setattr(sight_module, "present_theme", lambda scale: Theme(tokens()["dark"], scale))
    QApplication.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert tokens()["dark"]["paper"] in window.styleSheet()


def test_high_contrast_follows_the_system_while_a_window_stands(heard: Heard, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system's colours take the place of ours, and edges are twice as wide, at once (acceptance 40)."""
    window = DeskWindow("code", "Attended", Places(heard))
    system = of_system(QApplication.palette())
    monkeypatch.setattr(sight_module, "present_theme", lambda scale: Theme(system, scale, high_contrast=True))
    hints = QApplication.styleHints().accessibility()
    hints.contrastPreferenceChanged.emit(Qt.ContrastPreference.HighContrast)
    assert (
        f"QWidget#desk {{ background: {system['paper']}; border: 2px solid {system['line']}; }}" in window.styleSheet()
    )
