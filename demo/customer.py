"""The scripted customer: sees the real desk windows on a display and works them with mouse and keyboard."""

from __future__ import annotations

import contextlib
import re
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tests.support.display import NothingHappened, VirtualDisplay, Window

CODE = re.compile(r"\d{4,6}-\d{6,8}-\d")
INK = (0x16, 0x18, 0x1D)
LIVE = (0xB0, 0x12, 0x6F)
"""Colours of text and Stop, and of what is live (protocol/look/tokens.json)."""
DIGITS, COPY = (60, 135, 430, 50), (-80, 158)
"""Where the digits stand in the code window (x, y, width, height), and Copy code; negative x counts from the right."""
MISSING = (12, -100, 690, 36)
"""Where the question says what is missing before Allow works, counted from its lower edge."""
SAY_AND_TICK, TICK, READY = range(400, 440), range(150, 180), range(115, 148)
"""How wide three sentences are there, in pixels: "To allow: say if you expected this person, and tick one thing.",
"To allow: tick one thing." and "You can allow now."; the one that asks to read first is of another width."""
CHECK = "Attended · before we start"
LACKING = (12, -92, 550, 30)
"""Where the check says what is missing before Continue works, counted from its lower edge."""
CHOOSE, TICK_ONE = range(245, 275), range(305, 340)
"""How wide two sentences are there: "To go on: choose the answer that fits." and the second question's."""
ASKED, NO_SIGN, CONTINUE = (45, 180), (45, -136), (500, -36)
"""Where "I asked for help", "No, none of these" and Continue stand; negative y counts from the lower edge."""
CHAT = "Attended · chat"
EDGE, LINE = (30, -66, 200, 12), (30, -44, 280, 20)
"""In the chat: above the line to write in, and where its words stand; y counts from the lower edge."""
EDGE_PIXELS, WORD = 400, 20
"""Pixels of ink of the ring around what has the keyboard (without it there are none); what is wider is no cursor."""
CHAT_BUTTON = (130, 24)
"""Where Chat stands on the banner, counted from its upper right corner: the last but one."""
DARK = 60
"""What is darker is a letter of ink; a hint in an empty line is softer."""
CODE_INK = 1_500
"""Pixels of ink that the digits have and the dots in their place have not."""
THIN = 20
"""Pixels that the banner is higher than, and that no strip of the border is wide."""
REPORT, MAKING = "health report", 400
"""A word of that window's title, and pixels that the window is not high while the report is made."""
NO_KEYS = 2.2
"""Seconds in which a window that came up takes no key but Esc."""
CALM, TRIES = 1.0, 12
"""Seconds between two presses of Send, and how many there are: at a first meeting it does nothing for five seconds."""
SOON, LONG = 10.0, 30.0
"""Seconds for a window to answer, and for the other side to do its part."""

Pixels = NDArray[np.uint8]


