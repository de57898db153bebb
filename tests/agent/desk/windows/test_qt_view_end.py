"""The last window and the form behind it, as one view: which stands when, and what each tells the core."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QPushButton

from agent.desk.view import Complaint, Over, Rating, Trouble, WrongShown
from agent.desk.windows.end_windows import OverWindow
from agent.desk.windows.qt_view import QtView
from agent.desk.windows.wrong_window import WrongWindow
from consent.afterwards import Wrong
from tests.support.windows_scene import Heard

OVER = Over((("14:02", "You let Ana Weber see your screen"),), "/home/x/receipt.html", "", "Ana Weber", "Nordlicht IT")


@pytest.fixture
def view(heard: Heard) -> Iterator[QtView]:
    """Give the windows of a desk."""
    made = QtView(heard)
    yield made
    made.close_all()


def stands(kind: type[OverWindow | WrongWindow]) -> list[OverWindow | WrongWindow]:
    """Give the windows of a kind that stand there."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    return [window for window in application.topLevelWidgets() if isinstance(window, kind) and window.isVisible()]


def press(window: OverWindow | WrongWindow, label: str) -> None:
    """Press a button."""
    next(button for button in window.findChildren(QPushButton) if button.text() == label).click()


def the_form(state: str = "open") -> WrongShown:
    """Give a form with one tick."""
    return WrongShown("Nordlicht IT", "", state, Complaint({Wrong.RUDE}), 0.0)  # type: ignore[arg-type]


def test_the_form_stands_in_place_of_the_last_window_and_gives_way_to_it(view: QtView) -> None:
    """One of the two at a time."""
    view.show_over(OVER)
    assert len(stands(OverWindow)) == 1
    view.show_wrong(the_form())
    assert (stands(OverWindow), len(stands(WrongWindow))) == ([], 1)
    view.show_wrong(the_form("failed"))
    assert len(stands(WrongWindow)) == 1
    view.close_wrong()
    assert stands(WrongWindow) == []
    view.show_over(OVER)
    assert len(stands(OverWindow)) == 1


def test_trouble_takes_no_form_away(view: QtView) -> None:
    """What the customer writes stands there still when its window is closed."""
    view.show_wrong(the_form())
    view.show_trouble(Trouble("A-122", "Something broke here.", "Nothing is seen."))
    assert len(stands(WrongWindow)) == 1
    view.close_all()
    assert stands(WrongWindow) == []


def test_everything_that_they_tell_reaches_the_core(view: QtView, heard: Heard) -> None:
    """Something was wrong, Send, Don't send, a rating: each under its own name."""
    view.show_over(Over((), None, "", "Ana Weber", "Nordlicht IT", rating=Rating(5, "Kind")))
    (over,) = stands(OverWindow)
    press(over, "Something was wrong")
    view.show_wrong(the_form())
    (form,) = stands(WrongWindow)
    press(form, "Send")
    press(form, "Don’t send")
    view.close_wrong()
    view.show_over(Over((), None, "", "Ana Weber", "Nordlicht IT", rating=Rating(5, "Kind")))
    (over,) = stands(OverWindow)
    press(over, "Close")
    assert heard.of("something_was_wrong") == [()]
    assert heard.of("complain") == [(frozenset({Wrong.RUDE}), "")]
    assert heard.of("keep_complaint") == [()]
    assert heard.of("rated") == [(5, "Kind")]
    assert heard.of("closed") == [("over",)]


def test_the_receipt_opens_as_a_file_of_this_computer(view: QtView, monkeypatch: pytest.MonkeyPatch) -> None:
    """In whatever shows pages here, and nothing but that file."""
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    view.show_over(OVER)
    press(stands(OverWindow)[0], "Show your receipt")
    assert [url.toString() for url in opened] == ["file:///home/x/receipt.html"]
