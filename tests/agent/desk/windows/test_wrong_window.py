"""The form "Something was wrong": its exact texts, who may send it, and what it never does."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton, QTextEdit

from agent.desk.view import Complaint, WrongShown
from agent.desk.windows import window as window_module
from agent.desk.windows.places import Places
from agent.desk.windows.wrong_window import WrongWindow
from consent.afterwards import Wrong
from tests.support.windows_scene import Heard, Spoken, comes_true

LINE = "Help line: 0800 123"
CALL = "If you think it was a scam, call your bank now. Use the number on your card."
LOCK = "We lock the recording so nobody can delete it, and send this to the quality team of Nordlicht IT."
TICKS = {
    Wrong.MONEY: "They asked about my bank or money",
    Wrong.LOOKED: "They looked at things they did not need",
    Wrong.IDENTITY: "They were not who they said",
    Wrong.RUDE: "They were rude or in a hurry",
    Wrong.OTHER: "Something else",
}


def shown(state: str = "open", wait: float = 0.0, why: str = "", **of_complaint: object) -> WrongShown:
    """Say what the form shows."""
    return WrongShown("Nordlicht IT", LINE, state, Complaint(**of_complaint), wait, why)  # type: ignore[arg-type]


class Form:
    """The form in a test's hand."""

    def __init__(self, heard: Heard, form: WrongShown) -> None:
        self.heard, self.shown = heard, form
        self.window = WrongWindow(Places(heard), form)
        self.window.sends.connect(heard.complain)
        self.window.keeps.connect(heard.keep_complaint)
        self.window.closed_by_customer.connect(heard.closed)
        self.window.appear()

    @property
    def says(self) -> list[str]:
        """Give the lines in sight, in reading order."""
        return [label.text() for label in self.window.findChildren(QLabel) if label.isVisible()]

    def tick(self, wrong: Wrong) -> None:
        """Tick a line."""
        next(box for box in self.window.findChildren(QCheckBox) if box.text() == TICKS[wrong]).click()

    def press(self, label: str) -> None:
        """Press a button."""
        next(button for button in self.window.findChildren(QPushButton) if button.text() == label).click()

    def write(self, text: str) -> None:
        """Write something."""
        field = self.window.findChild(QTextEdit)
        assert isinstance(field, QTextEdit)
        field.setPlainText(text)


@pytest.fixture
def form(heard: Heard) -> Form:
    """Give an empty form that stands there."""
    return Form(heard, shown())


def test_the_form_has_the_exact_words(form: Form) -> None:
    """Heading, five ticks, none of them set, what is done with it, and two answers (experience 2.8)."""
    boxes = form.window.findChildren(QCheckBox)
    assert [box.text() for box in boxes] == list(TICKS.values())
    assert not any(box.isChecked() for box in boxes)
    assert "What was wrong?" in form.says
    assert LOCK in form.says
    labels = [button.text() for button in form.window.findChildren(QPushButton)]
    assert [label for label in labels if label in {"Don’t send", "Send"}] == ["Don’t send", "Send"]


@pytest.mark.parametrize("wrong", list(Wrong))
def test_the_bank_comes_first_when_money_or_identity_is_ticked(form: Form, spoken: Spoken, wrong: Wrong) -> None:
    """Then the line stands before everything but the heading, with the country's help line, and is said aloud."""
    assert CALL not in form.says
    form.tick(wrong)
    is_scam = wrong in {Wrong.MONEY, Wrong.IDENTITY}
    assert (CALL in form.says, LINE in form.says) == (is_scam, is_scam)
    assert any(CALL in said for said in spoken.said) == is_scam
    if is_scam:
        assert form.says.index("What was wrong?") < form.says.index(CALL) < form.says.index(LOCK)
    form.tick(wrong)
    assert CALL not in form.says


def test_send_tells_what_is_ticked_and_written(form: Form) -> None:
    """Nothing more, and only when Send is pressed."""
    form.tick(Wrong.RUDE)
    form.tick(Wrong.OTHER)
    form.write("He shouted.")
    assert form.heard.of("complain") == []
    form.press("Send")
    assert form.heard.of("complain") == [(frozenset({Wrong.RUDE, Wrong.OTHER}), "He shouted.")]


def test_send_is_inert_for_two_seconds(heard: Heard) -> None:
    """No stray click or key sends it; the line above says why, and the button keeps its place and its focus."""
    form = Form(heard, shown(wait=60.0))
    form.tick(Wrong.MONEY)
    form.press("Send")
    assert heard.of("complain") == []
    assert "To send: read this first. It takes a moment." in form.says
    send = next(button for button in form.window.findChildren(QPushButton) if button.text() == "Send")
    assert send.isEnabled()
    assert send.accessibleDescription() == "To send: read this first. It takes a moment."


