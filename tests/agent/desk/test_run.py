import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtWidgets import QApplication
from Xlib.error import ConnectionClosedError

from agent.desk import run
from agent.desk.core import DeskCore
from agent.desk.lock import OneAgent
from agent.desk.readers import Readers
from agent.pipe.messages import Goodbye
from tests.support.display import VirtualDisplay
from tests.support.relay_process import ROOT
from tests.support.running_relay import RunningRelay
from tests.support.windows_scene import application, comes_true

__all__ = ["application"]


@pytest.fixture
def display() -> Iterator[VirtualDisplay]:
    """Give a desktop."""
    with VirtualDisplay(1024, 768) as made:
        yield made


def test_the_program_stands_once_and_goes_in_order(display: VirtualDisplay, tmp_path: Path) -> None:
    """
    From one command to its window; a second start is told; SIGTERM ends it with 0 and no traceback.

    An environment that wishes the windows unseen is not heard.
    """
    command = [sys.executable, "-m", "agent.main"]
    with RunningRelay(tmp_path) as relay:
        arguments = [relay.origin, "--data", str(tmp_path / "data"), "--receipts", str(tmp_path / "receipts")]
        agent = display.run([*command, *arguments], name="agent", PYTHONPATH=str(ROOT), QT_QPA_PLATFORM="offscreen")
        display.window("Attended", 30)
        second = display.run([*command, *arguments], name="second", PYTHONPATH=str(ROOT))
        assert second.wait(30) == 1
        assert any("is running here already" in line for line in second.lines)
        agent.signal(signal.SIGTERM)
        assert agent.wait(20) == 0
        assert not any("Traceback" in line for line in agent.lines)


@pytest.mark.parametrize(
    ("raised", "ends_with", "ours"),
    [(ConnectionClosedError("server"), run.DISPLAY_GONE, []), (RuntimeError("a fault"), run.FAILED, [0])],
)
def test_a_display_that_goes_while_it_is_asked_is_no_fault_of_ours(
    monkeypatch: pytest.MonkeyPatch, raised: Exception, ends_with: int, ours: list[int]
) -> None:
    """Wherever it was asked; the customer reads that the screen went away. Every other error is a fault."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    faults: list[BaseException] = []
    ends: list[int] = []
    run._guard(faults, ends.append)
    sys.excepthook(type(raised), raised, None)
    assert (ends, faults) == ([ends_with], [raised for _ in ours])


@pytest.fixture
def handlers() -> Iterator[None]:
    """Leave the system's signals as they were."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.parametrize(("connected", "heard"), [(True, "signal"), (False, "left")])
def test_a_desk_at_rest_hears_a_signal_at_once(
    application: QApplication, handlers: None, heard: str, *, connected: bool
) -> None:
    """It ends what runs, or the program; no beat of the desk's has to come by first."""
    ended: list[str] = []

    class Core:
        is_connected = connected

        @staticmethod
        def stop(how: str) -> None:
            """Stop."""
            ended.append(how)

    deaf = run._end_with_signals(cast("DeskCore", Core()), lambda: ended.append("left"), Readers())
    sent = threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGTERM))
    began = time.monotonic()
    sent.start()
    assert comes_true(lambda: bool(ended), 20_000)
    assert time.monotonic() - began < 10
    assert ended == [heard]
    sent.join()
    deaf()
    assert signal.set_wakeup_fd(-1) == -1


def test_control_is_written_down_as_it_begins() -> None:
    """Another agent that is started in the very next moment is told; no beat of the desk's has to come by first."""
    written: list[bool] = []

    class Core:
        under_control = False

        def heard(self, _message: object) -> None:
            """Take what begins control."""
            self.under_control = True

    class Lock:
        @staticmethod
        def control(*, live: bool) -> None:
            """Write it down."""
            written.append(live)

    run._heard(cast("DeskCore", Core()), cast("OneAgent", Lock()), Goodbye())
    assert written == [True]
