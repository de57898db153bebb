"""The check's windows: two questions, the warning, the full stop (experience 2.3). No code stands anywhere yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QHBoxLayout, QPushButton, QRadioButton, QVBoxLayout, QWidget

from agent.desk.check import Began, Page, Sign
from agent.desk.windows.window import DeskWindow, button_row, named, told, words

if TYPE_CHECKING:
    from agent.desk.view import CheckShown
    from agent.desk.windows.places import Places

WRONG_ANSWER_SECONDS = 10.0
CLOSE_AND_CALL, GO_ON_LOOKING = "Close and call back", "Go on, looking only"
CLOSE_ATTENDED, WRONG_ANSWER = "Close Attended", "I picked the wrong answer"

BEGAN = {
    Began.ASKED: "I asked for help. I called or wrote to them first. (They may have called me back.)",
    Began.CALLED: "They called me or wrote to me.",
    Began.MESSAGE: "A message on my screen gave me a number.",
    Began.UNSURE: "I am not sure.",
}
SIGNS = {
    Sign.BANK: "Log in to your bank, or move money",
    Sign.CARDS: "Buy gift cards or online coins",
    Sign.SECRECY: "Keep this call a secret",
    Sign.COACHED: "Ignore a warning, or pick a certain answer here",
    Sign.ANOTHER: "Add another remote help program",
}
NONE = "No, none of these"
CHOOSE_ONE = "To go on: choose the answer that fits."
TICK_ONE = "To go on: tick what fits, or “No, none of these”."
GO_ON = "You can go on now."


class CheckWindow(DeskWindow):
    """Asks both questions, one after the other, in one place. Nothing is chosen beforehand."""

    began = Signal(object)
    signs = Signal(object)
    went_back = Signal()

    def __init__(self, places: Places) -> None:
        super().__init__("check", "Attended", places)
        self.setWindowTitle("Attended · before we start")
        self._holder = QWidget()
        self._page: _Began | _Signs | None = None
        self._missing = words("", "text")
        self._first, self._go_on = QPushButton("Close"), QPushButton("Continue")
        self._first.clicked.connect(self._press_first)
        self._go_on.clicked.connect(self._press_go_on)
        self.pinned.addWidget(self._missing)
        self.pinned.addLayout(button_row(self._first, self._go_on))
        self.placed.connect(self._arrived)

    def show_page(self, shown: CheckShown) -> None:
        """Show a question; the first one with the answer that was given before, if there was one."""
        self._holder.hide()
        self.body.removeWidget(self._holder)
        self._holder.deleteLater()
        self._page = self._holder = _Began(shown.began) if shown.page is Page.BEGAN else _Signs()
        self.body.addWidget(self._holder)
        self._first.setText("Close" if shown.page is Page.BEGAN else "Back")
        self._page.changed.connect(self._freshen)
        self.keep_early_keys()
        self._freshen()
        if self.isVisible():
            self._page.show()  # a part that is not shown yet counts for nothing when the place is measured
            self.fit()
            self._page.heading.setFocus()
        else:
            self.appear()

    def _arrived(self) -> None:
        if self._page is not None:
            self._page.heading.setFocus()

    def _freshen(self) -> None:
        lacks = self._lacks()
        self._missing.setText(lacks or GO_ON)
        self._go_on.setAccessibleName("Continue." if not lacks else f"Continue. Not ready: {lacks}")

    def _lacks(self) -> str:
        page = self._page
        if page is None or page.is_answered():
            return ""
        return CHOOSE_ONE if isinstance(page, _Began) else TICK_ONE

    def _press_first(self) -> None:
        if isinstance(self._page, _Signs):
            self.went_back.emit()
        else:
            self.close()

    def _press_go_on(self) -> None:
        page = self._page
        if page is None:
            return
        if not page.is_answered():
            page.first().setFocus()
        elif isinstance(page, _Began):
            self.began.emit(page.chosen())
        else:
            self.signs.emit(page.chosen())


class _Began(QWidget):
    """How did this start?"""

    changed = Signal()

    def __init__(self, chosen: Began | None) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.heading = _headline(column, "Before we start", "1 of 2")
        column.addWidget(words("Nobody can see your screen yet. Two short questions keep you safe."))
        column.addWidget(words("How did this start?"))
        self._group = QButtonGroup(self)
        for place, (began, text) in enumerate(BEGAN.items()):
            radio = told(QRadioButton(), f"How did this start? {text}")
            radio.setChecked(began is chosen)
            self._group.addButton(radio, place)
            column.addLayout(_with_words(radio, text))
        column.addWidget(
            words(
                "Choose for yourself. If someone tells you which answer to pick, that is a sign of a scam.", "caution"
            )
        )
        self._group.idToggled.connect(lambda *_: self.changed.emit())

    def is_answered(self) -> bool:
        """Say whether one is chosen."""
        return self._group.checkedId() >= 0

    def chosen(self) -> Began:
        """Give the chosen answer."""
        return list(BEGAN)[self._group.checkedId()]

    def first(self) -> QWidget:
        """Give the first answer."""
        return self._group.button(0)


class _Signs(QWidget):
    """Has anyone asked you to do any of these today?"""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.heading = _headline(column, "Before we start", "2 of 2")
        column.addWidget(words("Has anyone asked you to do any of these today?"))
        self._boxes = {sign: QCheckBox(text) for sign, text in SIGNS.items()}
        for box in self._boxes.values():
            box.toggled.connect(self._ticked)
            column.addWidget(box)
        column.addWidget(words("or", "soft"))
        self._none = QCheckBox(NONE)
        self._none.toggled.connect(self._none_ticked)
        column.addWidget(self._none)

    def is_answered(self) -> bool:
        """Say whether anything is ticked."""
        return self._none.isChecked() or bool(self.chosen())

    def chosen(self) -> frozenset[Sign]:
        """Give what is ticked; nothing for "none of these"."""
        return frozenset(sign for sign, box in self._boxes.items() if box.isChecked())

    def first(self) -> QWidget:
        """Give the first box."""
        return next(iter(self._boxes.values()))

    def _ticked(self, on: bool) -> None:  # noqa: FBT001 - the box's own word
        if on:
            self._none.setChecked(False)
        self.changed.emit()

    def _none_ticked(self, on: bool) -> None:  # noqa: FBT001 - as above
        if on:
            for box in self._boxes.values():
                box.setChecked(False)
        self.changed.emit()


class WarningWindow(DeskWindow):
    """A warning of the check: the safe button stands out, is the default, and is what Esc does."""

    pressed = Signal()

    def __init__(self, places: Places, shown: CheckShown) -> None:
        super().__init__("check", "Attended", places)
        is_stop = shown.page is Page.STOP
        title, lines = _stop(shown.help_line) if is_stop else _UNSURE
        self.setWindowTitle(f"Attended · {title}")
        heading = words(title, "heading", focusable=True)
        self.body.addWidget(heading)
        for line in lines:
            self.body.addWidget(words(line))
        safe = named(QPushButton(CLOSE_ATTENDED if is_stop else CLOSE_AND_CALL), "filled")
        safe.setDefault(True)
        safe.clicked.connect(self.close)
        self._other = QPushButton(WRONG_ANSWER if is_stop else GO_ON_LOOKING)
        self._other.clicked.connect(self._press)
        self._waits = WRONG_ANSWER_SECONDS if is_stop else 0.0
        self._wait = words("", "soft")
        self._wait.setVisible(is_stop)
        self.pinned.addWidget(self._wait)
        self.pinned.addLayout(button_row(safe, self._other))
        self._clock = QTimer(self, interval=200)
        self._clock.timeout.connect(self._freshen)
        self.keep_early_keys()
        self._heading = heading
        self.placed.connect(self._arrived)

    def escape(self) -> None:
        """Do as the safe button does."""
        self.close()

    def _arrived(self) -> None:
        self._clock.start()
        self._heading.setFocus()
        self._freshen()

    def _left(self) -> int:
        stood = self._stood.elapsed() / 1000 if self._stood.isValid() else 0.0
        return max(0, round(self._waits - stood + 0.5)) if stood < self._waits else 0

    def _freshen(self) -> None:
        left = self._left()
        if not self._waits:
            return
        self._wait.setText(f"Read this first. You can go back in {left} seconds." if left else "You can go back now.")
        self._other.setAccessibleName(WRONG_ANSWER + (f". Not ready for {left} seconds." if left else "."))

    def _press(self) -> None:
        if not self._left():
            self.pressed.emit()


_UNSURE = (
    "Are you sure who this is?",
    (
        "Anyone can say they work for a firm you know. The number on your phone can be fake.",
        "The safe way: hang up and wait a minute. Then call the firm on a number you find yourself.",
        (
            "If you go on, they can look at your screen and read a health report. They cannot use your mouse, your "
            "files or what you copy."
        ),
    ),
)


def _stop(help_line: str) -> tuple[str, tuple[str, ...]]:
    lines = (
        "Real helpers do not work like this. Thieves do.",
        "1  Hang up now. You do not have to say why.",
        "2  Do not open your bank. Do not type a password.",
        "3  Did you pay, or tell them a password? Call your bank now. Use the number on your card.",
        "4  Still need help? Call a number you know, such as one on a bill.",
    )
    return "Stop here. This looks like a scam.", (*lines, help_line) if help_line else lines


def _headline(column: QVBoxLayout, title: str, place: str) -> QWidget:
    heading = words(title, "heading", focusable=True)
    row = QHBoxLayout()
    row.addWidget(heading, 1)
    row.addWidget(words(place, "soft"), 0, Qt.AlignmentFlag.AlignTop)
    column.addLayout(row)
    return heading


def _with_words(radio: QRadioButton, text: str) -> QHBoxLayout:
    """Stand a radio button beside words that wrap; a press on the words chooses it, too."""
    row = QHBoxLayout()
    row.setSpacing(4)
    label = words(text)
    label.setBuddy(radio)
    label.mousePressEvent = lambda _event: radio.setChecked(True)  # type: ignore[method-assign]
    row.addWidget(radio, 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(label, 1)
    return row
