"""A question's window with a clock of its own, and what a person does in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QLabel,
    QLayout,
    QPushButton,
    QRadioButton,
    QWidget,
)

from agent.desk import question_words as words
from agent.desk.view import Asker, Decision, Match, MonitorChoice, Question, Trust
from agent.desk.windows.places import Places
from agent.desk.windows.question_window import QuestionWindow
from consent.scopes import Scope
from tests.support.windows_scene import Heard

Part = TypeVar("Part", bound=QWidget)
ANA = Asker("Ana Weber", "technician", "Nordlicht IT", "nordlicht.example", Trust.KNOWN, "", "2027-03-31")
HELP = Asker("Ana", "technician", "Help Ltd", "help.example", Trust.FIRST, "", "2027-03-31")
MET = Asker("Ana", "technician", "Help Ltd", "help.example", Trust.MET, "2026-10-03", "2027-03-31")
KEPT = words.Kept(90, ("Lee", "Kim", "Jo"), ("Safe",), typed_keys_readable=False)
SCREENS = (MonitorChoice(1, "Screen 1", 800, 600), MonitorChoice(2, "Screen 2", 800, 600, 800, 0))


def asked(
    kind: words.Kind = "first",
    *scopes: Scope,
    minutes: int = 30,
    match: Match | None = None,
    expected: str = "Nordlicht",
    changed: bool = False,
    ticket: str = "4711",
    minutes_left: int = 12,
    named: str = "id",
) -> words.Asked:
    """Ask."""
    return words.Asked(
        named, kind, scopes or (Scope.VIEW,), minutes, minutes_left, "to fix a fault", "The printer does not print.",
        ticket, expected if match else "", match, changed, None, "2026-11-22",
    )  # fmt: skip


def a_whole_question(
    question: words.Asked | None = None, asker: Asker = ANA, monitors: tuple[MonitorChoice, ...] = SCREENS[:1]
) -> Question:
    """Put one into words, as the core does."""
    return words.question(asker, question or asked(), KEPT, monitors)


class QuestionScene:
    """One window that asks; `answers` holds what it told."""

    def __init__(self, heard: Heard) -> None:
        self.heard = heard
        self.now = 100.0
        self.is_covered = False
        self.places = Places(heard)
        self.window = QuestionWindow(self.places, lambda _window: self.is_covered, lambda: self.now)
        self.window.answered.connect(heard.answered)
        self.window.wants_time.connect(heard.more_time)

    def asks(self, question: Question | None = None) -> QuestionScene:
        """Ask, for seeing the only screen unless told otherwise."""
        self.window.ask(question or a_whole_question())
        QApplication.processEvents()
        return self

    def waits(self, seconds: float) -> QuestionScene:
        """Let time pass."""
        self.now += seconds
        self.window._freshen()
        return self

    def fills(self) -> QuestionScene:
        """Say that this person was expected, tick the first thing, and choose the first screen if there are some."""
        for radio in self.parts(QRadioButton):
            if radio.text() in {"Yes", "Screen 1"}:
                radio.setChecked(True)
        for box in self.parts(QCheckBox)[:1]:
            box.setChecked(True)
        return self

    def presses(self, beginning: str) -> QuestionScene:
        """Press a button by mouse."""
        QTest.mouseClick(self.button(beginning), Qt.MouseButton.LeftButton)
        return self

    def comes_to(self, beginning: str) -> QuestionScene:
        """Go to a button by keyboard."""
        self.button(beginning).setFocus()
        return self

    def keys(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> QuestionScene:
        """Press a key where the keyboard is."""
        QTest.keyClick(self.window.focusWidget() or self.window, key, modifier)
        return self

    @property
    def answers(self) -> list[Decision]:
        """Give what was told."""
        return [values[1] for values in self.heard.of("answered") if isinstance(values[1], Decision)]

    @property
    def missing(self) -> str:
        """Give the line above the answers."""
        return self.window._missing.text()

    def button(self, beginning: str) -> QPushButton:
        """Find a button that is seen."""
        return next(part for part in self.parts(QPushButton) if part.text().startswith(beginning))

    def radio(self, text: str) -> QRadioButton:
        """Find a choice that is seen."""
        return next(part for part in self.parts(QRadioButton) if part.text() == text)

    def box(self, place: int = 0) -> QCheckBox:
        """Find a tick box."""
        return self.parts(QCheckBox)[place]

    def parts(self, kind: type[Part]) -> list[Part]:
        """Give all parts of a kind that are seen."""
        return [part for part in self.window.findChildren(kind) if part.isVisibleTo(self.window)]

    def text(self) -> str:
        """Give all that is written in the window below its bar, from top to bottom, as a notice writes it."""
        roots = (self.window._content, self.window._pinned)
        return "\n".join(written(part) for root in roots for part in read(root.layout()))


def read(layout: QLayout | None) -> Iterator[QLabel | QAbstractButton]:
    """Give the parts with words that are seen, in the order in which they are laid out."""
    for place in range(layout.count() if layout is not None else 0):
        item = layout.itemAt(place) if layout is not None else None
        part = item.widget() if item is not None else None
        if part is None:
            yield from read(item.layout() if item is not None else None)
        elif part.isHidden():
            continue
        elif isinstance(part, QLabel | QAbstractButton):
            yield part
        else:
            yield from read(part.layout())


def written(part: QLabel | QAbstractButton) -> str:
    """Write a part as a notice does."""
    if isinstance(part, QCheckBox):
        return f"[{'x' if part.isChecked() else ' '}] {part.text()}"
    if isinstance(part, QRadioButton):
        return f"({'•' if part.isChecked() else ' '}) {part.text()}"
    return f"[ {part.text()} ]" if isinstance(part, QPushButton) else part.text()
