"""Every window in every state, in a language that nobody speaks: what shows without accents was never translated."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QLineEdit,
    QTextEdit,
    QTreeWidget,
    QTreeWidgetItemIterator,
    QWidget,
)

from agent.desk.language import LANGUAGES, open_language, say, speaking
from demo.scenes import ANA, COPY, PURPOSE, REASON, RELAY, SCENES, Stage
from tests.support.pseudo import accented

OUTSIDE = re.compile(
    "|".join(
        [
            *map(re.escape, (ANA.name, ANA.organisation, ANA.domain, RELAY, COPY, REASON["en"], PURPOSE["en"])),
            *("Lee Sanders", "Kim Okafor", "Jo Winter", "Safe of Nordlicht IT", "Nordlich", "my bank"),
            *(
                r"/home/\S+( \S+)?\S*\.html",
                "SHA-256 [A-Za-z0-9_-]+",
                "‹[a-z]+ [0-9]+›",
                "en-XA",
                "Attended",
                *LANGUAGES.values(),
            ),
        ]
    )
)
"""Names, addresses, paths and hashes: what no catalogue holds."""
TITLES = {"Attended, live", "Attended, nothing is on", "Attended, stopped", "Attended · what is on", "Attended · move"}
"""Titles of windows outside the window manager: nobody reads them, for each has a spoken name of its own."""


@pytest.mark.parametrize("scene", SCENES)
def test_no_word_is_left_in_english(application: QApplication, scene: str) -> None:
    """Words, names for readers, descriptions and tips; but for what comes from outside (acceptance 42)."""
    with speaking(accented()):
        assert [text for text in said(application, scene) if is_plain(text)] == []


def test_a_word_that_was_never_translated_is_found(application: QApplication) -> None:
    """English has no accents, and is found as soon as it is spoken."""
    with speaking(open_language("en")):
        found = [text for text in said(application, "check-1") if is_plain(text)]
    assert "Continue" in found
    assert not is_plain(f"{ANA.name} áñd {RELAY}")
    assert is_plain(f"{ANA.name} wrote in the chat.")


def is_plain(text: str) -> bool:
    """Say whether a text has words of ours without accents."""
    rest = OUTSIDE.sub("", text)
    return re.search("[A-Za-z]{2}", rest) is not None and re.search("[áçéíñóúýÁÇÉÍÑÓÚÝ]", rest) is None


def said(application: QApplication, scene: str) -> list[str]:
    """Show a scene, and give every text that people see or hear of it."""
    stage = Stage()
    SCENES[scene](stage)
    QApplication.processEvents()
    windows = [window for window in application.topLevelWidgets() if window.isVisible()]
    found = [text for window in windows for part in (window, *window.findChildren(QWidget)) for text in texts(part)]
    stage.clear()
    for window in application.topLevelWidgets():
        window.deleteLater()
    application.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert found, "a scene without a word shows nothing"
    return [text for text in found if text not in TITLES]


def texts(part: QWidget) -> Iterator[str]:
    """Give what one part says, and what a reader says of it."""
    yield from (part.accessibleName(), part.accessibleDescription(), part.toolTip(), part.windowTitle())
    if isinstance(part, QLabel | QAbstractButton):
        yield part.text()
    elif isinstance(part, QLineEdit):
        yield part.placeholderText()
    elif isinstance(part, QTextEdit) and part.accessibleName() != say("desk.chat", "Chat"):
        yield from (part.placeholderText(), part.toPlainText())
    elif isinstance(part, QTreeWidget):
        yield from tree_texts(part)


def tree_texts(tree: QTreeWidget) -> Iterator[str]:
    """Give columns, titles and what a reader says of each line; values in the last column are the document's own."""
    yield from (tree.headerItem().text(column) for column in range(tree.columnCount()))
    at = QTreeWidgetItemIterator(tree)
    while (item := at.value()) is not None:
        yield item.text(0)
        yield str(item.data(0, Qt.ItemDataRole.AccessibleTextRole))
        at += 1
