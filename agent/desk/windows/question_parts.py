"""The parts of a question that the customer handles: expected?, the ticks, the screens, how long."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QCheckBox, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from agent.desk.windows.window import told, words
from consent.scopes import Scope

if TYPE_CHECKING:
    from agent.desk.view import Item, Question

ALL_SCREENS = -1
EXPECTED: tuple[tuple[str, Literal["yes", "no", "not sure"]], ...] = (
    ("Yes", "yes"),
    ("No", "no"),
    ("Not sure", "not sure"),
)


@dataclass(frozen=True)
class Chosen:
    """What is ticked now, and which screens (none unless seeing the screen is ticked)."""

    scopes: frozenset[Scope]
    monitors: tuple[int, ...]


class Expected(QWidget):
    """The question "Is this who you expected?" with three answers, none of them chosen."""

    def __init__(self, question: Question) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self._stop = words(
            "Then it is best to stop. Hang up, and call the firm on a number you find yourself.", "caution"
        )
        self._stop.hide()
        row = QHBoxLayout()
        row.addWidget(words("Is this who you expected?"), 1)
        for place, (label, _) in enumerate(EXPECTED):
            radio = told(QRadioButton(label), f"Is this who you expected? {label}")
            self._group.addButton(radio, place)
            row.addWidget(radio)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.addLayout(row)
        column.addWidget(self._stop)
        self._group.idToggled.connect(self._chosen)
        self.setVisible(question.ask_expected)

    def answer(self) -> Literal["yes", "no", "not sure"] | None:
        """Give what the customer said, or None."""
        place = self._group.checkedId()
        return None if place < 0 else EXPECTED[place][1]

    def first(self) -> QWidget:
        """Give the control to move focus to when an answer is missing."""
        return self._group.button(0)

    def controls(self) -> list[QAbstractButton]:
        """Give every control in reading order."""
        return self._group.buttons()

    def _chosen(self) -> None:
        self._stop.setVisible(self.answer() in ("no", "not sure"))


class Ticks(QWidget):
    """One tick for each thing asked for, none ticked; the screens beside seeing the screen, none chosen."""

    def __init__(self, question: Question) -> None:
        super().__init__()
        self._boxes: dict[Scope, QCheckBox] = {}
        self._screens = QButtonGroup(self)
        self._ids = question.all_monitors
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        if len(question.items) > 1:
            column.addWidget(words("Tick what you allow. You can leave anything out."))
        else:
            column.addWidget(words("Tick it if you allow it."))
        for item in question.items:
            self._add(item, question, column)

    def chosen(self) -> Chosen:
        """Give what is ticked and which screens."""
        scopes = frozenset(scope for scope, box in self._boxes.items() if box.isChecked())
        return Chosen(scopes, self._monitors() if Scope.VIEW in scopes else ())

    def needs_screen(self) -> bool:
        """Say whether seeing the screen is ticked while no screen is chosen."""
        view = self._boxes.get(Scope.VIEW)
        return bool(view and view.isChecked() and self._screens.buttons() and self._screens.checkedId() == -1)

    def first(self) -> QWidget:
        """Give the first tick."""
        return next(iter(self._boxes.values()))

    def first_screen(self) -> QWidget:
        """Give the first screen's choice."""
        return self._screens.buttons()[0]

    def controls(self) -> list[QAbstractButton]:
        """Give every control in reading order."""
        return [*self._boxes.values(), *self._screens.buttons()]

    def _monitors(self) -> tuple[int, ...]:
        if not self._screens.buttons():
            return self._ids
        place = self._screens.checkedId()
        return self._ids if place == len(self._ids) else self._ids[place : place + 1] if place >= 0 else ()

    def _add(self, item: Item, question: Question, column: QVBoxLayout) -> None:
        box = QCheckBox(item.label)
        box.setAccessibleDescription(" ".join(item.lines))
        self._boxes[item.scope] = box
        column.addWidget(box)
        if item.scope is Scope.VIEW and len(question.monitors) > 1:
            row = QHBoxLayout()
            row.setContentsMargins(40, 0, 0, 0)
            for place, name in enumerate([*(monitor.name for monitor in question.monitors), "All"]):
                radio = told(QRadioButton(name), f"See {name}")
                self._screens.addButton(radio, place)
                row.addWidget(radio)
            row.addStretch(1)
            column.addLayout(row)
        for line in item.lines:
            text = words(line, "soft")
            text.setContentsMargins(40, 0, 0, 0)
            column.addWidget(text)


class HowLong(QWidget):
    """The time: the asked one and a shorter one; the shorter is set, nothing longer can be chosen."""

    def __init__(self, question: Question) -> None:
        super().__init__()
        self._minutes = question.minutes_offered
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(words("For how long?"))
        for place, minutes in enumerate(self._minutes):
            asked = place and place == len(self._minutes) - 1
            radio = QRadioButton(f"{minutes} minutes, as asked" if asked else f"{minutes} minutes")
            radio.setChecked(place == 0)
            self._group.addButton(radio, place)
            row.addWidget(radio)
        row.addStretch(1)
        self.setVisible(len(self._minutes) > 0)

    def minutes(self) -> int:
        """Give the chosen minutes; 0 where the question offers none."""
        return self._minutes[self._group.checkedId()] if self._minutes else 0

    def controls(self) -> list[QAbstractButton]:
        """Give every control in reading order."""
        return self._group.buttons()
