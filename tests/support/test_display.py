from collections.abc import Iterator
from pathlib import Path

import mss
import pytest
from PIL import Image

from tests.support.display import NothingHappened, VirtualDisplay
from tests.support.processes import is_alive


@pytest.fixture(scope="module")
def display() -> Iterator[VirtualDisplay]:
    """Give a display of 800 by 600 with two monitors."""
    with VirtualDisplay(800, 600, monitors=2) as display:
        yield display


def test_a_real_program_is_worked_by_hand(display: VirtualDisplay, tmp_path: Path) -> None:
    """A terminal on the display takes a click and typed keys, and what was typed takes effect."""
    written = tmp_path / "written"
    with display.run(["xterm", "-T", "a terminal", "-geometry", "40x10+20+20"]) as terminal:
        display.click_in(display.window("a terminal"), 30, 30)
        display.type(f"echo typed > {written}\n")
        display.until(lambda: written.is_file() and written.read_text(encoding="utf-8") == "typed\n")
        terminal.end()
    display.no_window("a terminal")


def test_a_changed_pixel_wakes_who_waits_for_it(display: VirtualDisplay) -> None:
    """A pixel is seen to turn to a program's colour, and back when the program ends."""
    before = display.pixel(700, 300)
    with display.run(["xterm", "-bg", "#204060", "-T", "blue", "-geometry", "30x20+600+200"]):
        display.until(lambda: display.pixel(700, 300) == (0x20, 0x40, 0x60))
    display.until(lambda: display.pixel(700, 300) == before)


def test_a_screenshot_is_a_picture_of_the_screen(display: VirtualDisplay, tmp_path: Path) -> None:
    """The PNG has the screen's size and the screen's pixels."""
    with Image.open(display.screenshot(tmp_path / "screen.png")) as picture:
        assert picture.size == (800, 600)
        assert picture.getpixel((5, 5)) == display.pixel(5, 5)


def test_two_monitors_stand_side_by_side(display: VirtualDisplay) -> None:
    """Capture sees two monitors, each half of the screen."""
    with mss.MSS(display=display.name) as eye:
        assert [(each["left"], each["width"], each["height"]) for each in eye.monitors[1:]] == [
            (0, 400, 600),
            (400, 400, 600),
        ]


def test_waiting_for_nothing_ends_in_its_time(display: VirtualDisplay) -> None:
    """A window that never comes fails the wait, and the message names what was waited for."""
    with pytest.raises(NothingHappened, match="never opened"):
        display.window("never opened", within=0.3)


def test_a_display_leaves_no_process_behind() -> None:
    """Server, window manager and programs have ended when the display has."""
    with VirtualDisplay(320, 240) as display:
        display.run(["xterm"])
        pids = [child.pid for child in display.children]

    assert len(pids) == 3
    assert not any(is_alive(pid) for pid in pids)
