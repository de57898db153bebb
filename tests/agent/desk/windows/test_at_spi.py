"""
The desk as a screen reader on Linux has it: the real windows on a real display, walked over AT-SPI (acceptance 37).

What a reader is told of each part are its name, what it is, what state it is in and why it does not work yet.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from demo.scenes import SCENES
from tests.support.at_spi import Part, Reader, accessibility_bus
from tests.support.display import VirtualDisplay
from tests.support.house import ROOT
from tests.support.processes import Child

CONTROLS = {"push button", "toggle button", "check box", "radio button", "text", "entry", "tree", "list"}
"""What can be worked, by AT-SPI's names; a scroll bar cannot, by keyboard: what has the focus is scrolled to."""
SHORT = (
    "check-1", "check-stop", "code-waiting", "question-two-screens", "live-control", "chat", "report", "over", "wrong",
    "trouble-three-codes",
)  # fmt: skip
"""One state of each window; the others take minutes together."""

LISTS = {"live-what-is-on", "live-move"}
"""They hang from the banner, and are answered."""

pytestmark = pytest.mark.timeout(120)


class Scene:
    """A program that shows windows, and a reader of what it shows."""

    def __init__(self, child: Child, reader: Reader) -> None:
        self._child = child
        self._read: dict[str, Part] = {}
        self.reader = reader

    def show(self, name: str) -> Part:
        """Show a scene's window, alone, and read it; what was read before is not read again."""
        if name not in self._read:
            self.shows(name)
            self._read[name] = self.reader.standing()
        return self._read[name]

    def shows(self, name: str) -> None:
        """Show a scene's window, alone."""
        self._child.say(name)
        self._child.line(f"Showing {name}$")


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """Run a display, an accessibility bus and the windows."""
    with accessibility_bus(tmp_path_factory.mktemp("bus")) as reader, VirtualDisplay() as display:
        argv = [sys.executable, "-m", "tests.support.shown_windows"]
        on = {"AT_SPI_BUS_ADDRESS": reader.address, "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}
        yield Scene(display.run(argv, cwd=ROOT, **on), reader)


def controls(window: Part) -> list[Part]:
    """Give what can be worked in a window, and is seen."""
    return [part for part in window.shown() if part.role in CONTROLS]


def named(window: Part, beginning: str) -> Part:
    """Find a control by the beginning of its name."""
    return next(part for part in controls(window) if part.name.startswith(beginning))


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=() if name in SHORT else pytest.mark.long) for name in SCENES]
)
def test_every_part_of_a_window_has_name_role_and_state(scene: Scene, name: str) -> None:
    """It is a dialog with a name, its controls have names and can be reached, and one of its parts has the keyboard."""
    window = scene.show(name)
    is_banner = name.startswith("live") and name not in LISTS
    assert (window.role, bool(window.name)) == ("frame" if is_banner else "dialog", True)
    assert [part for part in controls(window) if not part.name.strip()] == []
    assert [part for part in controls(window) if not {"focusable", "sensitive"} & part.states] == []
    assert len(controls(window)) > 1 or name == "live-stopped"
    focused = [part for part in window.all() if "focused" in part.states]
    assert len(focused) == (0 if name.startswith("live") else 1)


def test_a_question_is_read_as_it_is_meant(scene: Scene) -> None:
    """Who asks is the window's name; a tick says what it gives away, and Allow why it does not work yet."""
    window = scene.show("question-two-screens")
    assert window.name == "Question from Ana Weber, Nordlicht IT"
    tick = named(window, "See my screen")
    assert (tick.role, "checkable" in tick.states, "checked" in tick.states) == ("check box", True, False)
    assert tick.description == "They can read all that is on it. Close private things first."
    allow = named(window, "Allow")
    assert "Not ready" in allow.name
    assert allow.description.startswith("To allow: ")
    assert not [part for part in controls(window) if "Screen" in part.name and "checked" in part.states]
    names = [part.name for part in controls(window)]
    assert names.index("Don’t allow") < names.index(allow.name)
    assert window.heading() == "Ana Weber asks to see your screen and get a health report"


def test_what_was_ticked_is_told(scene: Scene) -> None:
    """The states of ticks and choices are those on the screen, and Allow is ready and says what it will do."""
    window = scene.show("question-ready")
    assert "checked" in named(window, "See my screen").states
    assert "checked" in named(window, "Is this who you expected? Yes").states
    assert "checked" not in named(window, "Is this who you expected? No").states
    allow = named(window, "Allow")
    assert (allow.name, allow.description) == ("Allow 2 things for 15 minutes", "You can allow now.")


def test_a_reader_can_press_what_it_reads(scene: Scene) -> None:
    """Each control offers its action to the reader, and pressing by it does what a key does."""
    scene.shows("check-2")
    window = scene.reader.standing()
    assert named(window, "Continue").description != ""
    scene.reader.press(named(window, "Keep this call a secret"))
    again = scene.reader.standing()
    assert "checked" in named(again, "Keep this call a secret").states
    assert named(again, "Continue").description == ""


def test_the_banner_says_who_sees_what_and_for_how_long(scene: Scene) -> None:
    """Its name is the sentence that a reader says, and it takes no keyboard from anybody."""
    window = scene.show("live-control")
    assert window.name.startswith("Attended, live, Ana Weber sees screen 1, uses your mouse, 11 minutes left")
    assert [part.name for part in controls(window)] == ["Stop", "Pause", "What is on", "Chat", "Move"]


def test_the_code_is_read_digit_by_digit(scene: Scene) -> None:
    """In three groups (acceptance 5)."""
    window = scene.show("code-waiting")
    (digits,) = [part for part in window.shown() if "4, 8, 2, 1" in part.name]
    assert digits.name == "group 1: 4, 8, 2, 1. group 2: 7, 3, 9, 2, 0, 5. group 3: 1"


def test_each_line_of_a_report_is_a_box_to_cross_it_out(scene: Scene) -> None:
    """A line is named whole: what ticking it does, what it is, of what, and what it says."""
    window = scene.show("report")
    lines = [part for part in window.all() if part.role == "tree item" and "checkable" in part.states]
    assert [part.name for part in lines if not part.name.startswith("cross out")] == []
    assert "cross out, Serial number, vda, ‹serial 2›" in [part.name for part in lines]
    assert named(window, "Send").name == "Send 13 lines"
