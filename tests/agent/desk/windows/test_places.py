from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication, QWidget

from agent.desk.view import Rect
from agent.desk.windows.places import MARGIN, Places, device_rect
from tests.support.windows_scene import Heard

HERE, THERE = Rect(0, 0, 10, 10), Rect(50, 50, 10, 10)


def test_a_window_stands_only_when_its_place_is_masked(heard: Heard) -> None:
    """Until the engine has covered the place, the window is not shown there."""
    heard.masks_at_once = False
    stood: list[str] = []
    Places(heard).take("code", HERE, lambda: stood.append("code"))
    assert stood == []

    heard.waiting.pop()()
    assert stood == ["code"]


def test_a_moving_window_is_masked_at_both_places(heard: Heard) -> None:
    """While it moves, the old and the new place are covered; afterwards the new one (acceptance 24)."""
    heard.masks_at_once = False
    places = Places(heard)
    places.take("code", HERE, lambda: None)
    heard.waiting.pop()()
    places.take("code", THERE, lambda: None)
    assert set(places.rects()) == {HERE, THERE}

    heard.waiting.pop()()
    assert places.rects() == [THERE]


def test_a_window_that_left_is_no_longer_masked(heard: Heard) -> None:
    """A closed window covers nothing."""
    places = Places(heard)
    places.take("code", HERE, lambda: None)
    places.leave("code")

    assert places.rects() == []
    assert heard.of("windows_moved")[-1] == ((),)


def test_who_watches_is_told_of_every_move(heard: Heard) -> None:
    """When it is announced and when it is masked, also of a window that goes."""
    heard.masks_at_once = False
    places, told = Places(heard), []
    places.watch(lambda: told.append(True))
    places.take("code", Rect(0, 0, 10, 10), lambda: None)
    assert len(told) == 1
    heard.waiting.pop(0)()
    assert len(told) == 3  # that it stands there, and that its place alone is told from now on
    places.leave("code")
    assert len(told) == 4


def test_a_window_is_masked_with_its_margin(application: QApplication) -> None:
    """The masked rectangle is larger than the window by the margin on every side."""
    rect = device_rect(QWidget(), QRect(100, 200, 300, 400))

    assert rect == Rect(100 - MARGIN, 200 - MARGIN, 300 + 2 * MARGIN, 400 + 2 * MARGIN)
