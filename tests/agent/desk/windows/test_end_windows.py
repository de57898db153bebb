import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QRadioButton

from agent.desk.keeping import UNSAVED
from agent.desk.view import SAVE_AGAIN, Over, Rating
from agent.desk.windows import window as window_module
from agent.desk.windows.end_windows import OverWindow
from agent.desk.windows.places import Places
from tests.support.windows_scene import Heard

LINES = (
    ("14:02", "You let Ana Weber see Screen 1 for 15 min"),
    ("14:05", "You let them use mouse and keyboard"),
    ("14:11", "Health report: 39 lines sent, 7 crossed out"),
    ("14:16", "You pressed Stop"),
)
PATH = "/home/x/Documents/Attended receipts/1/receipt.html"


def an_over(**changes: object) -> Over:
    """Give the end of an ordinary session."""
    values: dict[str, object] = {
        "lines": LINES,
        "receipt_path": PATH,
        "name": "Ana Weber",
        "organisation": "Nordlicht IT",
        "rating": Rating(),
    }
    return Over(**(values | changes))  # type: ignore[arg-type]  # a test names only what it changes


class Last:
    """The last window in a test's hand."""

    def __init__(self, heard: Heard, over: Over) -> None:
        self.heard = heard
        self.window = OverWindow(Places(heard), over)
        self.window.pressed.connect(heard.pressed)
        self.window.closed_by_customer.connect(heard.closed)
        self.window.rated.connect(heard.rated)
        self.window.was_wrong.connect(heard.something_was_wrong)
        self.window.shows_receipt.connect(heard.shows_receipt)
        self.window.appear()

    @property
    def says(self) -> list[str]:
        """Give the lines in sight."""
        return [label.text() for label in self.window.findChildren(QLabel) if label.isVisible()]

    def button(self, label: str) -> QPushButton:
        """Find a button."""
        return next(part for part in self.window.findChildren(QPushButton) if part.text() == label)

    def point(self, number: int) -> QRadioButton:
        """Find one of the five points."""
        return self.window.findChildren(QRadioButton)[number - 1]


def test_over_says_in_these_words_that_it_is_over(heard: Heard) -> None:
    """Who can see nothing any more, that nothing is left running, and every line with its time (acceptance 35)."""
    says = Last(heard, an_over()).says
    assert says.index("It is over") < says.index("Ana Weber can no longer see or do anything here.")
    assert "Nothing of Attended is left running." in says
    for time, words in LINES:
        assert says[says.index(words) - 1] == time
    assert "It proves what you allowed, and lets you watch your own recording." in says
    assert any(PATH in line for line in says)


def test_where_nobody_was_proven_it_names_nobody(heard: Heard) -> None:
    """There is nobody to rate and nobody to complain of."""
    last = Last(heard, an_over(name="", organisation="", receipt_path=None, lines=()))
    assert "They can no longer see or do anything here." in last.says
    labels = [part.text() for part in last.window.findChildren(QPushButton)]
    assert "Something was wrong" not in labels
    assert last.window.findChildren(QRadioButton) == []


def test_the_receipt_is_shown_by_one_press(heard: Heard) -> None:
    """The button names the file that is kept."""
    QTest.mouseClick(Last(heard, an_over()).button("Show your receipt"), Qt.MouseButton.LeftButton)
    assert heard.of("shows_receipt") == [(PATH,)]


def test_how_it_was_is_told_when_close_is_pressed(heard: Heard) -> None:
    """Five points and a word; none is chosen beforehand."""
    last = Last(heard, an_over())
    points = last.window.findChildren(QRadioButton)
    assert [point.text() for point in points] == ["1 bad", "2", "3", "4", "5 very good"]
    assert not any(point.isChecked() for point in points)
    assert "How was it?" in last.says
    last.point(2).click()
    last.point(4).click()
    field = last.window.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    assert field.placeholderText() == "a word about it, if you like"
    field.setText("Kind")
    assert heard.of("rated") == []
    QTest.mouseClick(last.button("Close"), Qt.MouseButton.LeftButton)
    assert heard.of("rated") == [(4, "Kind")]
    assert heard.of("closed") == [("over",)]


