"""A customer who sees nothing: works the real desk with the keyboard, by what a screen reader is told of it."""

from __future__ import annotations

import re
from contextlib import suppress

from tests.support.at_spi import Part, Reader
from tests.support.display import NothingHappened, VirtualDisplay

STEPS = 40
"""Presses of Tab after which whatever is looked for is not there."""
PATIENCE = 20.0
CALM = 0.7
"""Seconds after which a Tab has led nowhere: a window that has just come up takes no key for two seconds."""
DIGITS = re.compile(r"group 1: ([\d, ]+)\. group 2: ([\d, ]+)\. group 3: ([\d, ]+)")


class ByEar:
    """One such person at one display. Nothing here looks at a pixel or touches the mouse."""

    def __init__(self, display: VirtualDisplay, reader: Reader) -> None:
        self._display = display
        self._reader = reader

    def hears(self, beginning: str) -> Part:
        """Wait until what has the keyboard is called so, and give it."""
        found = self._display.until(lambda: self._at(beginning), PATIENCE, f"the keyboard at {beginning!r}")
        assert found is not None
        return found

    def goes_to(self, beginning: str) -> Part:
        """Press Tab until the keyboard is at a part whose name begins so; one too early is pressed again."""
        passed: list[str] = []
        part = self._display.until(self._reader.focused, PATIENCE, "the keyboard in a window")
        while part is not None and not part.name.startswith(beginning):
            passed.append(part.name)
            assert len(passed) < STEPS, f"{beginning!r} is not among {passed}"
            self._display.key("Tab")
            part = self._after(part)
        assert part is not None
        return part

    def presses(self, beginning: str) -> None:
        """Go to a part and press Space."""
        self.goes_to(beginning)
        self._display.key("space")

    def reads_code(self) -> str:
        """Hear the code, digit by digit, and give it as one reads it aloud."""
        heard = DIGITS.search(self.hears("group 1: ").name)
        assert heard is not None
        return "-".join(group.replace(", ", "") for group in heard.groups())

    def waits_for(self, words: str) -> None:
        """Wait until no part says these words any more: why something does not work yet."""

        def is_over() -> bool:
            shown = self._reader.standing().shown()
            return not any(words in part.name or words in part.description for part in shown)

        self._display.until(is_over, PATIENCE, f"{words!r} to be over")

    def _after(self, former: Part) -> Part:
        def moved() -> Part | None:
            part = self._reader.focused()
            return part if part is not None and part.place != former.place else None

        with suppress(NothingHappened):
            return self._display.until(moved, CALM, "Tab to lead on") or former
        return former

    def _at(self, beginning: str) -> Part | None:
        part = self._reader.focused()
        return part if part is not None and part.name.startswith(beginning) else None
