"""The parts of a question that the customer handles: expected?, the ticks, the screens, how long."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QStyle,
    QStyleOptionButton,
    QVBoxLayout,
    QWidget,
)

from agent.desk import question_sentences as sentences
from agent.desk.question_words import time_choices
from agent.desk.windows.choices import Choice, TickBox
from agent.desk.windows.flow import FlowRow
from agent.desk.windows.parts import Button, told, words
from agent.desk.windows.pictures import pictured
from agent.desk.windows.sight import sight
from consent.scopes import Scope

if TYPE_CHECKING:
    from agent.desk.view import Item, Question

Answer = Literal["yes", "no", "not sure"]
ANSWERS: tuple[Answer, ...] = ("yes", "no", "not sure")
INDENT = 40
"""Pixels by which what belongs to a tick stands further in."""


@dataclass(frozen=True)
class Chosen:
    """What is ticked now, and which screens (none unless seeing the screen is ticked)."""

    scopes: frozenset[Scope]
    monitors: tuple[int, ...]


class Roomy(Button):
    """A button whose words change: as wide as the longest of them, so that nothing moves when they do."""

    def __init__(self) -> None:
        super().__init__()
        self._longest = ""

    def make_room(self, labels: Iterable[str]) -> None:
        """Be wide enough for each of these."""
        self._longest = max(labels, key=self.fontMetrics().horizontalAdvance, default="")
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Give the size with the longest words."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = self._longest
        letters = self.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, self._longest)
        size = self.style().sizeFromContents(QStyle.ContentsType.CT_PushButton, option, letters, self)
        return size.expandedTo(super().sizeHint())


class Expected(QWidget):
    """The question "Is this who you expected?" with three answers, none of them chosen."""

    chose = Signal()

    def __init__(self, question: Question) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        asks = sentences.EXPECTED.said()
        line = words(asks)
        radios = []
        for place, text in enumerate((sentences.YES, sentences.NO, sentences.NOT_SURE)):
            radio = told(Choice(text.said()), f"{asks} {text.said()}")
            self._group.addButton(radio, place)
            radios.append(radio)
        row = FlowRow(line, *radios)
        row.setContentsMargins(0, 4, 0, 0)
        self.setLayout(row)
        self._group.idToggled.connect(lambda *_: self.chose.emit())
        if not question.ask_expected:
            self.hide()

    def answer(self) -> Answer | None:
        """Give what the customer said, or None."""
        place = self._group.checkedId()
        return None if place < 0 else ANSWERS[place]

    def clear(self) -> None:
        """Take the answer back: none is chosen again."""
        self._group.setExclusive(False)
        for radio in self._group.buttons():
            radio.setChecked(False)
        self._group.setExclusive(True)

    def first(self) -> QWidget:
        """Give the control to move focus to when an answer is missing."""
        return self._group.button(0)

    def controls(self) -> list[QAbstractButton]:
        """Give every control in reading order."""
        return self._group.buttons()


class Ticks(QWidget):
    """One tick for each thing asked for, none ticked; the screens beside seeing the screen, none chosen."""

    def __init__(self, question: Question) -> None:
        super().__init__()
        self._question = question
        self._boxes: dict[Scope, TickBox] = {}
        self._screens = QButtonGroup(self)
        self.show_numbers = Button(sentences.SHOW_NUMBERS.said())
        pictured(self.show_numbers, "monitor", sight().theme())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        if question.items:
            line = sentences.TICK_MANY if len(question.items) > 1 else sentences.TICK_ONE
            column.addWidget(words(line.said()))
        for item in question.items:
            self._add(item, column)
        if not question.items:
            self.hide()

    def chosen(self) -> Chosen:
        """Give what is ticked and which screens; all that is asked for where there is nothing to tick."""
        if not self._boxes:
            return Chosen(frozenset(self._question.scopes), ())
        scopes = frozenset(scope for scope, box in self._boxes.items() if box.isChecked())
        return Chosen(scopes, self._monitors() if Scope.VIEW in scopes else ())

    def needs_tick(self) -> bool:
        """Say whether there is something to tick, and nothing is ticked."""
        return bool(self._boxes) and not self.chosen().scopes

    def needs_screen(self) -> bool:
        """Say whether seeing the screen is ticked while no screen is chosen."""
        view = self._boxes.get(Scope.VIEW)
        return bool(view and view.isChecked() and self._screens.buttons() and self._screens.checkedId() == -1)

    def first(self) -> QWidget:
        """Give the first tick."""
        return next(iter(self._boxes.values()), self)

    def first_screen(self) -> QWidget:
        """Give the first screen's choice."""
        return self._screens.buttons()[0]

    def controls(self) -> list[QAbstractButton]:
        """Give every tick, and then every screen."""
        return [*self._boxes.values(), *self._screens.buttons()]

    def _monitors(self) -> tuple[int, ...]:
        every = self._question.all_monitors
        if not self._screens.buttons():
            return every
        place = self._screens.checkedId()
        return every if place == len(every) else every[place : place + 1] if place >= 0 else ()

    def _add(self, item: Item, column: QVBoxLayout) -> None:
        box = TickBox(item.label)
        box.setAccessibleDescription(" ".join(item.lines))
        self._boxes[item.scope] = box
        column.addWidget(box)
        if item.scope is Scope.VIEW and self._question.monitors:
            column.addLayout(self._screen_row())
        for line in item.lines:
            text = words(line, "soft")
            text.setContentsMargins(INDENT, 0, 0, 0)
            column.addWidget(text)

    def _screen_row(self) -> FlowRow:
        named = [(choice.name, choice.name) for choice in self._question.monitors]
        radios = []
        for place, (name, reads) in enumerate([*named, (sentences.ALL_SCREENS.said(), sentences.ALL_READ.said())]):
            radio = told(Choice(name), reads)
            self._screens.addButton(radio, place)
            radios.append(radio)
        row = FlowRow(*radios, self.show_numbers)
        row.setContentsMargins(INDENT, 0, 0, 0)
        return row


class HowLong(QWidget):
    """The time: the asked one and a shorter one; the shorter is set, nothing longer can be chosen."""

    def __init__(self, question: Question) -> None:
        super().__init__()
        self._minutes = question.minutes_offered
        self._group = QButtonGroup(self)
        asks = sentences.HOW_LONG.said()
        radios = []
        for place, (label, is_set) in enumerate(time_choices(question)):
            radio = told(Choice(label), f"{asks} {label}")
            radio.setChecked(is_set)
            self._group.addButton(radio, place)
            radios.append(radio)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(FlowRow(words(asks), *radios))
        if question.kind == "more time":
            column.addWidget(words(sentences.NOTHING_ELSE.said(), "soft"))
        if not self._minutes:
            self.hide()

    def minutes(self) -> int:
        """Give the chosen minutes; 0 where the question offers none."""
        return self._minutes[self._group.checkedId()] if self._minutes else 0

    def controls(self) -> list[QAbstractButton]:
        """Give every control in reading order."""
        return self._group.buttons()
