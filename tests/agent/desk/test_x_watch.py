import select
import signal
import time

import pytest

from agent.desk.x_watch import XWatch
from tests.support.display import VirtualDisplay


def test_keys_and_moves_are_seen_wherever_the_focus_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without any window of ours, presses are told by keycode and time; Ctrl+Alt+End and Ctrl+Alt+Home are known."""
    with VirtualDisplay(400, 300) as display:
        for name, value in display.env.items():
            monkeypatch.setenv(name, value)
        keys: list[tuple[int, bool, bool]] = []
        moves: list[tuple[int, tuple[int, int] | None]] = []
        watch = XWatch(
            key=lambda code, _: keys.append((code, watch.is_stop(code), watch.is_home(code))),
            pointer=lambda at, moved: moves.append((at, moved)),
            gone=lambda: pytest.fail("it stands"),
        )
        display.key("Escape")
        display.key("ctrl+alt+End")
        display.key("ctrl+alt+Home")
        display.click(50, 60)
        display.push(40, -60)
        ends = time.monotonic() + 5
        while (len(keys) < 7 or len(moves) < 2) and time.monotonic() < ends:
            select.select([watch.fileno()], [], [], 0.5)
            watch.read()
        assert keys[0] == (watch.escape_code, False, False)
        assert [stop for _, stop, _ in keys] == [False, False, False, True, False, False, False]
        assert [home for _, _, home in keys] == [False] * 6 + [True]
        assert [moved for _, moved in moves] == [None, (40, -60)]
        assert abs(moves[0][0] - time.monotonic_ns() // 1_000_000) < 10_000
        watch.close()


def test_the_servers_own_screen_saver_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """When it covers the screen, and when it goes (acceptance 32)."""
    with VirtualDisplay(400, 300) as display:
        for name, value in display.env.items():
            monkeypatch.setenv(name, value)
        told: list[bool] = []
        watch = XWatch(
            key=lambda *_: None, pointer=lambda *_: None, gone=lambda: pytest.fail("it stands"), saver=told.append
        )
        display.run(["xset", "s", "600"]).wait()
        for state in ("activate", "reset"):
            seen = len(told)
            display.run(["xset", "s", state]).wait()
            while len(told) == seen:
                assert select.select([watch.fileno()], [], [], 5)[0]
                watch.read()
        assert told == [True, False]
        watch.close()


def test_a_display_that_goes_away_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever watches hears of it at once, and closing afterwards is quiet."""
    with VirtualDisplay(400, 300) as display:
        for name, value in display.env.items():
            monkeypatch.setenv(name, value)
        gone: list[bool] = []
        watch = XWatch(key=lambda *_: None, pointer=lambda *_: None, gone=lambda: gone.append(True))
        display.children[0].signal(signal.SIGKILL)
        assert select.select([watch.fileno()], [], [], 5)[0]
        watch.read()
        assert gone
        watch.close()
