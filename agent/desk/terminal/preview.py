"""
The report's preview in a terminal (experience 2.10): what is typed in, what is said out, and nothing else.

One thought a line, no boxes, nothing redrawn. Words decide, never an empty line; only `save` saves.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from agent.desk.draft import Draft, Group, Key, Line

HELP = (
    "Enter       reads on",
    "storage     goes to a section; list names them all",
    "find WORD   lists the lines that hold it",
    "x 12        crosses line 12 out; also x 12-20, x storage, x all",
    "put back 12 takes it back; also put back storage, put back all",
    "look 12     tells you alone what is masked on line 12",
    "show 12     lets it stand there in clear; mask 12 masks it again",
    "save        saves what is not crossed out",
    "no          saves nothing",
)
LEAST_ROWS = 8
PROMPT = "Enter for more, save, no, or help: "


class TerminalPreview:
    """One preview. `outcome` is None until the customer typed `save` or `no`."""

    def __init__(self, draft: Draft, *, columns: int, rows: int) -> None:
        """Take the report, and how much a terminal shows at once."""
        self.outcome: Literal["save", "no"] | None = None
        self._draft = draft
        self._columns = max(20, columns)
        self._rows = max(LEAST_ROWS, rows)
        self._groups = draft.preview().groups
        keys = [line.key for group in self._groups for line in group.lines]
        self._numbers = {key: number for number, key in enumerate(keys, start=1)}
        self._keys = dict(enumerate(keys, start=1))
        self._at = 0

    def opening(self) -> list[str]:
        """Give what is said first."""
        masked = len(self._draft.masks)
        private = [f"{masked} values that look private are masked, such as ‹serial 1›."] if masked else []
        return [
            "Read this before it is saved. Nothing has been saved or sent.",
            self._draft.made,
            *private,
            "Cross out any line you want to keep out of it.",
            *self._sections(),
        ]

    def typed(self, text: str) -> list[str]:
        """Take one line that was typed; give the lines that answer it."""
        words = text.split()
        answer = self._read(words)
        answer = self._change(words) if answer is None else answer
        return ["That is not understood. Type help."] if answer is None else answer

    def _read(self, words: list[str]) -> list[str] | None:
        match words:
            case []:
                return self._page()
            case ["help" | "?"]:
                return list(HELP)
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
            case ["save" | "no" as outcome]:
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
        return [f"  {_head(group)}" for group in self._draft.preview().groups]

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
        return [*said, "That was all of it. Enter begins again."]

    def _all(self) -> Iterator[str]:
        for group in self._draft.preview().groups:
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
        state = "goes with what it rests on: " if line.follows else "crossed out: " if line.struck else ""
        named = ", ".join(part for part in (line.title, line.of) if part)
        return f"{self._numbers[line.key]:>5}  {state}{named}: {line.value}"

    def _found(self, wanted: str) -> list[str]:
        lines = [line for group in self._draft.preview().groups for line in group.lines]
        found = [self._line(line) for line in lines if wanted in f"{line.title} {line.of} {line.value}".casefold()]
        return found or ["No line holds that."]

    def _cross_out(self, what: list[str], *, struck: bool) -> list[str]:
        keys = [key for each in what for key in self._named(each)]
        if not keys:
            return ["There is no such line or section. Type list."]
        self._draft.cross_out(keys, struck=struck)
        now = self._draft.preview()
        return [f"{_lines(now.kept)} will be saved. {now.struck} are crossed out."]

    def _named(self, what: str) -> list[Key]:
        if what == "all":
            return list(self._draft.every())
        if section := next((group for group in self._groups if group.id == what), None):
            return [line.key for line in section.lines]
        first, _, last = what.partition("-")
        if not (_is_number(first) and (_is_number(last) or not last)):
            return []
        least, most = int(first), int(last or first)
        return [key for number, key in self._keys.items() if least <= number <= most]

    def _masked_line(self, number: str) -> Line | str:
        key = self._keys.get(int(number)) if _is_number(number) else None
        lines = (line for group in self._draft.preview().groups for line in group.lines)
        line = next((line for line in lines if line.key == key), None)
        if line is None:
            return "There is no such line. Type list."
        return line if line.masks else f"Nothing on line {number} is masked, or it is crossed out."

    def _look(self, number: str) -> list[str]:
        line = self._masked_line(number)
        if isinstance(line, str):
            return [line]
        state = {True: "shown", False: "masked"}
        return [
            f"  {at}  {each[0]}: {self._draft.meaning(each)} ({state[self._draft.is_revealed(each)]})"
            for at, each in enumerate(line.masks, start=1)
        ]

    def _show(self, number: str, which: list[str], *, revealed: bool) -> list[str]:
        line = self._masked_line(number)
        if isinstance(line, str):
            return [line]
        if not which and len(line.masks) > 1:
            return [*self._look(number), f"Say which one, such as: show {number} 2"]
        at = int(which[0]) if which and _is_number(which[0]) else 1 if not which else 0
        if not 1 <= at <= len(line.masks):
            return ["There is no such value on that line."]
        self._draft.show(line.masks[at - 1], revealed=revealed)
        now = (each for group in self._draft.preview().groups for each in group.lines)
        return [self._line(next(each for each in now if each.key == line.key))]


def _head(group: Group) -> str:
    struck = sum(line.struck for line in group.lines)
    gone = "" if not struck else ", all crossed out" if struck == len(group.lines) else f", {struck} crossed out"
    return f"{group.title} ({group.id}): {_lines(len(group.lines))}{gone}"


def _lines(count: int) -> str:
    return "1 line" if count == 1 else f"{count} lines"


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 6  # noqa: PLR2004 - more lines than a report can have