@pytest.mark.parametrize("how", ["esc", "the window's own way"])
def test_no_other_way_of_closing_tells_how_it_was(heard: Heard, how: str) -> None:
    """Esc and the corner close, and what was chosen stays with the customer."""
    last = Last(heard, an_over())
    last.point(5).click()
    if how == "esc":
        QTest.keyClick(last.window, Qt.Key.Key_Escape)
    else:
        last.window.close()
    assert heard.of("rated") == []
    assert heard.of("closed") == [("over",)]


def test_close_alone_tells_nothing(heard: Heard) -> None:
    """A word without points is not sent either: nothing is chosen."""
    last = Last(heard, an_over(rating=Rating(0, "Hm")))
    QTest.mouseClick(last.button("Close"), Qt.MouseButton.LeftButton)
    assert heard.of("rated") == []


def test_what_was_chosen_is_there_when_the_window_is_made_anew(heard: Heard) -> None:
    """In another language, or after the form: points and word are not lost."""
    over = an_over()
    first = Last(heard, over)
    first.point(3).click()
    field = first.window.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    field.setText("So so")
    again = Last(heard, over)
    assert again.point(3).isChecked()
    QTest.mouseClick(again.button("Close"), Qt.MouseButton.LeftButton)
    assert heard.of("rated") == [(3, "So so")]


def test_something_was_wrong_is_one_press_away(heard: Heard) -> None:
    """It stands beside Close; what became of a complaint is said at the top."""
    last = Last(heard, an_over(said="The recording is locked."))
    QTest.mouseClick(last.button("Something was wrong"), Qt.MouseButton.LeftButton)
    assert heard.of("something_was_wrong") == [()]
    assert heard.of("closed") == []
    assert "The recording is locked." in last.says


def test_every_point_has_a_name_that_says_what_it_means(heard: Heard) -> None:
    """Who listens to the screen hears the question with each of them."""
    names = [point.accessibleName() for point in Last(heard, an_over()).window.findChildren(QRadioButton)]
    assert names[0] == "How was it? 1 of 5, bad"
    assert names[2] == "How was it? 3 of 5"
    assert names[4] == "How was it? 5 of 5, very good"


def test_a_receipt_that_is_not_saved_is_not_thrown_away_by_one_key(heard: Heard) -> None:
    """The window says it, Esc keeps it open, and the safe button asks to save it again."""
    last = Last(heard, an_over(receipt_path=None, note="Your receipt could not be saved."))
    assert last.button(SAVE_AGAIN).isDefault()
    last.window.escape()
    QTest.mouseClick(last.button(SAVE_AGAIN), Qt.MouseButton.LeftButton)

    assert "Your receipt could not be saved." in last.says
    assert heard.of("closed") == []
    assert heard.of("pressed") == [(SAVE_AGAIN,)]


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_a_key_meant_for_something_else_answers_nothing(heard: Heard, key: Qt.Key) -> None:
    """What was being typed when the window came up presses none of its buttons, wherever the focus is."""
    last = Last(heard, an_over())
    for part in (last.window, *last.window.findChildren(QPushButton), *last.window.findChildren(QRadioButton)):
        part.setFocus()
        QTest.keyClick(part, key)
    assert last.window.isVisible()
    assert [heard.of(name) for name in ("closed", "pressed", "rated", "something_was_wrong")] == [[], [], [], []]


def test_later_the_keys_answer_and_esc_does_at_any_time(heard: Heard, monkeypatch: pytest.MonkeyPatch) -> None:
    """Esc closes at once; Enter presses the button that has the focus once the window has stood."""
    first = Last(heard, an_over())
    QTest.keyClick(first.window, Qt.Key.Key_Escape)
    assert not first.window.isVisible()
    monkeypatch.setattr(window_module, "ARRIVAL_SECONDS", 0.0)
    second = Last(heard, an_over())
    close = second.button("Close")
    close.setFocus()
    QTest.keyClick(close, Qt.Key.Key_Return)
    assert not second.window.isVisible()


def test_a_receipt_that_is_not_saved_is_told_before_what_was_allowed(heard: Heard) -> None:
    """On a low screen the rest is scrolled to; what is still to be done is seen at once."""
    window = Last(heard, an_over(receipt_path=None, note=UNSAVED.said())).window
    shown = window.findChildren(QLabel)
    warning, first = (next(each for each in shown if words in each.text()) for words in (UNSAVED.said(), LINES[0][1]))
    assert warning.mapTo(window, QPoint(0, 0)).y() < first.mapTo(window, QPoint(0, 0)).y()
