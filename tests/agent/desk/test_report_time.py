"""The time a customer has to read their report: it ends once, is stretched by a press, and only so often."""

from __future__ import annotations

from pathlib import Path

from agent.desk.report_time import MOST_PRESSES, READ_SECONDS, ReadingTime
from tests.support.desk_scene import DeskScene


def test_presses_stretch_it_ten_times_at_most(tmp_path: Path) -> None:
    """Nobody keeps a technician waiting for ever, and nobody is hurried."""
    scene, over = DeskScene(tmp_path), list[str]()
    time = ReadingTime(scene.core._desk, lambda: over.append("over"))
    time.more()
    assert (time.left, time.yes_left) == (0.0, 0.0)
    time.begin()
    for _ in range(MOST_PRESSES + 5):
        time.more()
    assert time.left == READ_SECONDS * (1 + MOST_PRESSES)
    time.end()
    assert time.left == 0.0
    assert over == []
