import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from agent.desk.windows.number_windows import NumberWindows
from agent.desk.windows.places import Places
from tests.support.question_scene import SCREENS
from tests.support.windows_scene import Heard, comes_true


@pytest.fixture
def owner(application: QApplication) -> QObject:
    return QObject()


def standing(application: QApplication) -> list[QWidget]:
    return [window for window in application.topLevelWidgets() if window.isVisible()]


def test_each_monitor_shows_its_number(application: QApplication, heard: Heard, owner: QObject) -> None:
    """Big, on that monitor, without the keyboard and out of reach of the pointer."""
    NumberWindows(Places(heard), owner).show(SCREENS)
    windows = sorted(standing(application), key=QWidget.windowTitle)
    assert [window.windowTitle() for window in windows] == ["Screen 1", "Screen 2"]
    for number, window in enumerate(windows, start=1):
        digit = window.findChild(QLabel)
        assert isinstance(digit, QLabel)
        assert digit.text() == str(number)
        flags = window.windowFlags()
        assert flags & Qt.WindowType.WindowTransparentForInput
        assert flags & Qt.WindowType.WindowDoesNotAcceptFocus
        assert window.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)


def test_a_number_stands_only_where_it_is_masked(application: QApplication, heard: Heard, owner: QObject) -> None:
    """It is told before it is shown, like every window, and one that was taken away meanwhile is never shown."""
    heard.masks_at_once = False
    numbers = NumberWindows(Places(heard), owner)
    numbers.show(SCREENS)
    assert standing(application) == []
    heard.waiting.pop(0)()
    assert len(standing(application)) == 1
    numbers.hide()
    for stands in heard.waiting:
        stands()
    assert standing(application) == []


def test_they_go_by_themselves(
    application: QApplication, heard: Heard, owner: QObject, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After some seconds, and no place of theirs is masked any more."""
    monkeypatch.setattr("agent.desk.windows.number_windows.SHOWN_MILLISECONDS", 20)
    NumberWindows(Places(heard), owner).show(SCREENS)
    assert comes_true(lambda: not standing(application), 3000)
    assert heard.of("windows_moved")[-1] == ((),)
