"""Lines to read: how far apart they stand, how long they are, and that words stay only words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from itertools import pairwise

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAccessible, QColor, QFontInfo, QImage, QPainter, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from agent.desk import language
from agent.desk.windows.choices import TickBox
from agent.desk.windows.lines import Lines, Passage, Words
from agent.desk.windows.parts import words
from agent.desk.windows.sight import sight
from agent.desk.windows.theme import BASE_PIXELS
from tests.support.pseudo import mirrored

LETTERS, LINE_HEIGHT = 70, 1.5
"""What the visual language says (experience 5)."""
SENTENCES = (
    "The code does not let anyone in. It only lets them ask. You decide next. Read it out one group at a time. "
    "Give it only to someone you chose to talk to. Anyone can say they work for a firm you know."
)
GERMAN = (
    "Lesen Sie ihn Gruppe für Gruppe vor. Nennen Sie ihn nur jemandem, mit dem Sie sprechen wollten. Danach "
    "entscheiden Sie, und niemand sonst."
)
SPANISH = (
    "Léalo grupo por grupo. Dígalo solo a alguien con quien quería hablar. El código no deja entrar a nadie, y "
    "después decide usted."
)
ALONE = (
    "What is kept: a recording of what you allow, and the chat. It is locked.",
    "Your hand wins: when you move the mouse or type, theirs has to wait.",
    "Por qué lo pide: arreglar un fallo. «La impresora no imprime.» (caso 4711)",
)
"""Sentences that are a word too long for a line."""
BARS = "||| ||| ||| ||| ||| ||| ||| ||| ||| ||| ||| |||"
"""Letters of one height: each line of them begins and ends at the same place."""
MARKUP = "<b>Bank</b> <a href='https://x.example'>here</a> <img src='x.png'> & &amp; Co"
THREE_LINES = 60
SCALES = (1.0, 1.5, 2.0)


@pytest.fixture(autouse=True)
def usual_size(application: QApplication) -> Iterator[None]:
    """Have the text in its usual size again after each test."""
    yield
    sight().set_scale(1.0)


def shown(label: Words, width: int) -> QImage:
    """Paint a label so wide, and as high as it needs."""
    label.setStyleSheet(sight().theme().style_sheet())
    label.resize(width, label.heightForWidth(width))
    label.show()
    return label.grab().toImage()


def rows(image: QImage) -> list[int]:
    """Give the row at which each line of letters begins; what is round at the corners is left out."""
    ground, seen = image.pixel(image.width() // 2, 1), range(6, image.width() - 6)
    inked = [any(image.pixel(x, y) != ground for x in seen) for y in range(image.height())]
    return [y for y, is_inked in enumerate(inked) if is_inked and (y == 0 or not inked[y - 1])]


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("role", ["text", "soft", "caution", "heading"])
def test_lines_stand_one_and_a_half_of_their_size_apart(application: QApplication, role: str, scale: float) -> None:
    """Whatever the label, at every size of the text: seen, not only asked for (experience 5)."""
    sight().set_scale(scale)
    label = words(BARS, role)
    found = rows(shown(label, round(THREE_LINES * scale)))
    size = QFontInfo(label.font()).pixelSize()
    assert len(found) == len(label.lines()) >= 3
    assert {after - before for before, after in pairwise(found)} == {round(LINE_HEIGHT * size)}


def test_the_words_of_a_choice_stand_as_far_apart(application: QApplication) -> None:
    """A tick box grows by as much for each line."""
    window = QWidget()
    window.setStyleSheet(sight().theme().style_sheet())
    box = TickBox(SENTENCES)
    box.setParent(window)
    heights = sorted({box.heightForWidth(width) for width in range(200, 600)})
    assert {after - before for before, after in pairwise(heights)} == {LINE_HEIGHT * BASE_PIXELS}


def test_a_sign_of_another_font_moves_no_line(application: QApplication) -> None:
    """The caution sign comes from whatever font has it, and is higher than our letters."""
    plain, signed = words("||| ||| ||| |||"), words("⚠ || ||| ✕ ||")
    assert shown(plain, THREE_LINES).height() / len(plain.lines()) == LINE_HEIGHT * BASE_PIXELS
    assert shown(signed, THREE_LINES).height() / len(signed.lines()) == LINE_HEIGHT * BASE_PIXELS


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("role", ["text", "caution", "heading"])
def test_lines_are_seventy_letters_long_at_most(application: QApplication, role: str, scale: float) -> None:
    """However wide the window is, and no shorter than it needs where there is room (experience 5)."""
    sight().set_scale(scale)
    label = words(SENTENCES, role)
    shown(label, 4000)
    longest = max(map(len, label.lines()))
    assert LETTERS * 0.85 < longest <= LETTERS
    assert " ".join(label.lines()) == SENTENCES


def test_a_column_is_as_long_in_other_languages(application: QApplication) -> None:
    """Letters of German and Spanish are about as wide."""
    for text in (GERMAN, SPANISH):
        label = words(text)
        shown(label, 4000)
        assert LETTERS * 0.75 < max(map(len, label.lines())) <= LETTERS


def test_what_others_wrote_stays_words(application: QApplication) -> None:
    """Markup is shown letter for letter, and read out so; there is no link, no picture, nothing to press."""
    label = words(MARKUP)
    shown(label, 300)
    assert (label.text(), "".join(label.lines()).replace(" ", "")) == (MARKUP, MARKUP.replace(" ", ""))
    assert label.textFormat() is Qt.TextFormat.PlainText
    assert label.textInteractionFlags() == Qt.TextInteractionFlag.NoTextInteraction
    told = QAccessible.queryAccessibleInterface(label)
    assert told.text(QAccessible.Text.Name) == MARKUP
    assert told.role() is QAccessible.Role.StaticText


def test_a_line_break_is_one(application: QApplication) -> None:
    """Words that bring their own lines keep them."""
    label = words("One line.\nAnother one.")
    shown(label, 400)
    assert label.lines() == ["One line.", "Another one."]


def test_words_have_the_colour_of_their_style_and_are_softer_when_off(application: QApplication) -> None:
    """The style sheet's colour; and what the palette has for parts that are off."""
    ink = sight().theme().colour("ink")
    on = shown(words("||||"), 100)
    assert ink.rgb() in {on.pixel(x, y) for x in range(on.width()) for y in range(on.height())}
    label = words("||||")
    font = label.font()
    font.setPixelSize(40)
    label.setFont(font)
    palette = label.palette()
    palette.setColor(palette.ColorGroup.Disabled, palette.ColorRole.WindowText, QColor("#aa5500"))
    label.setPalette(palette)
    label.setEnabled(False)
    label.resize(100, 60)
    off = label.grab().toImage()
    assert QColor("#aa5500").rgb() in {off.pixel(x, y) for x in range(off.width()) for y in range(off.height())}


