"""Icons are painted in the colour of their words, and the mark says how things are."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QIcon
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from agent.desk.windows.pictures import PICTURE, Mark, mark, paint_icons, pictured
from agent.desk.windows.places import Places
from agent.desk.windows.theme import Theme, tokens
from tests.agent.desk.windows.test_sizes import WINDOWS
from tests.support.windows_scene import Heard

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


def test_an_icon_keeps_its_colour_on_what_cannot_be_pressed(application: QApplication) -> None:
    """As the words beside it do, in every mode in which Qt paints a button."""
    window = QWidget()
    button = pictured(QPushButton("Show", window), "eye", Theme(tokens()["dark"]))
    painted = [
        image.pixelColor(x, y).name()
        for image in [button.icon().pixmap(54, 54, QIcon.Mode.Disabled).toImage()]
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() == 255
    ]
    assert set(painted) == {QColor(tokens()["dark"]["action"]).name()}


@pytest.mark.parametrize("made", WINDOWS)
def test_an_icon_stands_beside_words_and_says_nothing_itself(heard: Heard, made: str) -> None:
    """No button has an icon alone, and what a screen reader says of it is its words or a name of its own."""
    window = WINDOWS[made](Places(heard))
    shown = [button for button in window.findChildren(QPushButton) if button.isVisibleTo(window)]
    for button in shown:
        picture = button.property(PICTURE)
        assert button.icon().isNull() == (picture is None)
        if picture is not None:
            assert any(map(str.isalpha, button.text())), picture
            assert picture not in (button.accessibleName() or button.text()).split()


@pytest.mark.parametrize("made", ["first question", "filled question", "names", "report", "something was wrong"])
def test_both_answers_look_alike(heard: Heard, made: str) -> None:
    """Neither Don't allow and Allow nor Don't send and Send have an icon (acceptance 13)."""
    window = WINDOWS[made](Places(heard))
    answers = [
        button
        for button in window.findChildren(QPushButton)
        if button.text().startswith(("Don\N{RIGHT SINGLE QUOTATION MARK}t ", "Allow", "Send"))
    ]
    assert len(answers) == 2
    assert all(button.icon().isNull() for button in answers)


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