class Customer:
    """A person at a display. Every step waits for what they would wait for: a window, or a change on it."""

    def __init__(self, display: VirtualDisplay) -> None:
        self._display = display

    # The check

    def answers_check(self, shot: Path | None = None) -> None:
        """Say that one asked for help, and that nobody asked for anything odd; a picture of it goes to `shot`."""
        self._display.window(CHECK, LONG)
        self._display.until(lambda: self._lacks() in CHOOSE, SOON, "the first question")
        if shot is not None:
            self._display.screenshot(shot)
        self._picks(ASKED)
        self._display.until(lambda: self._lacks() in TICK_ONE, SOON, "the second question")
        self._picks(NO_SIGN)
        self._display.no_window(CHECK, SOON)

    def _picks(self, answer: tuple[int, int]) -> None:
        self._clicks(answer)
        self._display.until(lambda: self._lacks() in READY, SOON, "Continue to work")
        self._clicks(CONTINUE)

    def _clicks(self, place: tuple[int, int]) -> None:
        window = self._display.window(CHECK, SOON)
        self._display.click_in(window, place[0], place[1] if place[1] >= 0 else window.height + place[1])

    def _lacks(self) -> int:
        standing = [window for window in self._display.windows() if window.title == CHECK]
        return _width(self._part(standing[-1], LACKING)) if standing else 0

    # The code

    def sees_code(self, shot: Path) -> float:
        """Wait until the code stands in its window, and give the time; a picture of it goes to `shot`."""
        self._display.until(self._digits_stand, LONG, "the code in its window")
        seen = time.time()
        self._display.screenshot(shot)
        return seen

    def copies_code(self) -> str:
        """Press Copy code, which stands beside the digits, and give what is on the clipboard then."""
        window = self._display.window("Attended")
        self._display.click_in(window, window.width + COPY[0], COPY[1])

        def copied() -> str:
            found = CODE.fullmatch(self._display.clipboard().strip())
            return found[0] if found else ""

        return self._display.until(copied, SOON, "a code on the clipboard")

    def _digits_stand(self) -> bool:
        windows = [window for window in self._display.windows() if window.title == "Attended"]
        return bool(windows) and _count(self._part(windows[-1], DIGITS), INK) > CODE_INK

    # The question

    def sees_question(self, shot: Path | None = None) -> Window:
        """Wait for a question; a picture of it goes to `shot`."""
        window = self._display.window("Question from", LONG)
        if shot is not None:
            self._display.screenshot(shot)
        return window

    def allows(self, question: Window, *, first: bool, shot: Path | None = None) -> float:
        """
        Wait until the question may be answered, tick its one thing and press Allow; give the time of pressing.

        At the first question also say that this person was expected. A picture of the filled-in question goes to
        `shot`. Keys only, in the documented order of focus (experience 2.5).
        """
        display = self._display
        display.focus(question)
        # Two seconds, or five at a first meeting, in which keys answer nothing.
        lacking = SAY_AND_TICK if first else TICK
        display.until(lambda: self._missing(question) in lacking, SOON, "the wait to be over")
        # From the heading on: who, expected?, why, the tick; how long, if there is a choice, kept, names, More time,
        # Don't allow, Allow.
        for tabs in (2, 2) if first else (3,):
            display.key(*["Tab"] * tabs, "space")
        display.until(lambda: self._missing(question) in READY, SOON, "Allow to work")
        if shot is not None:
            display.screenshot(shot)
        display.key(*["Tab"] * (6 if first else 5))
        pressed = time.time()
        display.key("space")
        display.no_window("Question from", SOON)
        return pressed

    def _missing(self, question: Window) -> int:
        """Read the line about what is missing, by its width in pixels: 0 before it is painted."""
        standing = next((window for window in self._display.windows() if window.id == question.id), question)
        return _width(self._part(standing, MISSING))

    # The report

    def reads_report(self, shot: Path | None = None) -> Window:
        """Wait until a report stands there, ready to be sent; a picture of it goes to `shot`."""
        window = self._display.until(self._reports, LONG, "the report")[0]
        self._display.focus(window)
        arrived = time.monotonic()
        self._display.until(lambda: time.monotonic() > arrived + NO_KEYS, SOON, "keys to count")
        if shot is not None:
            self._display.screenshot(shot)
        return window

    def crosses_out(self, words: str) -> None:
        """Find the first line with these words, and cross it out: F3, the words, Enter, and Space on the line."""
        self._finds(words)
        self._display.key("space")

    def shows_value(self, words: str) -> None:
        """Find the first line with these words, and show its masked value: the button comes next after the lines."""
        self._finds(words)
        self._display.key("Tab", "space")

    def sends_report(self, shot: Path | None = None) -> None:
        """Press Send, again while it is too soon for it; a picture of what goes goes to `shot`."""
        window = self._display.window(REPORT, SOON)
        if shot is not None:
            self._display.screenshot(shot)
        for _ in range(TRIES):
            self._display.click_in(window, window.width * 3 // 4, window.height - 34)
            with contextlib.suppress(NothingHappened):
                self._display.no_window(REPORT, CALM)
                return
        raise NothingHappened("the report was not sent")

    def _finds(self, words: str) -> None:
        self._display.key("F3", "ctrl+a")
        self._display.type(words)
        self._display.key("Return", "Home", "Down")

    def _reports(self) -> list[Window]:
        # While it is made the window has a line or two, and nothing to read.
        return [window for window in self._display.windows() if REPORT in window.title and window.height > MAKING]

    # What is live

    def sees_live(self, shot: Path | None = None) -> Window:
        """Wait for the banner; a picture of the screen goes to `shot`."""
        banner = self._display.until(self._banners, LONG, "the banner")[0]
        if shot is not None:
            self._display.screenshot(shot)
        return banner

    def writes(self, text: str) -> None:
        """Open the chat from the banner, write a line and send it; the line to write in has the keyboard by itself."""
        display = self._display
        banner = self.sees_live()
        display.click_in(banner, banner.width - CHAT_BUTTON[0], CHAT_BUTTON[1])
        display.until(self._can_write, LONG, "the chat with the keyboard in its line")
        display.type(text)
        display.until(lambda: self._written() > WORD, LONG, "the words in the chat's line")
        display.key("Return")
        display.until(lambda: self._written() < WORD, LONG, "the chat's line to be empty again")

    def _can_write(self) -> bool:
        """Look whether the chat is painted and has the keyboard: the edge of its line is thick and dark then."""
        chat = self._chat()
        if chat is None or self._display.active() != chat.id:
            return False
        return _count(self._part(chat, EDGE), INK) > EDGE_PIXELS

    def _written(self) -> int:
        """Measure the words in the chat's line: how wide they are in pixels, 1 for the cursor alone."""
        chat = self._chat()
        return 0 if chat is None else _width(self._part(chat, LINE))

    def _chat(self) -> Window | None:
        return next((window for window in reversed(self._display.windows()) if window.title == CHAT), None)

    def closes_chat(self) -> None:
        """Close the chat."""
        chat = self._display.window(CHAT, SOON)
        self._display.click_in(chat, chat.width - 24, 24)
        self._display.no_window(CHAT, SOON)

    def stops(self) -> None:
        """Press Stop: the one control filled with ink, found by its colour."""
        banner = self.sees_live()
        x, y = _middle_of(self._part(banner, (0, 0, banner.width, banner.height)), INK)
        self._display.click_in(banner, x, y)
        self._display.no_window("Attended, live", SOON)
        self._display.no_window("Attended, stopped", SOON)

    def sees_end(self, shot: Path | None = None) -> Window:
        """Wait for the last window; a picture goes to `shot`."""
        window = self._display.window("Attended", LONG)
        if shot is not None:
            self._display.screenshot(shot)
        return window

    def sees_that_it_is_over(self) -> bool:
        """Look whether a window stands that holds neither a code nor the place for one: the last one."""
        return any(window.title == "Attended" for window in self._display.windows()) and not self._digits_stand()

    def closes_end(self) -> None:
        """Close the last window, and with it the program."""
        self._display.focus(self._display.window("Attended", SOON))
        self._display.key("Escape")
        self._display.no_window("Attended", SOON)

    def _banners(self) -> list[Window]:
        # The border's four strips bear the same title; the banner is neither a line across nor a line down.
        live = [window for window in self._display.windows() if window.title == "Attended, live"]
        return [window for window in live if min(window.width, window.height) > THIN]

    # Looking

    def _part(self, window: Window, place: tuple[int, int, int, int]) -> Pixels:
        """Cut a part of a window out of the screen; a negative y counts from the lower edge."""
        x, y, width, height = place
        left, top = window.x + x, window.y + (y if y >= 0 else window.height + y)
        taken = self._display.image()
        whole = np.frombuffer(taken.rgb, np.uint8).reshape(taken.height, taken.width, 3)
        return whole[max(0, top) : top + height, max(0, left) : left + min(width, window.width)]


def _count(pixels: Pixels, colour: tuple[int, int, int]) -> int:
    return int(np.all(pixels == np.array(colour, np.uint8), axis=2).sum())


def _width(pixels: Pixels) -> int:
    """Measure from the first dark pixel to the last, across; 0 where nothing is dark."""
    dark = np.flatnonzero((pixels.max(axis=2) < DARK).any(axis=0))
    return int(dark[-1] - dark[0]) + 1 if dark.size else 0


def _middle_of(pixels: Pixels, colour: tuple[int, int, int]) -> tuple[int, int]:
    """Find the middle of the area filled with a colour: columns and rows where it prevails, letters do not."""
    filled = np.all(pixels == np.array(colour, np.uint8), axis=2)
    columns = np.flatnonzero(filled.mean(axis=0) > 0.4)  # noqa: PLR2004 - letters fill less of a column
    if not columns.size:
        raise LookupError("nothing is filled with that colour")
    rows = np.flatnonzero(filled[:, columns].mean(axis=1) > 0.4)  # noqa: PLR2004 - as above
    return int(columns.mean()), int(rows.mean())