@pytest.mark.parametrize("text", ALONE)
@pytest.mark.parametrize("direction", ["left to right", "mirrored"])
def test_no_short_word_ends_up_in_a_line_of_its_own(application: QApplication, text: str, direction: str) -> None:
    """One that would takes the word before it along; there are no more lines, and they are where they were."""
    with language.speaking(mirrored()) if direction == "mirrored" else nullcontext():
        label = words(text)
        image = shown(label, 900)
    assert len(label.lines()) == 2
    assert len(label.lines()[-1].split()) > 1
    assert " ".join(label.lines()) == text
    ground = image.pixel(450, 2)
    inked = [x for x in range(12, 888) if _differs(image, x, ground)]
    assert (min(inked) < 40) if direction == "left to right" else (max(inked) > 860)


def test_a_long_word_may_stand_alone(application: QApplication) -> None:
    """So may the last line that the words bring themselves; neither makes the label any higher."""
    for text in ("It is kept here: /home/anna/Documents/receipts/2026-11-22/receipt.html", "One line.\nOne"):
        label = words(text)
        shown(label, 400)
        assert len(label.lines()) == 2


@pytest.mark.parametrize("role", ["text", "caution"])
def test_lines_begin_at_the_side_from_which_the_language_is_read(application: QApplication, role: str) -> None:
    """In a place that is wider than the column, too."""

    def inked(image: QImage) -> tuple[int, int]:
        middle = image.pixel(image.width() // 2, 2)
        at = [x for x in range(12, image.width() - 12) if _differs(image, x, middle)]
        return min(at), max(at)

    first, last = inked(shown(words("One line.", role), 1000))
    assert first < 40
    assert last < 500
    with language.speaking(mirrored()):
        first, last = inked(shown(words("One line.", role), 1000))
    assert first > 500
    assert last > 960


def _differs(image: QImage, x: int, ground: int) -> bool:
    return any(image.pixel(x, y) != ground for y in range(6, image.height() - 6))


def test_lines_are_painted_in_the_middle_of_what_is_too_high(application: QApplication) -> None:
    """As Qt's own label has it: beside a choice that is higher, words stand level with it."""
    image = QImage(200, 120, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    lines = Lines("|||", words("").font())
    lines.paint(painter, QRect(0, 0, 200, 120))
    painter.end()
    top = rows(image)[0]
    assert 60 - lines.pitch / 2 <= top <= 60


@pytest.mark.parametrize("scale", SCALES)
def test_lines_of_a_field_stand_as_far_apart(application: QApplication, scale: float) -> None:
    """What was written, what is written on, and what comes by insertion, as in the chat."""
    sight().set_scale(scale)
    field = Passage("|||\n|||")
    field.setStyleSheet(sight().theme().style_sheet())
    field.setCursorWidth(0)
    field.resize(300, 400)
    field.show()
    field.moveCursor(QTextCursor.MoveOperation.End)
    field.insertPlainText("\n|||")
    QTest.keyClicks(field, "\r|||")
    found = rows(field.viewport().grab().toImage())
    assert len(found) == 4
    wanted = LINE_HEIGHT * BASE_PIXELS * scale
    assert all(abs(after - before - wanted) <= 1 for before, after in pairwise(found))


def test_a_field_takes_no_markup(application: QApplication) -> None:
    """What is pasted or shown stays letters."""
    field = Passage(MARKUP)
    assert field.toPlainText() == MARKUP
    assert not field.acceptRichText()
