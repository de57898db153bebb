"""Magenta is seen only while something is live."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage

from agent.desk.windows import sight as sight_module
from agent.desk.windows.places import Places
from agent.desk.windows.theme import Theme, tokens
from tests.agent.desk.windows.test_sizes import WINDOWS
from tests.support.windows_scene import Heard

NEAR = 24
"""How far a painted colour may be from another, in each of its three parts, to be taken for it."""


def shows(image: QImage, colour: QColor) -> bool:
    """Say whether a colour is seen in an image, other than at the edge of a letter."""
    whole = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(whole.constBits(), np.uint8).reshape(whole.height(), whole.bytesPerLine())
    pixels = rows[:, : whole.width() * 3].reshape(whole.height(), whole.width(), 3).astype(int)
    wanted = np.array([colour.red(), colour.green(), colour.blue()])
    return bool((np.abs(pixels - wanted).max(axis=2) <= NEAR).sum() > NEAR)


@pytest.mark.parametrize("shade", ["light", "dark"])
@pytest.mark.parametrize("made", WINDOWS)
def test_no_window_but_the_banner_has_the_live_colour(
    heard: Heard, monkeypatch: pytest.MonkeyPatch, made: str, shade: str
) -> None:
    """Whatever a window says before, beside or after a session, it says in other colours (acceptance 77)."""
    monkeypatch.setattr(sight_module, "present_theme", lambda scale: Theme(tokens()[shade], scale))
    window = WINDOWS[made](Places(heard))
    image = window.grab().toImage()
    assert shows(image, QColor(tokens()[shade]["paper"]))
    assert not shows(image, QColor(tokens()[shade]["live"]))


def test_a_live_colour_would_be_seen(heard: Heard) -> None:
    """The look is not blind: a small part painted so is found."""
    image = QImage(200, 100, QImage.Format.Format_RGB32)
    image.fill(QColor(tokens()["light"]["paper"]))
    assert not shows(image, QColor(tokens()["light"]["live"]))
    for x in range(20):
        for y in range(4):
            image.setPixelColor(x, y, QColor(tokens()["light"]["live"]))
    assert shows(image, QColor(tokens()["light"]["live"]))
