import pytest
from PySide6.QtWidgets import QApplication

from agent.desk.windows.question_parts import Chosen, Expected, HowLong, Roomy, Ticks
from agent.desk.windows.sight import sight
from consent.scopes import Scope
from tests.support.question_scene import SCREENS, a_whole_question, asked


def test_all_screens_are_all_ids(application: QApplication) -> None:
    """Choosing "All" gives every screen's id."""
    ticks = Ticks(a_whole_question(monitors=SCREENS))
    box, _, _, everything = ticks.controls()
    box.setChecked(True)
    assert ticks.needs_screen()
    everything.setChecked(True)

    assert ticks.chosen() == Chosen(frozenset({Scope.VIEW}), (1, 2))


def test_a_single_screen_needs_no_choice(application: QApplication) -> None:
    """With one monitor there is nothing to choose, and its id is given."""
    ticks = Ticks(a_whole_question())
    ticks.controls()[0].setChecked(True)

    assert not ticks.needs_screen()
    assert ticks.chosen().monitors == (1,)


def test_screens_go_only_with_seeing_the_screen(application: QApplication) -> None:
    """A yes to something else names no screen."""
    ticks = Ticks(a_whole_question(asked("first", Scope.VIEW, Scope.REPORT), monitors=SCREENS))
    ticks.controls()[1].setChecked(True)

    assert ticks.chosen() == Chosen(frozenset({Scope.REPORT}), ())


def test_where_nothing_is_to_tick_all_of_it_is_meant(application: QApplication) -> None:
    """More time is for what lives already, as a whole."""
    ticks = Ticks(a_whole_question(asked("more time", Scope.VIEW, Scope.CONTROL, minutes=42)))
    assert not ticks.needs_tick()
    assert ticks.chosen() == Chosen(frozenset({Scope.VIEW, Scope.CONTROL}), ())


def test_expected_has_no_answer_at_first_and_loses_it_again(application: QApplication) -> None:
    """Nothing is answered for the customer, and going back takes the answer away."""
    expected = Expected(a_whole_question())
    assert expected.answer() is None
    expected.controls()[2].setChecked(True)
    assert expected.answer() == "not sure"
    expected.clear()
    assert expected.answer() is None
    expected.controls()[0].setChecked(True)
    expected.controls()[1].setChecked(True)
    assert expected.answer() == "no"
    assert not expected.controls()[0].isChecked()


@pytest.mark.parametrize(("kind", "minutes", "is_set"), [("first", 20, 15), ("first", 10, 10), ("later", 30, 0)])
def test_the_shortest_time_is_set(application: QApplication, kind: str, minutes: int, is_set: int) -> None:
    """The shorter time is set; no time is set where none is offered."""
    assert HowLong(a_whole_question(asked(kind, minutes=minutes))).minutes() == is_set  # type: ignore[arg-type]


def test_no_part_shows_itself(application: QApplication) -> None:
    """Made, and not yet in a window, it is no window of its own."""
    question = a_whole_question(monitors=SCREENS)
    parts = (Expected(question), Ticks(question), HowLong(question))
    assert not any(part.isVisible() for part in parts)


def test_a_button_has_room_for_its_longest_words(application: QApplication) -> None:
    """What it says now does not change how wide it wants to be."""
    button = Roomy()
    button.setStyleSheet(sight().theme().style_sheet())
    button.ensurePolished()
    button.make_room(["Allow", "Allow 2 things for 30 minutes"])
    widths = set()
    for label in ("Allow", "Allow 2 things for 30 minutes"):
        button.setText(label)
        widths.add(button.sizeHint().width())
    assert len(widths) == 1
