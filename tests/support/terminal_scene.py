"""The terminal desk without a terminal: what was said, what is asked, and what the core is told."""

from __future__ import annotations

from collections.abc import Callable

from agent.desk.alarms import Alarms
from agent.desk.terminal.layout import cleaned
from agent.desk.terminal.talk import Talk
from agent.desk.view import Asker, Item, Question, Trust
from consent.scopes import Scope

NOON = 1_772_366_400.0
"""2026-03-01, 12:00 UTC."""


class Told:
    """Takes everything that the core would be told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, tuple[object, ...]]] = []
        self.on: dict[str, Callable[..., None]] = {}
        """What the core would do at once, by the name of what it is told."""

    def __getattr__(self, name: str) -> Callable[..., None]:
        """Take anything."""
        if name.startswith("_"):
            raise AttributeError(name)

        def tell(*values: object) -> None:
            self.told.append((name, values))
            if name in self.on:
                self.on[name](*values)

        return tell


class Screen:
    """A terminal of 80 by 24 of which everything is kept."""

    def __init__(self) -> None:
        self.text = ""
        self.size = (80, 24)

    def say(self, lines: list[str]) -> None:
        """Keep lines, as a terminal writes them."""
        self.text += "".join(f"{cleaned(line)}\n" for line in lines)

    def write(self, text: str) -> None:
        """Keep it."""
        self.text += text


class Clocks:
    """Time that passes when a test says so."""

    def __init__(self) -> None:
        self.now = 1000.0

    def boot(self) -> float:
        """Give the moment."""
        return self.now

    def wall(self) -> float:
        """Give it as unix seconds."""
        return NOON + self.now - 1000.0


class TerminalScene:
    """Somebody at a terminal that is none: `types` answers what is asked, `said` is what came since."""

    def __init__(self) -> None:
        self.screen = Screen()
        self.core = Told()
        self.clock = Clocks()
        self.alarms = Alarms()
        self.drops = 0
        self.idle: list[str] = []
        self.talk = Talk(self.screen, self._drop, self.idle.append)  # type: ignore[arg-type]  # as much of one as it needs
        self._read = 0

    @property
    def told(self) -> list[tuple[str, tuple[object, ...]]]:
        """Give what the core was told."""
        return self.core.told

    def said(self) -> str:
        """Give what was said since the last time, on one line."""
        text, self._read = self.screen.text[self._read :], len(self.screen.text)
        return " ".join(text.split())

    def types(self, line: str) -> str:
        """Type a line, and give what is said to it."""
        self.said()
        self.talk.heard(line)
        return self.said()

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self.clock.now += seconds
        self.alarms.tick(self.clock.now)

    def _drop(self) -> None:
        self.drops += 1


def a_question() -> Question:
    """Give a first question for the health report, from somebody who helped before."""
    asker = Asker("Ana Weber", "technician", "Nordlicht IT", "nordlicht.example", Trust.MET, "2026-02-01", "2027-03-31")
    return Question(
        id="q1",
        kind="first",
        asker=asker,
        heading="Ana Weber asks to get a health report",
        who_lines=("Ana Weber, technician at Nordlicht IT (nordlicht.example)", "✓ Checked."),
        purpose_words="to fix a fault",
        reason="The printer does not print.",
        ticket="4711",
        why_line="Why they ask: to fix a fault. “The printer does not print.” (ticket 4711)",
        items=(Item(Scope.REPORT, "Get a health report", ("You read it first.",)),),
        monitors=(),
        all_monitors=(),
        minutes_offered=(15, 30),
        kept_words="What is kept: a recording.",
        readers_words="Who can open it: the quality team.",
        retention_days=90,
        readers_names=("Lee",),
        answer_within=300.0,
        wait_before_allow=2.0,
        expected=None,
        expected_match=None,
        ask_expected=True,
        language="en",
        rendered="",
        scopes=(Scope.REPORT,),
    )
