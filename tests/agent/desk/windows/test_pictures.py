"""Icons are painted in the colour of their words, and the mark says how things are."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QIcon
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from agent.desk.windows.pictures import Mark, mark, paint_icons, pictured
from agent.desk.windows.theme import Theme, tokens

LOOK = Path(__file__).parents[4] / "protocol/look"


def colours(icon: QIcon, size: int = 54) -> set[str]:
    """Give the colours of what is painted whole, not blended at an edge."""
    image = icon.pixmap(size, size).toImage()
    pixels = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return {pixel.name() for pixel in pixels if pixel.alpha() == 255}


@pytest.mark.parametrize("shade", ["light", "dark"])
def test_an_icon_has_the_colour_of_its_words(application: QApplication, shade: str) -> None:
    """And takes another when the look changes; on a filled button it is painted like the words there."""
    window = QWidget()
    theme = Theme(tokens()[shade])
    button = pictured(QPushButton("Copy code", window), "copy", Theme(tokens()["light"]))
    filled = QPushButton("Send", window)
    filled.setObjectName("filled")
    pictured(filled, "refresh-cw", theme)
    paint_icons(window, theme)
    assert colours(button.icon()) == {QColor(theme.colours["action"]).name()}
    assert colours(filled.icon()) == {QColor(theme.colours["on-action"]).name()}


def test_the_mark_is_live_only_when_something_is(application: QApplication) -> None:
    """Magenta in the one, in none of the others; each looks different (acceptance 77)."""
    live = QColor(tokens()["light"]["live"]).name()
    painted = {which: colours(mark(which), 128) for which in Mark}
    assert [which for which, found in painted.items() if live in found] == [Mark.LIVE]
    images = [mark(which).pixmap(64, 64).toImage() for which in Mark]
    assert all(one != other for at, one in enumerate(images) for other in images[at + 1 :])


def test_what_others_drew_comes_with_its_licence() -> None:
    """Each folder of fonts or icons holds one, and the list beside them names every file's origin and version."""
    told = (LOOK / "vendor/README.md").read_text(encoding="utf-8")
    for folder in ("fonts", "icons"):
        files = [path.name for path in (LOOK / "vendor" / folder).iterdir()]
        assert any(name.startswith("LICENSE") for name in files)
        assert len(files) > 1
    for needed in ("AtkinsonHyperlegibleNext", "AtkinsonHyperlegibleMono", "lucide-static", "OFL 1.1", "ISC"):
        assert needed in told
