import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from agent.desk.live import LiveItem
from agent.desk.windows.drop import Drop, MoveList, WhatIsOn, pressable
from agent.desk.windows.places import Places
from agent.desk.windows.sight import sight
from agent.desk.windows.stance import Spot
from consent.scopes import Scope
from tests.support.windows_scene import Heard, a_live, comes_true

MONITOR = QRect(0, 0, 800, 600)


@pytest.fixture
def below(heard: Heard) -> QWidget:
    """Give something to hang from."""
    widget = QWidget()
    widget.setGeometry(300, 6, 100, 48)
    return widget


def press(drop: Drop, name: str) -> None:
    button = next(part for part in drop.findChildren(QPushButton) if (part.accessibleName() or part.text()) == name)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def texts(drop: Drop) -> list[str]:
    return [label.text() for label in drop.findChildren(QLabel) if not label.isHidden()]


def test_everything_that_is_on_is_listed_with_its_time(heard: Heard) -> None:
    """One press turns one thing off, no other (acceptance 31: the list, then this)."""
    drop = WhatIsOn(Places(heard), sight().theme())
    drop.off_pressed.connect(heard.off)
    items = (*a_live().items, LiveItem(Scope.CONTROL, 300.0))
    drop.show_live(a_live(items=items), 18.0)
    assert texts(drop) == ["What is on", "See Screen 1", "11:42", "Mouse, keyboard", "4:42"]
    first = drop.first()
    assert first is not None
    assert first.accessibleName() == "Turn off: See Screen 1"
    press(drop, "Turn off: Mouse, keyboard")
    assert heard.of("off") == [(Scope.CONTROL,)]
    drop.show_live(a_live(), 19.0)
    assert texts(drop) == ["What is on", "See Screen 1", "11:41"]


def test_a_reader_hears_how_long_each_thing_lasts(heard: Heard) -> None:
    """In minutes, with the list and at each button; at the one at hand it does not change, for that would be said."""
    drop = WhatIsOn(Places(heard), sight().theme())
    drop.show_live(a_live(items=(*a_live().items, LiveItem(Scope.CONTROL, 300.0))), 18.0)
    named = [label.accessibleName() for label in drop.findChildren(QLabel) if label.accessibleName()]
    assert named == ["11 minutes left", "4 minutes left"]
    first = drop.first()
    assert first is not None
    assert first.accessibleDescription() == "11 minutes left"
    drop.show()
    drop.activateWindow()
    first.setFocus()
    assert comes_true(first.hasFocus, 2_000)
    drop.show_live(a_live(items=(*a_live().items, LiveItem(Scope.CONTROL, 300.0))), 78.0)
    assert [off.accessibleDescription() for _, _, off in drop._rows] == ["11 minutes left", "3 minutes left"]


def test_more_time_is_offered_where_there_is_more(heard: Heard) -> None:
    """And the way to say that something was wrong is always there (acceptance 36)."""
    drop = WhatIsOn(Places(heard), sight().theme())
    drop.add_pressed.connect(heard.add)
    drop.wrong_pressed.connect(heard.wrong)
    drop.show_live(a_live(), 0.0)
    press(drop, "Add 10 minutes")
    press(drop, "Something was wrong")
    assert [heard.of("add"), heard.of("wrong")] == [[()], [()]]
    drop.show_live(a_live(can_extend=False), 0.0)
    assert not [part for part in drop.findChildren(QPushButton) if part.text() == "Add 10 minutes" and part.isVisible()]


def test_the_banner_goes_to_six_places_or_shrinks(heard: Heard) -> None:
    """One press each."""
    drop = MoveList(Places(heard), sight().theme())
    drop.spot_chosen.connect(heard.spot)
    drop.small_chosen.connect(heard.small)
    for name in ("Top left", "Bottom", "Make it small"):
        press(drop, name)
    assert heard.of("spot") == [(Spot.TOP_LEFT,), (Spot.BOTTOM,)]
    assert heard.of("small") == [()]


@pytest.mark.parametrize("banner", [QRect(100, 6, 500, 48), QRect(100, 546, 500, 48)], ids=["above", "below"])
def test_it_stands_at_the_banners_edge_once_that_is_masked(heard: Heard, below: QWidget, banner: QRect) -> None:
    """Within the border, and not before the engine has covered the place."""
    heard.masks_at_once = False
    drop = MoveList(Places(heard), sight().theme())
    below.setGeometry(300, banner.y(), 100, 48)
    drop.hang(banner, below, MONITOR)
    assert not drop.isVisible()
    assert heard.of("windows_moved")
    heard.waiting.pop()()
    assert drop.isVisible()
    assert MONITOR.adjusted(6, 6, -6, -6).contains(drop.geometry())
    assert not drop.geometry().intersects(banner)
    assert drop.is_near(banner)
    assert not drop.is_near(banner.translated(0, 200 if banner.y() < 300 else -200))
    drop.close()
    assert heard.of("windows_moved")[-1] == ((),)


def test_esc_closes_it_and_stops_nothing(heard: Heard) -> None:
    """Only in the banner itself does Esc stop."""
    drop = MoveList(Places(heard), sight().theme())
    left: list[bool] = []
    drop.left.connect(lambda: left.append(True))
    drop.show()
    QTest.keyClick(drop, Qt.Key.Key_Escape)
    assert left == [True]
    first = drop.first()
    assert first is not None
    assert first.text() == "Top left"


def test_a_click_leaves_the_keyboard_where_it_is(heard: Heard) -> None:
    """Its buttons are reached by Tab, and take no focus when they are clicked."""
    assert pressable("Stop").focusPolicy() == Qt.FocusPolicy.TabFocus
    assert MoveList(Places(heard), sight().theme()).windowFlags() & Qt.WindowType.WindowDoesNotAcceptFocus
