import select
import signal
import time

import pytest

from agent.desk.x_watch import XWatch
from tests.support.display import VirtualDisplay


def test_keys_and_moves_are_seen_wherever_the_focus_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without any window of ours, presses are told by keycode and time, and Ctrl+Alt+End is known."""
    with VirtualDisplay(400, 300) as display:
        for name, value in display.env.items():
            monkeypatch.setenv(name, value)
        keys: list[tuple[int, bool]] = []
        moves: list[int] = []
        watch = XWatch(
            key=lambda code, _: keys.append((code, watch.is_stop(code))),
            pointer=moves.append,
            gone=lambda: pytest.fail("it stands"),
        )
        display.key("Escape")
        display.key("ctrl+alt+End")
        display.click(50, 60)
        ends = time.monotonic() + 5
        while (len(keys) < 4 or not moves) and time.monotonic() < ends:
            select.select([watch.fileno()], [], [], 0.5)
            watch.read()
        assert keys[0] == (watch.escape_code, False)
        assert [stop for _, stop in keys] == [False, False, False, True]
        assert abs(moves[0] - time.monotonic_ns() // 1_000_000) < 10_000
        watch.close()


def test_a_display_that_goes_away_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever watches hears of it at once, and closing afterwards is quiet."""
    with VirtualDisplay(400, 300) as display:
        for name, value in display.env.items():
            monkeypatch.setenv(name, value)
        gone: list[bool] = []
        watch = XWatch(key=lambda *_: None, pointer=lambda _: None, gone=lambda: gone.append(True))
        display.children[0].signal(signal.SIGKILL)
        assert select.select([watch.fileno()], [], [], 5)[0]
        watch.read()
        assert gone
        watch.close()
