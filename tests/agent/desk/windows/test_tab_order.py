"""Tab goes through a window as it is read, whenever its parts came into it."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QPushButton

from agent.desk.windows.bar import Bar
from agent.desk.windows.places import Places
from agent.desk.windows.window import DeskWindow, card, words
from tests.support.windows_scene import Heard


def test_tab_follows_the_layout(heard: Heard) -> None:
    """The bar, the body with what lies in cards, the lines above the answers, the answers; then from the start."""
    window = DeskWindow("code", "Attended", Places(heard))
    answer, late = QPushButton("Continue"), QPushButton("Copy")
    window.pinned.addWidget(answer)
    more = QPushButton("More time")
    window.above.addWidget(more)
    heading, field = words("Heading", "heading", focusable=True), QLineEdit()
    frame, column = card()
    column.addWidget(late)
    window.body.addWidget(heading)
    window.body.addWidget(frame)
    window.body.addWidget(field)
    window.appear()
    heading.setFocus()
    seen = []
    for _ in range(5):
        seen.append(window.focusWidget())
        window.focusNextChild()
    assert seen == [heading, late, field, more, answer]
    after = window.focusWidget()
    assert after is not None
    assert after in window.findChildren(Bar)[0].findChildren(QPushButton)
