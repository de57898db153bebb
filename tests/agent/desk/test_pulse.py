import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from agent.desk import pulse as pulses
from agent.desk.alarms import Alarms
from agent.desk.pulse import REST_SECONDS, Pulse
from tests.support.windows_scene import application, comes_true

__all__ = ["application"]


@pytest.fixture
def alarms() -> Alarms:
    return Alarms()


@pytest.fixture
def beats(application: QApplication, alarms: Alarms) -> Iterator[list[float]]:
    """Let a pulse beat; give when it did."""
    at: list[float] = []

    def beat() -> None:
        at.append(time.monotonic())
        alarms.tick(time.monotonic())

    pulse = Pulse(alarms, time.monotonic, beat)
    pulse.start()
    yield at
    pulse.stop()


def test_what_is_due_sooner_than_the_next_beat_rings_in_its_time(
    alarms: Alarms, beats: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An alarm that is set while the desk rests is not late, and one that is set when another rings is not either."""
    monkeypatch.setattr(pulses, "REST_SECONDS", 60.0)
    assert comes_true(lambda: bool(beats), 3000)
    rung: list[float] = []
    begun = time.monotonic()

    def ring() -> None:
        rung.append(time.monotonic() - begun)
        if len(rung) == 1:
            alarms.set("another", time.monotonic() + 0.05, ring)

    alarms.set("one", begun + 0.1, ring)
    assert comes_true(lambda: len(rung) == 2, 10_000)
    assert 0.1 <= rung[0] < rung[0] + 0.05 <= rung[1]
    assert len(beats) == 3


def test_a_desk_with_nothing_to_do_rests(alarms: Alarms, beats: list[float]) -> None:
    """What is due later is no reason to look sooner, and time has its way all the same."""
    alarms.set("much later", time.monotonic() + 60, lambda: None)
    assert comes_true(lambda: len(beats) == 2, 5000)
    assert beats[1] - beats[0] > REST_SECONDS * 0.9


def test_it_beats_along_with_what_wakes_the_desk_anyway(application: QApplication, alarms: Alarms) -> None:
    """And rests from then on, so that a desk that counts seconds wakes once for both; once stopped it beats no more."""
    beats: list[int] = []
    pulse = Pulse(alarms, time.monotonic, lambda: beats.append(1))
    pulse.start()
    wakes = QTimer(interval=20)
    wakes.start()
    assert comes_true(lambda: pulse._timer.remainingTime() <= REST_SECONDS * 500, 5000)
    assert beats == []
    pulse.along()
    assert beats == [1]
    assert pulse._timer.remainingTime() > REST_SECONDS * 900
    pulse.stop()
    pulse.along()
    assert beats == [1]
    assert not pulse._timer.isActive()


def test_a_beat_that_fails_is_not_the_last(application: QApplication, alarms: Alarms) -> None:
    """Time goes on for the others, whatever became of one."""
    beats: list[int] = []

    def beat() -> None:
        beats.append(1)
        raise RuntimeError("one of them")

    pulse = Pulse(alarms, time.monotonic, beat)
    with pytest.raises(RuntimeError):
        pulse._beats()
    assert pulse._timer.isActive()
    pulse.stop()
