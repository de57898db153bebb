import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from Xlib.error import ConnectionClosedError

from agent.desk import run
from tests.support.display import VirtualDisplay
from tests.support.relay_process import ROOT
from tests.support.running_relay import RunningRelay


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
