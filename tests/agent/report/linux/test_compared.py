"""What a report tells of this machine, held to what the machine's own tools say. `-s` prints how much of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest

from agent.report.leave import OwnReport
from agent.report.linux.everything import COLLECTORS
from agent.report.posix import PosixMachine
from agent.report.told import Gap, Known, Row, Said
from protocol.report.register.everything import SECTIONS, TABLES
from tests.support.display import VirtualDisplay
from tests.support.linux_facts import SCREENS, TOOLS
from tests.support.linux_tools.asking import Answers, Expected, Key, Near, Tool
from tests.support.linux_tools.network import xrandr
from tests.support.unhurried import unhurried

AT_LEAST = 60
pytestmark = pytest.mark.timeout(240)  # it has all the time it wants

Told = dict[Key, object]


@pytest.fixture(scope="module")
def before() -> dict[str, Answers]:
    """Ask the tools whose answers come and go, ahead of the collectors."""
    return {tool.name: tool.ask() for tool in TOOLS if tool.is_here and tool.moves}


@pytest.fixture(scope="module")
def everything(before: dict[str, Answers]) -> list[Said]:
    """Collect everything here once, as it is before redaction: masked facts are compared too."""
    return [said for each in unhurried(PosixMachine(OwnReport())) for said in each.said]


@pytest.fixture(scope="module")
def told(everything: list[Said]) -> Told:
    """Name what was told: facts, and columns of tables by their row."""
    return dict(_keyed(everything))


@pytest.fixture(scope="module")
def answers(everything: list[Said]) -> dict[str, Answers]:
    """Ask every tool that is installed, once the collectors are done."""
    return {tool.name: tool.ask() for tool in TOOLS if tool.is_here}


def _keyed(everything: Iterable[Said]) -> Iterator[tuple[Key, object]]:
    for said in reversed(list(everything)):  # the first of a name counts, as in the document
        if isinstance(said, Known):
            yield (said.id, said.of), said.value
        elif isinstance(said, Row):
            cells = zip(TABLES[said.table].columns, said.cells, strict=True)
            yield from (((column.id, str(said.cells[0])), cell) for column, cell in cells if cell is not None)


def _is(value: object, wanted: Expected) -> bool:
    if isinstance(wanted, Near):
        return isinstance(value, int) and abs(value - wanted.value) <= wanted.within
    return value == wanted and type(value) is type(wanted)


def _differences(tool: Tool, answers: Answers, told: Told, before: Answers | None = None) -> list[str]:
    mine = {key: value for key, value in told.items() if key[0] in tool.facts}
    if before is not None:
        answers = {key: wanted for key, wanted in answers.items() if before.get(key) == wanted}
        mine = {key: value for key, value in mine.items() if key in answers}
    wrong = [f"{key}: told {mine.get(key)!r}, {tool.name} says {wanted!r}"
             for key, wanted in answers.items() if not _is(mine.get(key), wanted)]  # fmt: skip
    return wrong if tool.more else wrong + [f"{key}: told {mine[key]!r}, {tool.name} names none"
                                            for key in mine if key not in answers]  # fmt: skip


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.name)
def test_what_is_told_is_what_the_tool_says(
    tool: Tool, told: Told, before: dict[str, Answers], answers: dict[str, Answers]
) -> None:
    """Every thing the tool names, with its value; and nothing that it does not name."""
    if tool.name in answers:
        assert _differences(tool, answers[tool.name], told, before.get(tool.name)) == []


def test_at_least_sixty_facts_are_compared(told: Told, answers: dict[str, Answers]) -> None:
    """Different facts that this machine has, each with a tool that says the same."""
    compared = {fact for tool in TOOLS for fact, _ in answers.get(tool.name, ()) if fact in tool.facts}
    here = {fact for fact, _ in told}
    sections = {section.id: sum(fact in compared for fact in _of(section.id)) for section in SECTIONS.values()}
    assert len({tool.name for tool in TOOLS}) == len(TOOLS)
    print(f"{len(compared & here)} facts compared of {len(here)} told here: {sections}")  # noqa: T201 - who wants to know, asks with -s
    assert len(compared & here) >= AT_LEAST


def _of(section: str) -> set[str]:
    entry = SECTIONS[section]
    return {fact.id for fact in entry.facts} | {column.id for table in entry.tables for column in table.columns}


def test_a_screen_of_this_machine_is_told_as_xrandr_tells_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its resolution and its rate, on a display of the test's own."""
    with VirtualDisplay(1024, 768) as display:
        for name, value in display.env.items():
            monkeypatch.setenv(name, value)
        collectors = [each for each in COLLECTORS if each.name in {"displays-in-use", "desktop"}]
        said = [one for each in unhurried(PosixMachine(OwnReport()), collectors) for one in each.said]
        answers = xrandr(display.env["DISPLAY"])
    told = dict(_keyed(said))
    assert answers
    assert _differences(SCREENS, answers, told) == []
    assert told["desktop.session", ""] == "X11"


def test_what_is_absent_says_why(everything: list[Said]) -> None:
    """Every gap has words for people, and no two ways to say nothing."""
    gaps = [said for said in everything if isinstance(said, Gap)]
    assert gaps
    assert all(said.words.endswith(".") and len(said.words) > 10 for said in gaps)
