"""Promise 5 on a real X server: the frame shows over everything, on every monitor, and lets clicks through."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from Xlib import X
from Xlib.display import Display

from tests.support.display import VirtualDisplay
from tests.support.processes import Child

ROOT = Path(__file__).parents[2]
LIVE_COLOUR = (0xB0, 0x12, 0x6F)
GREEN = (0x20, 0xA0, 0x40)
OF_ONE_MONITOR = 5
LIVE = "Attended, live"
SOON = 5.0


@pytest.fixture
def display() -> Iterator[VirtualDisplay]:
    """Give a screen of 1600 × 600; the tests say which monitors it has."""
    with VirtualDisplay(1600, 600) as made:
        yield made


def indicator(display: VirtualDisplay) -> Child:
    """Have frame and banner stand."""
    child = display.run([sys.executable, "-m", "tests.support.indicator_alone"], name="indicator", cwd=ROOT)
    child.line("shown", 20)
    return child


def plug(display: VirtualDisplay, number: int) -> None:
    """Plug a monitor of 800 pixels in, to the right of the others."""
    shape = f"800/300x600/200+{800 * (number - 1)}+0"
    display.run(["xrandr", "--setmonitor", f"monitor-{number}", shape, "screen" if number == 1 else "none"]).wait()


def lives(display: VirtualDisplay) -> int:
    """Count the windows of frame and banners."""
    return sum(window.title == LIVE for window in display.windows())


class Program:
    """A program that covers the whole screen, and notes where it is clicked."""

    def __init__(self, display: VirtualDisplay) -> None:
        self._display = Display(display.name)
        screen = self._display.screen()
        colour = (GREEN[0] << 16) | (GREEN[1] << 8) | GREEN[2]
        self._window = screen.root.create_window(
            0, 0, 1600, 600, 0, screen.root_depth, background_pixel=colour, event_mask=X.ButtonPressMask
        )
        state, full = map(self._display.intern_atom, ("_NET_WM_STATE", "_NET_WM_STATE_FULLSCREEN"))
        self._window.change_property(state, self._display.intern_atom("ATOM"), 32, [full])
        self._window.set_wm_name("full screen")
        self._window.map()
        self._display.flush()
        display.window("full screen")

    def rise(self) -> None:
        """Go above everything, as programs do that go to full screen."""
        self._window.raise_window()
        self._display.sync()

    def clicks(self) -> list[tuple[int, int]]:
        """Give where it was clicked."""
        self._display.sync()
        events = [self._display.next_event() for _ in range(self._display.pending_events())]
        return [(event.root_x, event.root_y) for event in events if event.type == X.ButtonPress]

    def close(self) -> None:
        """Leave."""
        self._display.close()


@pytest.mark.timeout(60)
@pytest.mark.parametrize("composited", [False, True], ids=["without a compositor", "with a compositor"])
def test_the_frame_shows_over_a_full_screen_program_and_clicks_pass_through(
    display: VirtualDisplay,
    composited: bool,  # noqa: FBT001 - by parameter
) -> None:
    """No black screen: inside the frame the program is seen; on it the program is clicked (acceptance 26)."""
    plug(display, 1)
    if composited:
        display.run([sys.executable, "-m", "tests.support.compositor"], cwd=ROOT).line("compositing", 10)
    indicator(display)
    program = Program(display)
    display.until(lambda: display.pixel(400, 400) == GREEN, SOON, "the program")
    program.rise()
    display.until(lambda: display.pixel(2, 300) == LIVE_COLOUR, SOON, "the left strip above it")
    for x, y in ((400, 2), (400, 597), (797, 300)):
        assert display.pixel(x, y) == LIVE_COLOUR, (x, y)
    assert display.pixel(400, 400) == GREEN
    display.click(2, 300)
    display.click(400, 597)
    clicks: list[tuple[int, int]] = []

    def clicked() -> bool:
        clicks.extend(program.clicks())
        return len(clicks) == 2

    display.until(clicked, SOON, "both clicks")
    assert clicks == [(2, 300), (400, 597)]
    program.close()


@pytest.mark.alone
@pytest.mark.timeout(60)
def test_a_monitor_plugged_in_later_is_framed_at_once(display: VirtualDisplay) -> None:
    """Within 100 ms four strips and a banner stand on it; unplugged, it takes only its own along (acceptance 26)."""
    plug(display, 1)
    child = indicator(display)
    assert lives(display) == OF_ONE_MONITOR
    took = []
    for _ in range(3):
        plugged = time.monotonic()
        plug(display, 2)
        display.until(lambda: lives(display) == 2 * OF_ONE_MONITOR, SOON, "the second frame")
        took.append(time.monotonic() - plugged)
        display.run(["xrandr", "--delmonitor", "monitor-2"]).wait()
        display.until(lambda: lives(display) == OF_ONE_MONITOR, SOON, "the first alone")
    assert min(took) < 0.1, took
    assert "failed" not in child.lines


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    ("which", "way"),
    [
        ("strip", "destroy"),
        pytest.param("strip", "unmap", marks=pytest.mark.long),
        pytest.param("banner", "destroy", marks=pytest.mark.long),
        pytest.param("banner", "unmap", marks=pytest.mark.long),
    ],
)
def test_whatever_is_taken_off_the_screen_is_noticed(display: VirtualDisplay, which: str, way: str) -> None:
    """One strip of one monitor is enough: it is told at once, and that ends a session (acceptance 27)."""
    plug(display, 1)
    child = indicator(display)
    found = [window for window in display.windows() if window.title == LIVE]
    chosen = next(window for window in found if (min(window.width, window.height) < 20) == (which == "strip"))
    eye = Display(display.name)
    getattr(eye.create_resource_object("window", chosen.id), way)()
    eye.sync()
    eye.close()
    child.line("failed", SOON)
