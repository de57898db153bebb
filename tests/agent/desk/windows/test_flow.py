"""Rows that give way: what fits stands in a row, what does not stands below, and nothing is cut."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget

from agent.desk.windows.flow import GAP, FlowRow
from agent.desk.windows.parts import words


def laid_out(row: FlowRow, width: int, *, mirrored: bool = False) -> QWidget:
    """Lay a row out in a window so wide."""
    window = QWidget()
    if mirrored:
        window.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    column = QVBoxLayout(window)
    column.setContentsMargins(0, 0, 0, 0)
    column.addLayout(row)
    window.resize(width, column.totalHeightForWidth(width))
    window.show()
    column.activate()
    return window


def buttons(*labels: str) -> list[QPushButton]:
    return [QPushButton(label) for label in labels]


def places(parts: list[QPushButton]) -> list[QRect]:
    return [part.geometry() for part in parts]


def test_two_answers_are_as_wide_as_each_other_and_stack_when_they_must(application: QApplication) -> None:
    """In a row where both fit; below one another, each over the whole width, where they do not."""
    both = buttons("Don’t allow", "Allow 2 things for 15 minutes")
    wide = laid_out(FlowRow(*both, equal=True), 700)
    one, other = places(both)
    assert one.size() == other.size()
    assert (one.top(), other.left()) == (other.top(), one.right() + 1 + GAP)
    wide.resize(250, wide.height())
    one, other = places(both)
    assert one.size() == other.size()
    assert (one.width(), other.top()) == (250, one.bottom() + 1 + GAP)


@pytest.mark.parametrize("mirrored", [False, True])
def test_parts_flow_in_reading_order(application: QApplication, mirrored: bool) -> None:  # noqa: FBT001 - both ways
    """From the right where the language is read from there; the first part comes first all the same."""
    three = buttons("Yes", "No", "Not sure")
    window = laid_out(FlowRow(*three), 600, mirrored=mirrored)
    lefts = [place.left() for place in places(three)]
    assert lefts == sorted(lefts, reverse=mirrored)
    window.resize(120, window.height())
    tops = [place.top() for place in places(three)]
    assert tops == sorted(tops)
    assert len(set(tops)) > 1
    assert all(window.rect().contains(place) or place.bottom() >= window.height() for place in places(three))


def test_a_line_of_words_takes_what_is_left_or_a_line_of_its_own(application: QApplication) -> None:
    """The button beside it keeps its width; words that do not fit beside it stand above it, and wrap."""
    label, (button,) = words("Answer within 4:48. No answer means no."), buttons("More time")
    window = laid_out(FlowRow(label, button, grows=label), 600)
    assert label.geometry().right() < button.geometry().left()
    assert button.geometry().right() == 599
    window.resize(200, 400)
    assert label.geometry().bottom() < button.geometry().top()
    assert label.height() >= label.heightForWidth(label.width())


def test_what_is_hidden_takes_no_room(application: QApplication) -> None:
    """A part that is not shown leaves neither a place nor a gap."""
    both = buttons("Close", "New code")
    both[0].hide()
    window = laid_out(FlowRow(*both, equal=True), 400)
    assert both[1].geometry().left() == 0
    assert both[1].width() == window.width() == 400


def test_words_wrap_beside_a_button_where_half_a_line_is_left(application: QApplication) -> None:
    """They go below it only where less is left; a sentence that is a little too long stays where it belongs."""
    button, why = QPushButton("Show your receipt"), words("It proves what you allowed, and lets you watch it.")
    width = button.sizeHint().width() + GAP + why.sizeHint().width() - 40
    window = laid_out(FlowRow(button, why, grows=why), width)
    assert why.geometry().left() == button.geometry().right() + 1 + GAP
    assert window.rect().contains(why.geometry())
    assert len(why.lines()) == 2
    window.resize(2 * button.width(), 400)
    assert why.geometry().top() > button.geometry().bottom()
