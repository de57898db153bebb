from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QTextEdit

from agent.desk.windows.chat_window import ChatWindow
from agent.desk.windows.places import Places
from tests.support.windows_scene import Heard


def test_enter_says_it_and_empties_the_line(heard: Heard) -> None:
    """What was said is told once; spaces alone say nothing."""
    chat = ChatWindow(Places(heard))
    chat.said.connect(heard.say)
    line = chat.findChildren(QLineEdit)[0]
    for text in ("Hello", "   "):
        line.setText(text)
        QTest.keyClick(line, Qt.Key.Key_Return)

    assert heard.of("say") == [("Hello",)]


def test_what_is_said_stays_text(heard: Heard) -> None:
    """Markup and links from the other side are shown as letters."""
    chat = ChatWindow(Places(heard))
    chat.add("Ana", "<a href='http://x.example'>press</a>")

    assert "<a href='http://x.example'>press</a>" in chat.findChildren(QTextEdit)[0].toPlainText()


def test_an_opened_chat_has_the_keyboard_in_its_line(heard: Heard) -> None:
    """Whoever presses Chat can write at once, each time, also after reading what was said."""
    chat = ChatWindow(Places(heard))
    for _ in range(2):
        chat.appear()
        assert chat.focusWidget() is chat.findChildren(QLineEdit)[0]
        chat.findChildren(QTextEdit)[0].setFocus()
        chat.leave()
