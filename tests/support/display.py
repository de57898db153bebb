"""A virtual X display of its own for a test or the demo: real server, real window manager, real programs."""

import os
import select
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

import mss
import mss.tools
from Xlib.error import ConnectionClosedError

from tests.support.processes import Child
from tests.support.windows import NothingHappened, Watch, Window

__all__ = ["NothingHappened", "VirtualDisplay", "Window"]

T = TypeVar("T")
START = 20.0  # seconds for a display server, window manager or program to stand, on a busy machine
KEY_APART = 10  # milliseconds between typed characters, as a quick typist's


class VirtualDisplay:
    """
    An Xvfb with openbox, ended by its own ids.

    With `monitors=2` the screen is two monitors side by side, each half as wide as the screen.
    All waiting is woken by what happens on the display: a window, a property, a changed pixel, a new clipboard.
    """

    def __init__(self, width: int = 1280, height: int = 800, monitors: int = 1) -> None:
        self.width, self.height, self.monitors = width, height, monitors
        self.children: list[Child] = []
        self._home = tempfile.TemporaryDirectory(prefix="attended-display-")
        self._watch: Watch | None = None
        try:
            self.name = self._serve()
            self._watch = Watch(self.name)
            self._split_monitors()
            # It says that it is there before it takes windows, so it is its start-up command that we wait for.
            self.run(["openbox", "--startup", "echo managing"]).line("managing", START)
        except BaseException:
            self.end()
            raise

    @property
    def env(self) -> dict[str, str]:
        """What a program needs in its environment to come up here and nowhere else."""
        return {
            "DISPLAY": self.name,
            "XAUTHORITY": "/dev/null",
            "XDG_SESSION_TYPE": "x11",
            "WAYLAND_DISPLAY": "",
            "HOME": self._home.name,
            "XDG_RUNTIME_DIR": self._home.name,
            "XDG_CONFIG_HOME": f"{self._home.name}/config",
            "DBUS_SESSION_BUS_ADDRESS": "disabled:",
            "GDK_BACKEND": "x11",
            "GSETTINGS_BACKEND": "memory",
            "NO_AT_BRIDGE": "1",  # no accessibility bus stands here, and GTK would wait for one
            "QT_QPA_PLATFORM": "xcb",
            "LANG": "C.UTF-8",
        }

    def run(self, argv: Sequence[str | Path], name: str = "", cwd: Path | None = None, **env: str) -> Child:
        """Start a program on this display; it is ended with the display at the latest."""
        child = Child(argv, name=name, env={**self.env, **env}, cwd=cwd)
        self.children.append(child)
        return child

    def end(self) -> None:
        """End what runs here, last started first and the server at last."""
        if self._watch is not None:
            with suppress(ConnectionClosedError):  # a test may have killed the server
                self._watch.close()
            self._watch = None
        for child in reversed(self.children):
            child.end()
        self._home.cleanup()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end()

    # What stands on it

    def windows(self) -> list[Window]:
        """Give every visible window with a title, lowest first."""
        return self._watching.windows()

    def window(self, title: str, within: float = START) -> Window:
        """
        Wait for a visible window whose title holds `title`; the topmost one if there are several.

        Raises:
            NothingHappened: There is none after `within` seconds.
        """

        def standing() -> Window | None:
            return next((window for window in reversed(self.windows()) if title in window.title), None)

        found = self.until(standing, within, f"a window titled {title!r}")
        assert found is not None
        return found

    def no_window(self, title: str, within: float = START) -> None:
        """
        Wait until no visible window's title holds `title`.

        Raises:
            NothingHappened: There still is one after `within` seconds.
        """
        self.until(lambda: all(title not in each.title for each in self.windows()), within, f"no window {title!r}")

    def until(self, condition: Callable[[], T], within: float = START, what: str = "a condition") -> T:
        """
        Ask `condition` again at each change of the display until it gives something true, and give that.

        Raises:
            NothingHappened: It did not within `within` seconds; the message names `what`.
        """
        return self._watching.until(condition, within, what)

    # The hand

    def move(self, x: int, y: int) -> None:
        """Move the pointer to a pixel of the screen."""
        self._xdotool("mousemove", x, y)

    def push(self, dx: int, dy: int) -> None:
        """Push the mouse so many pixels, as a hand does: the display tells of it as of a device's own move."""
        self._xdotool("mousemove_relative", "--", dx, dy)

    def click(self, x: int, y: int, button: int = 1) -> None:
        """Press and release a button at a pixel of the screen."""
        self._xdotool("mousemove", x, y, "click", button)

    def click_in(self, window: Window, x: int, y: int, button: int = 1) -> None:
        """Press and release a button at a pixel of a window, counted from the window's corner."""
        self.click(window.x + x, window.y + y, button)

    def type(self, text: str) -> None:
        """Type text into what has the focus."""
        self._xdotool("type", "--delay", KEY_APART, "--", text)

    def key(self, *keys: str) -> None:
        """Press and release keys by X's names, such as "Return" or "ctrl+c"."""
        self._xdotool("key", "--", *keys)

    def focus(self, window: Window) -> None:
        """Raise a window and give it the focus, as its task bar entry would; one that has it is left alone."""
        if self.active() != window.id:
            self._xdotool("windowactivate", "--sync", window.id)

    def active(self) -> int:
        """Give the id of the window that has the focus; 0 for none."""
        said = self._call(["xdotool", "getactivewindow"])
        return int(said.stdout) if said.returncode == 0 else 0

    def place(self, window: Window, x: int, y: int, width: int, height: int) -> Window:
        """Move a window to a place of the screen and give it a size, as its edges would; give it as it stands then."""
        self._xdotool("windowsize", "--sync", window.id, width, height)
        self._xdotool("windowmove", window.id, x, y)
        return self.window(window.title)

    def clipboard(self) -> str:
        """Give the text on the clipboard; empty when nothing is on it."""
        held = self._call(["xclip", "-o", "-selection", "clipboard"])
        return held.stdout if held.returncode == 0 else ""

    # The eye

    def image(self) -> mss.ScreenShot:
        """Take a picture of the whole screen, all monitors of it."""
        with mss.MSS(display=self.name) as eye:
            return eye.grab(eye.monitors[0])

    def screenshot(self, path: Path) -> Path:
        """Write a picture of the whole screen as PNG."""
        taken = self.image()
        mss.tools.to_png(taken.rgb, (taken.width, taken.height), output=path)
        return path

    def pixel(self, x: int, y: int) -> tuple[int, int, int]:
        """Give a pixel's red, green and blue, each from 0 to 255."""
        red, green, blue = self.image().pixel(x, y)
        return red, green, blue

    # How it comes up

    @property
    def _watching(self) -> Watch:
        assert self._watch is not None, "the display has ended"
        return self._watch

    def _serve(self) -> str:
        hears, tells = os.pipe()
        screen = f"{self.width}x{self.height}x24"
        try:
            argv = ["Xvfb", "-displayfd", str(tells), "-screen", "0", screen, "-nolisten", "tcp", "-noreset"]
            server = Child(argv, pass_fds=[tells])
        finally:
            os.close(tells)
        self.children.append(server)
        try:
            # Xvfb writes number and line end apart; closing between the two would end it by SIGPIPE.
            said = b""
            while not said.endswith(b"\n"):
                ready, _, _ = select.select([hears], [], [], START)
                heard = os.read(hears, 16) if ready else b""
                if not heard:
                    raise NothingHappened(f"Xvfb did not come up: {server.lines}")
                said += heard
        finally:
            os.close(hears)
        return f":{said.decode().strip()}"

    def _split_monitors(self) -> None:
        if self.monitors == 1:
            return
        width = self.width // self.monitors
        for index in range(self.monitors):
            # "screen" is Xvfb's only output; the further monitors need none.
            shape = f"{width}/300x{self.height}/200+{index * width}+0"
            output = "none" if index else "screen"
            self._call(["xrandr", "--setmonitor", f"monitor-{index + 1}", shape, output], check=True)

    def _xdotool(self, *words: str | int) -> None:
        self._call(["xdotool", *map(str, words)], check=True)

    def _call(self, argv: list[str], *, check: bool = False) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            argv, env={**os.environ, **self.env}, capture_output=True, text=True, timeout=START, check=check
        )
