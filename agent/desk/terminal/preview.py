"""
A health report read in a terminal (experience 2.10): what is typed in, what is said out, and nothing else.

One thought a line, no boxes, nothing redrawn. Words decide, never an empty line. The customer's own report ends with
`save`, one that somebody asked for with `send`; which of them, and the words around it, is the `Purpose`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from agent.desk.draft import Group, Key, Line
from agent.desk.language import Text, count, mark, say
from protocol.report.pseudonyms import Pseudonym

LEAST_ROWS = 8
_HELP = (
    mark("terminal", "Enter: reads on"),
    mark("terminal", "list: names the sections; the name of one goes there"),
    mark("terminal", "find WORD: lists the lines that hold it"),
    mark("terminal", "x 12: crosses line 12 out; also x 12-20, x storage, x all"),
    mark("terminal", "put back 12: takes it back; also put back storage, put back all"),
    mark("terminal", "look 12: tells you alone what is masked on line 12"),
    mark("terminal", "show 12: lets it stand there in clear; mask 12 masks it again"),
)


class Shown(Protocol):
    """The report as it stands now, and the two things that its customer may do with it."""

    @property
    def groups(self) -> tuple[Group, ...]:
        """Give its sections."""

    @property
    def kept(self) -> int:
        """Give how many lines stay."""

    @property
    def struck(self) -> int:
        """Give how many are crossed out."""

    @property
    def masks(self) -> Collection[Pseudonym]:
        """Name what is masked."""

    def meaning(self, pseudonym: Pseudonym) -> str:
        """Tell the customer what a pseudonym stands for."""

    def is_revealed(self, pseudonym: Pseudonym) -> bool:
        """Say whether it would stand there in clear."""

    def cross_out(self, keys: Iterable[Key], *, struck: bool) -> None:
        """Cross lines out, or put them back."""

    def show(self, pseudonym: Pseudonym, *, revealed: bool) -> None:
        """Have one value stand in clear, or mask it again."""


@dataclass(frozen=True)
class Purpose:
    """What a preview is for: its first words, the words that decide, and how the lines that stay are counted."""

    opening: tuple[str, ...]
    decides: frozenset[str]
    prompt: Text
    help: tuple[Text, ...]
    counted: Callable[[int, int], list[str]]


class TerminalPreview:
    """One preview. `outcome` is None until the customer typed one of the words that decide."""

    def __init__(self, shown: Shown, purpose: Purpose, *, columns: int, rows: int) -> None:
        """Take the report, what is to become of it, and how much a terminal shows at once."""
        self.outcome: str | None = None
        self._shown = shown
        self._purpose = purpose
        self._columns = max(20, columns)
        self._rows = max(LEAST_ROWS, rows)
        self._groups = shown.groups
        keys = [line.key for group in self._groups for line in group.lines]
        self._numbers = {key: number for number, key in enumerate(keys, start=1)}
        self._keys = dict(enumerate(keys, start=1))
        self._at = 0

    @property
    def prompt(self) -> str:
        """Give what is asked again and again."""
        return self._purpose.prompt.said()

    def opening(self) -> list[str]:
        """Give what is said first."""
        masked = len(self._shown.masks)
        private = count(
            "terminal",
            "{n} value that looks private is masked, such as {example}.",
            "{n} values that look private are masked, such as {example}.",
            masked,
            example="‹serial 1›",
        )
        return [*self._purpose.opening, *([private] if masked else []), *self._sections()]

    def typed(self, text: str) -> list[str]:
        """Take one line that was typed; give the lines that answer it."""
        words = text.split()
        answer = self._read(words)
        answer = self._change(words) if answer is None else answer
        return [say("terminal", "That is not understood. Type help.")] if answer is None else answer

    def _read(self, words: list[str]) -> list[str] | None:
        match words:
            case []:
                return self._page()
            case ["help" | "?"]:
                return [text.said() for text in (*_HELP, *self._purpose.help)]
            case ["list"]:
                return self._sections()
            case ["find", *rest] if rest:
                return self._found(" ".join(rest).casefold())
            case [name] if (place := self._place(name)) is not None:
                self._at = place
                return self._page()
        return None

    def _change(self, words: list[str]) -> list[str] | None:
        match words:
            case [outcome] if outcome in self._purpose.decides:
                self.outcome = outcome
                return []
            case ["x", *rest] if rest:
                return self._cross_out(rest, struck=True)
            case ["put", "back", *rest] if rest:
                return self._cross_out(rest, struck=False)
            case ["look", number]:
                return self._look(number)
            case ["show" | "mask" as deed, number, *which] if len(which) <= 1:
                return self._show(number, which, revealed=deed == "show")
        return None

    def _sections(self) -> list[str]:
        return [f"  {_head(group)}" for group in self._shown.groups]

    def _page(self) -> list[str]:
        """Give as many lines as a screen holds, from where the last page ended."""
        said, used = list[str](), 0
        lines = list(self._all())
        while self._at < len(lines):
            height = -(-len(lines[self._at]) // self._columns)
            if said and used + height > self._rows - 2:
                return said
            said.append(lines[self._at])
            used += height
            self._at += 1
        self._at = 0
        return [*said, say("terminal", "That was all of it. Enter begins again.")]

    def _all(self) -> Iterator[str]:
        for group in self._shown.groups:
            yield _head(group)
            yield from (self._line(line) for line in group.lines)

    def _place(self, name: str) -> int | None:
        place = 0
        for group in self._groups:
            if group.id == name:
                return place
            place += 1 + len(group.lines)
        return None

    def _line(self, line: Line) -> str:
        named = ", ".join(part for part in (line.title, line.of) if part)
        words = f"{named}: {line.value}"
        if line.follows:
            words = say("terminal", "goes with what it rests on: {line}", line=words)
        elif line.struck:
            words = say("terminal", "crossed out: {line}", line=words)
        return f"{self._numbers[line.key]:>5}  {words}"

    def _found(self, wanted: str) -> list[str]:
        lines = [line for group in self._shown.groups for line in group.lines]
        found = [self._line(line) for line in lines if wanted in f"{line.title} {line.of} {line.value}".casefold()]
        return found or [say("terminal", "No line holds that.")]

    def _cross_out(self, what: list[str], *, struck: bool) -> list[str]:
        keys = [key for each in what for key in self._named(each)]
        if not keys:
            return [say("terminal", "There is no such line or section. Type list.")]
        self._shown.cross_out(keys, struck=struck)
        return self._purpose.counted(self._shown.kept, self._shown.struck)

    def _named(self, what: str) -> list[Key]:
        if what == "all":
            return [line.key for group in self._groups for line in group.lines]
        if section := next((group for group in self._groups if group.id == what), None):
            return [line.key for line in section.lines]
        first, _, last = what.partition("-")
        if not (_is_number(first) and (_is_number(last) or not last)):
            return []
        least, most = int(first), int(last or first)
        return [key for number, key in self._keys.items() if least <= number <= most]

    def _masked_line(self, number: str) -> Line | str:
        key = self._keys.get(int(number)) if _is_number(number) else None
        lines = (line for group in self._shown.groups for line in group.lines)
        line = next((line for line in lines if line.key == key), None)
        if line is None:
            return say("terminal", "There is no such line. Type list.")
        if not line.masks:
            return say("terminal", "Nothing on line {number} is masked, or it is crossed out.", number=number)
        return line

    def _look(self, number: str) -> list[str]:
        line = self._masked_line(number)
        if isinstance(line, str):
            return [line]
        state = {True: say("terminal", "shown"), False: say("terminal", "masked")}
        return [
            f"  {at}  {each[0]}: {self._shown.meaning(each)} ({state[self._shown.is_revealed(each)]})"
            for at, each in enumerate(line.masks, start=1)
        ]

    def _show(self, number: str, which: list[str], *, revealed: bool) -> list[str]:
        line = self._masked_line(number)
        if isinstance(line, str):
            return [line]
        if not which and len(line.masks) > 1:
            return [*self._look(number), say("terminal", "Say which one, such as: {typed}", typed=f"show {number} 2")]
        at = int(which[0]) if which and _is_number(which[0]) else 1 if not which else 0
        if not 1 <= at <= len(line.masks):
            return [say("terminal", "There is no such value on that line.")]
        self._shown.show(line.masks[at - 1], revealed=revealed)
        now = (each for group in self._shown.groups for each in group.lines)
        return [self._line(next(each for each in now if each.key == line.key))]


def _head(group: Group) -> str:
    struck = sum(line.struck for line in group.lines)
    lines = count("terminal", "{n} line", "{n} lines", len(group.lines))
    if not struck:
        return f"{group.title} ({group.id}): {lines}"
    gone = (
        say("terminal", "all crossed out")
        if struck == len(group.lines)
        else count("terminal", "{n} crossed out", "{n} crossed out", struck)
    )
    return f"{group.title} ({group.id}): {lines}, {gone}"


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 6  # noqa: PLR2004 - more lines than a report can have
