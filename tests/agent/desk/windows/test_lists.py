import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from agent.desk.windows.banner import Banner
from agent.desk.windows.drop import Drop, WhatIsOn
from agent.desk.windows.lists import Lists
from agent.desk.windows.places import Places
from agent.desk.windows.sight import sight
from agent.desk.windows.stance import Spot, Stance
from tests.support.windows_scene import Heard, a_live, comes_true


class Hands:
    """Keeps whom the keyboard was given to."""

    def __init__(self) -> None:
        self.given: list[int | None] = []
        self.lost = False

    def take(self, window: int) -> None:
        """Give it."""
        self.given.append(window)
        self.lost = False

    def holds(self) -> bool:
        """Say whether it is still there."""
        return not self.lost

    def give_back(self) -> None:
        """Give it back."""
        self.given.append(None)


class Scene:
    """A banner and its lists."""

    def __init__(self, heard: Heard) -> None:
        self.hands, self.stance = Hands(), Stance()
        self.lists = Lists(Places(heard), self.stance, self.hands)
        self.banner = Banner(QRect(0, 0, 1280, 800), sight().theme(), self.stance, main=True)
        self.banner.wants.connect(self.banner.stand)
        self.lists.serve(self.banner)
        self.banner.show_live(a_live())

    def press(self, window: QWidget, name: str) -> None:
        """Press a button."""
        found = [p for p in window.findChildren(QPushButton) if (p.accessibleName() or p.text()) == name]
        QTest.mouseClick(found[0], Qt.MouseButton.LeftButton)

    def drop(self) -> Drop | None:
        """Give what stands open."""
        return next((w for w in QApplication.topLevelWidgets() if isinstance(w, Drop) and w.isVisible()), None)


@pytest.fixture
def scene(heard: Heard) -> Scene:
    return Scene(heard)


def test_a_second_press_closes_and_one_is_open_at_a_time(scene: Scene) -> None:
    """The same button opens and closes; the other takes its place."""
    scene.press(scene.banner, "What is on")
    first = scene.drop()
    assert isinstance(first, WhatIsOn)
    assert len(scene.lists.windows()) == 1
    scene.press(scene.banner, "Move")
    assert scene.drop() is not first
    scene.press(scene.banner, "Move")
    assert scene.drop() is None
    assert scene.lists.windows() == []


def test_each_scope_is_off_in_two_presses(scene: Scene, heard: Heard) -> None:
    """What is on, then Turn off (acceptance 31)."""
    scene.lists.off_pressed.connect(heard.off)
    scene.press(scene.banner, "What is on")
    drop = scene.drop()
    assert drop is not None
    scene.press(drop, "Turn off: See Screen 1")
    assert heard.of("off") == [(a_live().items[0].scope,)]


def test_the_list_counts_with_the_banner_and_goes_when_nothing_is_on(scene: Scene) -> None:
    """No clock of its own, and no list of nothing."""
    scene.press(scene.banner, "What is on")
    drop = scene.drop()
    assert isinstance(drop, WhatIsOn)
    before = drop._rows[0][1].text()
    assert comes_true(lambda: drop._rows[0][1].text() != before, 2_500)
    scene.banner.show_live(a_live(items=(), left=200.0))
    assert scene.drop() is None


def test_a_place_chosen_moves_the_banner(scene: Scene) -> None:
    """The list is gone, and the banner stands there; small is one more form."""
    scene.press(scene.banner, "Move")
    drop = scene.drop()
    assert drop is not None
    scene.press(drop, "Bottom right")
    assert scene.stance.spot is Spot.BOTTOM_RIGHT
    assert scene.banner.geometry().bottom() > 700
    assert scene.drop() is None
    scene.press(scene.banner, "Move")
    drop = scene.drop()
    assert drop is not None
    assert drop.geometry().bottom() < scene.banner.y()
    scene.press(drop, "Make it small")
    assert scene.banner.width() < 300


def test_the_keyboard_goes_there_into_the_list_and_back(scene: Scene) -> None:
    """Ctrl+Alt+Home takes it, a list that opens gets it, Esc brings it back to the banner, and the same keys home."""
    lists, banner = scene.lists, scene.banner
    lists.visit(banner)
    scene.press(banner, "What is on")
    drop = scene.drop()
    assert drop is not None
    number = int(drop.winId())
    QTest.keyClick(drop, Qt.Key.Key_Escape)
    lists.visit(banner)
    assert scene.hands.given == [int(banner.winId()), number, int(banner.winId()), None]


def test_after_a_question_took_the_keyboard_the_keys_lead_to_the_banner_again(scene: Scene) -> None:
    """They would have given back what is elsewhere, and a list that closes would take it from the question."""
    lists, banner = scene.lists, scene.banner
    here = int(banner.winId())
    lists.visit(banner)
    scene.press(banner, "What is on")
    drop = scene.drop()
    assert drop is not None
    number = int(drop.winId())
    scene.hands.lost = True
    scene.press(banner, "What is on")
    assert scene.drop() is None
    assert scene.hands.given == [here, number]
    lists.visit(banner)
    assert scene.hands.given == [here, number, here]


def test_a_mouse_takes_no_keyboard(scene: Scene) -> None:
    """Who clicks goes on typing where they typed."""
    scene.press(scene.banner, "What is on")
    scene.press(scene.banner, "What is on")
    scene.lists.close()
    assert scene.hands.given == []


def test_what_hangs_from_a_banner_that_is_dragged_away_closes(scene: Scene) -> None:
    """It would stand alone somewhere."""
    scene.press(scene.banner, "What is on")
    scene.banner.stand(scene.banner.geometry().translated(0, 400))
    scene.lists.follow(scene.banner)
    assert scene.drop() is None
