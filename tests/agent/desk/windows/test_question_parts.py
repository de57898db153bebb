from PySide6.QtWidgets import QApplication

from agent.desk.view import Item, MonitorChoice
from agent.desk.windows.question_parts import Chosen, Expected, HowLong, Ticks
from consent.scopes import Scope
from tests.support.windows_scene import a_question

SCREENS = (MonitorChoice(4, "Screen 1", 8, 6), MonitorChoice(7, "Screen 2", 8, 6))


def test_all_screens_are_all_ids(application: QApplication) -> None:
    """Choosing "All" gives every screen's id."""
    ticks = Ticks(a_question(monitors=SCREENS))
    box, _, _, everything = ticks.controls()
    box.setChecked(True)
    assert ticks.needs_screen()
    everything.setChecked(True)

    assert ticks.chosen() == Chosen(frozenset({Scope.VIEW}), (4, 7))


def test_a_single_screen_needs_no_choice(application: QApplication) -> None:
    """With one monitor there is nothing to choose, and its id is given."""
    ticks = Ticks(a_question(monitors=(), all_monitors=(4,)))
    ticks.controls()[0].setChecked(True)

    assert not ticks.needs_screen()
    assert ticks.chosen().monitors == (4,)


def test_screens_go_only_with_seeing_the_screen(application: QApplication) -> None:
    """A yes to something else names no screen."""
    items = (Item(Scope.VIEW, "See", ("…",)), Item(Scope.REPORT, "Report", ("…",)))
    ticks = Ticks(a_question(items=items, monitors=SCREENS))
    ticks.controls()[1].setChecked(True)

    assert ticks.chosen() == Chosen(frozenset({Scope.REPORT}), ())


def test_expected_has_no_answer_at_first(application: QApplication) -> None:
    """Nothing is answered for the customer."""
    expected = Expected(a_question())
    assert expected.answer() is None
    expected.controls()[2].setChecked(True)
    assert expected.answer() == "not sure"


def test_the_shortest_time_is_set(application: QApplication) -> None:
    """The shorter time is set; no time is set where none is offered."""
    assert HowLong(a_question(minutes_offered=(10, 20))).minutes() == 10
    assert HowLong(a_question(minutes_offered=())).minutes() == 0
