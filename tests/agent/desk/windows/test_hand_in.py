"""Handing in beside the windows: they go on, and the answer comes back to them."""

import threading

import pytest
from PySide6.QtWidgets import QApplication

from agent.desk.windows.hand_in import HandIn
from protocol.errors import AttendedError, RelayUnreachable
from tests.support.windows_scene import comes_true


@pytest.mark.parametrize("answer", [b"taken", RelayUnreachable()])
def test_the_answer_comes_back_to_the_windows_thread(application: QApplication, answer: bytes | AttendedError) -> None:
    """It is asked for in a thread of its own, and told in the one that shows windows, error or not."""
    asked: list[tuple[object, ...]] = []
    told: list[tuple[object, int]] = []

    def post(origin: str, path: str, body: bytes) -> bytes:
        asked.append((origin, path, body, threading.get_ident()))
        if isinstance(answer, AttendedError):
            raise answer
        return answer

    hand_in = HandIn(post)
    hand_in("https://relay.example", "/x", b"{}", lambda got: told.append((got, threading.get_ident())))
    assert comes_true(lambda: bool(told), 2000)
    assert told == [(answer, threading.get_ident())]
    assert asked[0][:3] == ("https://relay.example", "/x", b"{}")
    assert asked[0][3] != threading.get_ident()
