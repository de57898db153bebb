"""What a session needs on one machine: a virtual screen with real programs on it, a relay, and the customer's agent."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

from tests.support.display import VirtualDisplay, Window
from tests.support.processes import Child

WIDTH, HEIGHT = 1920, 1080
TECHNICIAN = "Ana Weber"
TRAINED_FOR = timedelta(days=120)
PRINTER = """\
# The office printer, second floor

Name      office-2
Address   192.0.2.17
Paper     A4, tray 2
State     paused
"""
EDITOR = (110, 130, 800, 640)
TERMINAL = (1010, 130)
_READY = 30.0
_GTK = "[Settings]\ngtk-cursor-blink=0\ngtk-enable-animations=0\n"


class Desktop:
    """A customer's computer: a screen of its own, a text editor with a file, and a terminal beside it."""

    def __init__(self, folder: Path) -> None:
        self.display = VirtualDisplay(WIDTH, HEIGHT)
        try:
            self._furnish(folder)
        except BaseException:
            self.display.end()
            raise

    def _furnish(self, folder: Path) -> None:
        display = self.display
        gtk = Path(display.env["XDG_CONFIG_HOME"]) / "gtk-3.0"
        gtk.mkdir(parents=True)
        # A cursor that blinks is a picture that changes; what is measured here is what typing changes.
        (gtk / "settings.ini").write_text(_GTK, encoding="utf-8")
        folder.mkdir(parents=True, exist_ok=True)
        self.file = folder / "printer.conf"
        self.file.write_text(PRINTER, encoding="utf-8")
        display.run(["xsetroot", "-solid", "#35506b"]).wait()
        face = ["-fa", "DejaVu Sans Mono", "-fs", "12", "-geometry", "80x30+{}+{}".format(*TERMINAL)]
        shell = ["bash", "--norc", "--noprofile"]
        display.run(["xterm", "-T", "Terminal", *face, "-e", *shell], cwd=folder, PS1="customer$ ")
        display.run(["mousepad", self.file])
        self.terminal = display.window("Terminal")
        self.editor = display.place(display.window("Mousepad"), *EDITOR)

    def end(self) -> None:
        """End the screen and everything on it."""
        self.display.end()


class Relay:
    """A relay of its own, with a demonstration organisation; on a free loopback port, unless the flags say another."""

    def __init__(self, folder: Path, *flags: str) -> None:
        self.data = folder / "relay"
        self._call("init", "--demo")
        self.child = Child(
            [*RELAY, "serve", "--data", self.data, "--host", "localhost", "--port", "0", *flags], name="attended-relay"
        )
        try:
            self.origin = self.child.line(r"Ready on (http://\S+)", _READY)[1]
        except BaseException:
            self.child.end()
            raise

    def invite(self) -> str:
        """Make a one-time link for a technician whose training is in date."""
        until = (date.today() + TRAINED_FOR).isoformat()  # noqa: DTZ011 - the day where the technician is
        said = self._call("invite", "--role", "technician", "--name", TECHNICIAN, "--trained-until", until)
        return said.strip().splitlines()[-1]

    def session(self) -> str:
        """Give the id of the newest session."""
        listed = json.loads(self._call("sessions", "--json"))
        return str(listed[0]["session"])

    @property
    def reader_key(self) -> Path:
        """The quality team's own key, which lies here only because one machine plays everybody."""
        return next((self.data / "readers").glob("quality*.key"))

    def _call(self, command: str, *arguments: str) -> str:
        return call([*RELAY, command, "--data", str(self.data), *arguments])


RELAY = (sys.executable, "-m", "relay.main")


def start_agent(origin: str, folder: Path, env: Mapping[str, str] | None = None, program: str = "agent.main") -> Child:
    """Start the customer's program for the relay at `origin`; what it keeps stays below `folder`."""
    kept: list[str | Path] = ["--data", folder / "agent", "--receipts", folder / "receipts"]
    argv: list[str | Path] = [sys.executable, "-m", program, origin, *kept]
    return Child(argv, name="attended-agent", env=env)


def call(argv: list[str], cwd: Path | None = None) -> str:
    """
    Run a command to its end and give what it said.

    Raises:
        CommandFailed: It ended with another status than 0.
    """
    done = subprocess.run(argv, cwd=cwd, capture_output=True, text=True, timeout=60, check=False)
    if done.returncode != 0:
        raise CommandFailed(f"{' '.join(argv)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


class CommandFailed(AssertionError):
    """A command of ours ended with a failure; holds what it said."""


__all__ = ["HEIGHT", "RELAY", "WIDTH", "CommandFailed", "Desktop", "Relay", "Window", "call", "start_agent"]
