from functools import partial

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


def test_a_window_on_its_way_further_stays_covered_there(heard: Heard) -> None:
    """Dragged faster than the engine answers: where it is about to stand is never uncovered in between."""
    heard.masks_at_once = False
    places, stood = Places(heard), list[Rect]()
    far = Rect(90, 90, 10, 10)
    for place in (HERE, THERE, far):
        places.take("code", place, partial(stood.append, place))
    first, second, third = heard.waiting
    first()
    assert set(places.rects()) == {HERE, THERE, far}
    second()
    assert set(places.rects()) == {THERE, far}
    third()
    assert places.rects() == [far]
    assert stood == [HERE, THERE, far]


def test_a_window_that_left_before_it_stood_never_stands(heard: Heard) -> None:
    """A question that is taken back while its place is being covered must not come up afterwards."""
    heard.masks_at_once = False
    places, stood = Places(heard), list[str]()
    places.take("question", HERE, lambda: stood.append("first"))
    places.leave("question")
    places.take("question", THERE, lambda: stood.append("second"))
    for masked in list(heard.waiting):
        masked()
    assert stood == ["second"]
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
