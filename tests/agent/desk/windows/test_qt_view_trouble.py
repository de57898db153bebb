"""Trouble among the other windows: it is read before the end is told, and goes when there is a code again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from agent.desk.troubles import trouble
from agent.desk.view import Over
from agent.desk.windows.end_windows import OverWindow
from agent.desk.windows.qt_view import QtView
from agent.desk.windows.trouble_window import TroubleWindow
from protocol.errors import EngineDied, RelayUnreachable
from tests.support.windows_scene import Heard

OVER = Over((("14:02", "Something broke here, so everything stopped"),), "/home/x/receipt.html")


@pytest.fixture
def view(heard: Heard) -> Iterator[QtView]:
    """Give the windows."""
    made = QtView(heard)
    yield made
    made.close_all()


def standing(kind: type[QWidget]) -> list[QWidget]:
    """Give the windows of a kind that can be seen."""
    return [window for window in QApplication.topLevelWidgets() if isinstance(window, kind) and window.isVisible()]


def press(label: str) -> None:
    """Press a button of the trouble that stands."""
    (window,) = standing(TroubleWindow)
    next(part for part in window.findChildren(QPushButton) if part.text() == label).click()


def test_what_went_wrong_is_read_before_the_end_is_told(heard: Heard, view: QtView) -> None:
    """A dead engine is told with a way on; Close leads to the receipt, and does not end the program."""
    view.show_trouble(trouble(EngineDied, "relay.example"))
    view.show_over(OVER)
    assert (len(standing(TroubleWindow)), standing(OverWindow)) == (1, [])
    press("Close")
    assert (standing(TroubleWindow), len(standing(OverWindow))) == ([], 1)
    assert (heard.of("pressed"), heard.of("closed")) == ([], [])


def test_closing_it_by_other_means_leads_there_too(heard: Heard, view: QtView) -> None:
    """Esc and the window's own button do as Close does."""
    view.show_trouble(trouble(EngineDied, "relay.example"))
    view.show_over(OVER)
    (window,) = standing(TroubleWindow)
    window.close()
    assert len(standing(OverWindow)) == 1
    assert heard.of("closed") == []


@pytest.mark.parametrize("how", ["Close", "its own button"])
def test_the_end_is_told_as_well_when_it_comes_after(heard: Heard, view: QtView, how: str) -> None:
    """It was read quickly, while the end was still being written down: the last window follows by itself."""
    view.show_trouble(trouble(EngineDied, "relay.example"))
    (window,) = standing(TroubleWindow)
    if how == "Close":
        press("Close")
    else:
        window.close()
    assert standing(TroubleWindow) == []
    assert (heard.of("pressed"), heard.of("closed")) in [([("Close",)], []), ([], [("trouble",)])]
    view.show_over(OVER)
    assert len(standing(OverWindow)) == 1


def test_starting_again_leaves_the_end_untold(heard: Heard, view: QtView) -> None:
    """The receipt is in its folder; the next code comes."""
    view.show_trouble(trouble(EngineDied, "relay.example"))
    view.show_over(OVER)
    press("Start again")
    assert heard.of("pressed") == [("Start again",)]
    assert standing(OverWindow) == []


def test_without_an_end_to_tell_close_ends_the_program(heard: Heard, view: QtView) -> None:
    """There was no session."""
    view.show_trouble(trouble(RelayUnreachable, "relay.example", again_in=5.0))
    press("Close")
    assert heard.of("pressed") == [("Close",)]


def test_the_next_look_at_a_relay_disturbs_nobody(view: QtView) -> None:
    """The same trouble is said anew in its place: no window comes up, and the countdown begins again."""
    view.show_trouble(trouble(RelayUnreachable, "relay.example", again_in=5.0))
    (first,) = standing(TroubleWindow)
    view.show_trouble(trouble(RelayUnreachable, "relay.example", again_in=10.0))
    assert standing(TroubleWindow) == [first]
    assert "We try again in 10 seconds." in " ".join(label.text() for label in first.findChildren(QLabel))
    view.show_trouble(trouble(EngineDied, "relay.example"))
    assert standing(TroubleWindow) != [first]


def test_trouble_goes_when_there_is_a_code_again(view: QtView) -> None:
    """The relay answered at the next look, which nobody had to press for."""
    view.show_trouble(trouble(RelayUnreachable, "relay.example", again_in=5.0))
    view.show_code("4821-739205-1", 600)
    assert standing(TroubleWindow) == []
