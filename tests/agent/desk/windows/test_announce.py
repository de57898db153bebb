import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QWidget

from agent.desk.windows.announce import announce, is_time_to_say
from tests.support.windows_scene import Spoken


def test_a_change_is_said_politely_and_what_is_urgent_at_once(application: QApplication, spoken: Spoken) -> None:
    """Live, stopped and a lost line break into what is being said; all else waits its turn."""
    widget = QWidget()
    announce(widget, "Waiting for your helper.")
    announce(widget, "Stopped. Nothing is seen.", assertive=True)
    assert spoken.said == ["Waiting for your helper.", "Stopped. Nothing is seen."]
    assert spoken.at_once == ["Stopped. Nothing is seen."]


def test_the_event_goes_out(application: QApplication) -> None:
    """Qt takes it, whether or not somebody listens."""
    widget = QWidget()
    assert QAccessible.queryAccessibleInterface(widget) is not None
    announce(widget, "Waiting for your helper.")


@pytest.mark.parametrize(
    ("before", "now", "spoken"),
    [(301, 300, True), (300, 299, False), (121, 119.5, True), (61, 60, True), (31, 30, True), (30, 29, False)],
)
def test_time_is_spoken_at_four_moments(before: float, now: float, spoken: bool) -> None:  # noqa: FBT001 - a table
    """At five, two and one minute and at thirty seconds, once each."""
    assert is_time_to_say(before, now) is spoken