def test_send_says_what_is_missing(form: Form, spoken: Spoken) -> None:
    """With nothing ticked and nothing written it leads to the first tick, and says so aloud."""
    form.press("Send")
    assert form.heard.of("complain") == []
    assert spoken.said[-1] == "To send: tick what was wrong, or write it."
    form.write("x" * 1001)
    form.press("Send")
    assert form.heard.of("complain") == []
    assert "To send: make your words shorter. They are too long." in form.says
    form.write("x" * 1000)
    form.press("Send")
    assert len(form.heard.of("complain")) == 1


@pytest.mark.parametrize("how", ["button", "esc", "close"])
def test_not_to_send_is_one_press(form: Form, how: str) -> None:
    """Don't send, Esc and closing send nothing."""
    form.tick(Wrong.MONEY)
    if how == "button":
        form.press("Don’t send")
    elif how == "esc":
        QTest.keyClick(form.window, Qt.Key.Key_Escape)
    else:
        form.window.close()
    assert form.heard.of("complain") == []
    assert form.heard.of("keep_complaint") == [()] or form.heard.of("closed") == [("wrong",)]


def test_early_keys_answer_nothing(heard: Heard, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was being typed when it came up ticks and sends nothing."""
    form = Form(heard, shown(wrong={Wrong.MONEY}))
    for part in (form.window, *form.window.findChildren(QPushButton), *form.window.findChildren(QCheckBox)):
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Space):
            part.setFocus()
            QTest.keyClick(part, key)
    assert (heard.of("complain"), heard.of("keep_complaint")) == ([], [])
    assert form.shown.complaint.wrong == {Wrong.MONEY}
    monkeypatch.setattr(window_module, "ARRIVAL_SECONDS", 0.0)
    send = next(button for button in form.window.findChildren(QPushButton) if button.text() == "Send")
    send.setFocus()
    QTest.keyClick(send, Qt.Key.Key_Return)
    assert len(heard.of("complain")) == 1


def test_what_could_not_be_sent_stays_and_says_why(form: Form, spoken: Spoken) -> None:
    """While it is being sent nothing can be changed; afterwards it can be sent again as it was."""
    form.tick(Wrong.MONEY)
    form.write("Card!")
    kept = form.shown.complaint
    form.window.show_wrong(WrongShown("Nordlicht IT", LINE, "sending", kept, 0.0))
    form.press("Send")
    assert form.heard.of("complain") == []
    assert "It is being sent." in form.says
    form.window.show_wrong(WrongShown("Nordlicht IT", LINE, "failed", kept, 0.0, "No line. Try again."))
    assert "No line. Try again." in form.says
    assert "No line. Try again." in spoken.said
    form.press("Send")
    assert form.heard.of("complain") == [(frozenset({Wrong.MONEY}), "Card!")]


def test_the_form_can_be_made_anew_with_what_it_held(form: Form, heard: Heard) -> None:
    """Another language makes the window anew: ticks and words are there again."""
    form.tick(Wrong.IDENTITY)
    form.write("Not from the firm")
    again = Form(heard, form.shown)
    assert [box.isChecked() for box in again.window.findChildren(QCheckBox)] == [False, False, True, False, False]
    field = again.window.findChild(QTextEdit)
    assert isinstance(field, QTextEdit)
    assert field.toPlainText() == "Not from the firm"
    assert CALL in again.says


def test_where_no_help_line_is_known_none_is_shown(heard: Heard) -> None:
    """No number is better than a wrong one."""
    form = Form(heard, WrongShown("Nordlicht IT", "", "open", Complaint({Wrong.MONEY}), 0.0))
    assert CALL in form.says
    assert not any("Help line" in line for line in form.says)


def test_the_wait_is_counted_by_the_clock(heard: Heard) -> None:
    """After it, the line above says that it can be sent."""
    form = Form(heard, shown(wait=0.2, wrong={Wrong.RUDE}))
    assert comes_true(lambda: "You can send now." in form.says, 2000)


def test_the_wait_is_counted_anew_when_the_advice_comes_into_the_form(heard: Heard) -> None:
    """The core counts anew as well when the window changes; the form says so, and is not refused."""
    form = Form(heard, shown(wait=0.3, wrong={Wrong.RUDE}))
    assert comes_true(lambda: "You can send now." in form.says, 2000)
    form.tick(Wrong.MONEY)
    assert comes_true(lambda: "To send: read this first. It takes a moment." in form.says, 2000)
    assert comes_true(lambda: "You can send now." in form.says, 2000)


def test_the_field_says_what_it_is_for_and_has_an_edge(heard: Heard) -> None:
    """As long as nothing is written the words stand in it; its edge is that of every field."""
    window = WrongWindow(Places(heard), shown())
    field = window.findChildren(QTextEdit)[0]
    assert field.placeholderText() == "In your own words"
    assert "QTextEdit" in next(line for line in window.styleSheet().splitlines() if "border-radius: 4px;" in line
                                    and "QLineEdit" in line)  # fmt: skip
