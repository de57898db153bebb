import os

import pytest
from PySide6.QtCore import QCoreApplication, QTimer

from agent.desk.readers import Readers
from tests.support.windows_scene import application

__all__ = ["application"]


@pytest.fixture
def pipe() -> tuple[int, int]:
    """Give a pipe's two ends; they are closed with the test's process."""
    return os.pipe()


def test_qts_loop_calls_back(application: QCoreApplication, pipe: tuple[int, int]) -> None:
    """While the windows stand, their loop hears what comes."""
    heard: list[bytes] = []

    def hear() -> None:
        heard.append(os.read(pipe[0], 9))
        application.quit()

    unwatch = Readers()(pipe[0], hear)
    os.write(pipe[1], b"word")
    QTimer.singleShot(5000, application.quit)
    application.exec()
    unwatch()

    assert heard == [b"word"]


def test_what_was_waited_for_is_still_heard_without_qt(application: QCoreApplication, pipe: tuple[int, int]) -> None:
    """Old and new waits alike; one that was ended is not called any more."""
    readers, heard = Readers(), list[bytes]()
    unwatch = readers(pipe[0], lambda: heard.append(os.read(pipe[0], 9)))
    readers.leave_qt()
    os.write(pipe[1], b"word")
    readers.serve(5)
    assert heard == [b"word"]

    unwatch()
    again = readers(pipe[0], lambda: heard.append(os.read(pipe[0], 9)))
    unwatch()
    os.write(pipe[1], b"more")
    readers.serve(5)
    again()
    os.write(pipe[1], b"late")
    readers.serve(0)
    assert heard == [b"word", b"more"]
