"""
What the desk has to keep, number by number, and the tests that hold it: `python -m tests.support.acceptance` prints it.

A test says which statement it holds in its own sentence: "(acceptance 17)". What a person has to judge has pictures as
well; `make demo-headless` leaves them.
"""

from __future__ import annotations

import ast
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

ROOT = Path(__file__).parents[2]
DOCUMENT = ROOT / "docs" / "acceptance.md"
NAMED = re.compile(r"\(acceptance (\d+(?:(?:, | and |, and )\d+)*)\)")
STATEMENTS: Mapping[int, str] = MappingProxyType({
    1: "Before the first yes nothing is captured.",
    2: "The check shows at every start; nothing skips or shortens it.",
    3: "A message on the screen, or any tick of question 2, leads to no code; the wrong answer can be taken back after "
       "10 s; both answers are recorded.",
    4: "After “they called” or “not sure” the agent itself refuses control, files and copied text, and ends at 15 min.",
    5: "The code is read out digit by digit, in three groups, left to right in a mirrored layout too.",
    6: "`Copy code` empties the clipboard after 60 s if the code is still in it.",
    7: "Allow and Send do nothing for 2 s (5 s at a first meeting), by mouse, Space or Enter.",
    8: "The same after the request changed, or the window moved, was covered, or got focus back.",
    9: "Keys typed before and within those 2 s answer nothing; Esc is a no at any time.",
    10: "Esc, closing, killing the desk, log-out and time-out each give a no, recorded as such; the kill as loss.",
    11: "Nothing is chosen beforehand; the set time is the shortest offered; none is longer than asked.",
    12: "Allow stays inert until “Yes” and one tick; pressing it then moves focus to what is missing and says so.",
    13: "Don’t allow and Allow look alike; Don’t allow is first; Allow has no letter and is never a default.",
    14: "Allow’s label names how many things and how long, with right plurals in every language.",
    15: "Control is never in the first question; its own comes only while view is live.",
    16: "The same thing can be asked for twice in a session, not three times.",
    17: "A first-time organisation shows its website, its name in quotation marks and the caution sign.",
    18: "Match, close and none show the right line for a table of 30 name pairs; the typed words never leave.",
    19: "“No” or “Not sure” never leads to a grant without going back to “Yes”.",
    20: "An outdated, withdrawn or badly signed entry opens no question.",
    21: "`More time` adds 5 min, ten times; the technician’s clock follows within 1 s.",
    22: "A change of things, time or person clears every tick.",
    23: "The text under the notice’s hash is the text on screen in each language; the receipt shows it word for word.",
    24: "Desk windows but frame and banner are painted over in every captured frame, also while being moved.",
    25: "Injected clicks and keys reach no desk window; attempts are entries.",
    26: "The frame stands on every monitor before the first capture, and on one plugged in later within 100 ms.",
    27: "No option removes frame or banner; killing either ends the session.",
    28: "After Stop, Esc three times, Ctrl+Alt+End or closing the banner all rests in 250 ms, engine frozen or not.",
    29: "Injected Esc never counts.",
    30: "The customer’s mouse or key holds remote input within 50 ms and until 1 s after the last.",
    31: "Each scope can be turned off alone in two presses; the others go on.",
    32: "Pause, lost line, lock and failed recording show dashed frame and sentence within 250 ms; what the customer "
        "paused, only the customer resumes.",
    33: "At 2 min and 30 s a choice is offered; nothing pressed means it ends at the promised second.",
    34: "The report sent equals the preview byte for byte; crossed-out lines appear nowhere in it; 100 lines can be "
        "crossed out by keyboard.",
    35: "Afterwards no process, autostart entry or service remains; the over window lists every yes, change and end.",
    36: "“Something was wrong” sets a hold within 5 s, from the banner too.",
    37: "The path by keyboard only, and by a screen reader with the screen off.",
    38: "The path in the terminal; with a pipe every answer is no; only the word `allow` allows.",
    39: "Nothing cut, overlapped or out of reach at 200 % on 1280 × 720 and 100 % on 1024 × 600, in every language.",
    40: "In high contrast text keeps 4.5:1 and edges 3:1.",
    41: "Each window’s text has Flesch–Kincaid grade 5 or lower and no sentence over 20 words.",
    42: "Every string is in the catalogue; German and Spanish are complete; no sentence is glued from parts.",
    76: "Contrast of every pair of tokens in use: text 4.5:1, edges and icons 3:1.",
    77: "Live magenta occurs only where something is live.",
    78: "Desk and pages read the same tokens, icons, fonts and words.",
    79: "With reduced motion nothing moves; nothing ever flashes.",
    80: "Pictures of every state in three languages, light, dark and 200 %, compared with the last accepted ones.",
})  # fmt: skip
PICTURES: Mapping[int, tuple[str, ...]] = MappingProxyType({
    5: ("code-waiting",),
    13: ("question-known", "question-ready"),
    17: ("question-first",),
    26: ("live",),
    32: ("live-paused", "live-look-away", "live-line-lost", "live-no-recording", "live-system-asks"),
    33: ("live-2-minutes",),
    35: ("over",),
    39: ("question-two-screens", "report", "check-stop", "live-2-minutes"),
    77: ("live-control", "live-stopped"),
})  # fmt: skip
"""What a person judges: scenes of `demo/scenes.py`, each drawn in every language, shade and size."""
_HEAD = """# Acceptance of the desk

Printed from the tests' own sentences and from `tests/support/acceptance.py`
(`python -m tests.support.acceptance`); `tests/test_acceptance.py` holds that every statement is held by a test.
The pictures are those that `make demo-headless OUT=out` leaves in `out/windows/`, as `NAME-en-light-100.png` and in
every other language, shade and size. What only people can tell — whether somebody over 65 who reads check and question
once can say who asks, what they will see and how to stop — no test here claims.
What Orca itself said on the way by keyboard alone (37), to its end, stands in [heard-by-orca.md](heard-by-orca.md).

| | statement | held by | look at |
| --- | --- | --- | --- |
"""


def held() -> dict[int, list[str]]:
    """Give the tests that name each statement: "file::test", or the file where its first sentence does."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        text = path.read_text("utf-8")
        if "(acceptance " in " ".join(text.split()):
            for name, words in _sentences(path.relative_to(ROOT).as_posix(), ast.parse(text)):
                for numbers in NAMED.findall(" ".join(words.split())):
                    for number in re.findall(r"\d+", numbers):
                        found[int(number)].append(name)
    return dict(found)


def printed() -> str:
    """Give the document."""
    by = held()
    rows = (
        f"| {number} | {words} | {'<br>'.join(f'`{name}`' for name in by.get(number, []))} "
        f"| {' '.join(f'`{name}`' for name in PICTURES.get(number, ()))} |"
        for number, words in STATEMENTS.items()
    )
    return _HEAD + "\n".join(rows) + "\n"


def _sentences(place: str, module: ast.Module) -> Iterator[tuple[str, str]]:
    yield place, ast.get_docstring(module) or ""
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield f"{place}::{node.name}", ast.get_docstring(node) or ""


if __name__ == "__main__":
    DOCUMENT.write_text(printed(), encoding="utf-8")
    sys.stdout.write(f"{DOCUMENT.relative_to(ROOT)}: {len(STATEMENTS)} statements\n")
