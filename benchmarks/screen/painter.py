"""
`python -m benchmarks.screen.painter DISPLAY`: paints scenes on a display, and remembers when each step was drawn.

Told line by line: `prepare NAME ...` makes what scenes need, `show NAME ...` opens the windows of scenes that run side
by side and begins, `hold` paints nothing more, `stop` takes them away, `furnish page` hangs text behind all windows,
`furnish` takes it down. Answers each with one line of JSON; `stop` with the times of all steps.
"""

from __future__ import annotations

import json
import select
import sys
import time
from dataclasses import dataclass, field

from Xlib import X
from Xlib import display as xdisplay

from benchmarks.screen.acts import Act, Pictures, act
from benchmarks.screen.canvas import wall
from benchmarks.screen.mark import STEPS

WARM = {"key": ("paper", "letters"), "typing": ("paper", "letters"), "idle": ("paper", "letters"),
        "scroll": ("page",), "drag": ("window",), "film": ("film",), "pair": ()}  # fmt: skip


@dataclass
class Running:
    """A scene being shown; `next` is when, in seconds of the monotonic clock, and None where a key says when."""

    act: Act
    next: float | None
    drawn: list[tuple[int, float]] = field(default_factory=list)

    def step(self) -> None:
        """Paint the next step, and remember when it was drawn (ms)."""
        number = len(self.drawn) % STEPS
        self.act.step(number)
        self.drawn.append((number, time.monotonic() * 1000))
        if self.next is not None:
            # From when it was due, so that a late step makes no other late; but a long stop is not made up for.
            pause = self.act.scene.pause(number) / 1000
            self.next = max(self.next + pause, time.monotonic() - pause)


class Painter:
    """Paints what it is told, until its input closes."""

    def __init__(self, name: str) -> None:
        self._display = xdisplay.Display(name)
        self._pictures = Pictures(self._display)
        self._running: dict[str, Running] = {}
        self._open = True
        self._answers = 0

    def run(self) -> None:
        """Paint each step when it is due, and listen in between."""
        while self._open:
            # Whatever waited for the server also read events, of which the descriptor then says nothing.
            self._press()
            due = [one.next for one in self._running.values() if one.next is not None]
            wait = max(0.0, min(due) - time.monotonic()) if due else None
            heard, _, _ = select.select([sys.stdin, self._display], [], [], wait)
            if sys.stdin in heard:
                self._hear(sys.stdin.readline())
            for one in self._running.values():
                if one.next is not None and one.next <= time.monotonic():
                    one.step()

    def _press(self) -> None:
        while self._display.pending_events():
            event = self._display.next_event()
            if event.type == X.KeyPress and "key" in self._running:
                self._running["key"].step()

    def _hear(self, said: str) -> None:
        word, *names = said.split() or ["end"]
        if word == "prepare":
            for picture in {picture for name in names for picture in WARM[name]}:
                getattr(self._pictures, picture)
            self._answer(prepared=names)
        elif word == "show":
            for name in names:
                shown = act(name, self._display, self._pictures)
                self._running[name] = Running(shown, None if shown.scene.period == 0 else time.monotonic())
            self._answer(shows=names)
        elif word == "furnish":
            wall(self._display, self._pictures.page if names else None)
            self._answer(furnished=bool(names))
        elif word == "hold":
            for one in self._running.values():
                one.next = None
            self._answer(holds=True)
        elif word == "stop":
            drawn = {name: one.drawn for name, one in self._running.items()}
            for one in self._running.values():
                one.act.canvas.close()
            self._running.clear()
            self._answer(drawn=drawn)
        else:
            self._open = False

    def _answer(self, **said: object) -> None:
        self._answers += 1
        print(json.dumps({"answer": self._answers, **said}), flush=True)


if __name__ == "__main__":
    Painter(sys.argv[1]).run()
