"""Recorded answers, spoiled by seeded dice: values of the wrong sort, missing keys, cut and flipped bytes."""

from __future__ import annotations

import json
import plistlib
from collections.abc import Iterable
from random import Random
from typing import Any

from agent.report.machine import Unread
from agent.report.told import Collector, Gap, Known, Row, Said
from protocol.report.register.everything import FACTS, SECTION_OF, TABLES
from tests.support.recorded_machine import RecordedMachine

ODD: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 3.7, 2**70, -(2**70), "", " ", "x" * 3_000, "‹serial 1›", "\u202eexe\x00\x1b[2J",
    "12", "-5", "0x", "/Date(99999999999999999)/", "9999-99-99", [], [None], [[1]], {}, {"a": {"b": []}}, ["x", 5, {}],
)  # fmt: skip
"""Values of any sort: each is wrong for most fields."""
_CHANGES = 12


def spoiled_value(value: Any, dice: Random) -> Any:  # noqa: ANN401 - JSON
    """Exchange or remove a few values of a structure, wherever they stand."""
    for _ in range(dice.randint(1, _CHANGES)):
        value = _changed(value, dice)
    return value


def _changed(value: Any, dice: Random) -> Any:  # noqa: ANN401 - JSON
    if isinstance(value, dict) and value and dice.random() < 0.9:
        key = dice.choice(sorted(value))
        rest = {name: each for name, each in value.items() if name != key}
        return rest if dice.random() < 0.1 else value | {key: _changed(value[key], dice)}
    if isinstance(value, list) and value and dice.random() < 0.9:
        at = dice.randrange(len(value))
        return [*value[:at], _changed(value[at], dice), *value[at + 1 :]]
    return dice.choice(ODD)


def spoiled_bytes(data: bytes, dice: Random) -> bytes:
    """Cut, flip, repeat or fill in bytes."""
    raw = bytearray(data)
    for _ in range(dice.randint(1, _CHANGES)):
        at = dice.randrange(len(raw) + 1)
        match dice.randrange(4):
            case 0:
                raw = raw[:at]
            case 1 if at < len(raw):
                raw[at] = dice.randrange(256)
            case 2:
                raw[at:at] = bytes(dice.randrange(256) for _ in range(dice.randint(1, 9)))
            case _:
                raw[at:at] = raw[at : at + 40]
    return bytes(raw)


def spoiled_answer(data: bytes, dice: Random) -> bytes:
    """Spoil an answer by its sort: JSON and property lists in their values, everything now and then in its bytes."""
    if dice.random() < 0.3:
        return spoiled_bytes(data, dice)
    try:
        return json.dumps(spoiled_value(json.loads(data), dice)).encode()
    except ValueError:
        pass
    try:
        return plistlib.dumps(spoiled_value(plistlib.loads(data), dice), skipkeys=True, sort_keys=False)
    except (plistlib.InvalidFileException, ValueError, TypeError, OverflowError, KeyError, AttributeError, SyntaxError):
        return spoiled_bytes(data, dice)


def demand_documented(collectors: Iterable[Collector], machine: RecordedMachine) -> int:
    """
    Run collectors one after another; count what they told.

    Raises:
        AssertionError: One said what the register does not hold. Any other error than `Unread` passes through.
    """
    told = 0
    for each in collectors:
        try:
            for said in each.collect(machine):
                _demand(said, each)
                told += 1
        except Unread:
            continue
    return told


def _demand(said: Said, collector: Collector) -> None:
    if isinstance(said, Known):
        entry = FACTS[said.id]
        assert SECTION_OF[said.id] == collector.section, said
        assert (said.of == "") == (entry.about == ""), said
        _demand_kind(entry.kind, said.value, said)
    elif isinstance(said, Row):
        columns = TABLES[said.table].columns
        assert len(columns) == len(said.cells), said
        for entry, cell in zip(columns, said.cells, strict=True):
            if cell is not None:
                _demand_kind(entry.kind, cell, said)
    else:
        assert isinstance(said, Gap)
        assert set(said.facts) <= set(FACTS), said


def _demand_kind(kind: str, value: Any, said: Said) -> None:  # noqa: ANN401 - any value of a fact
    if kind == "flag":
        assert isinstance(value, bool), said
    elif kind in {"number", "size"}:
        assert isinstance(value, int), said
        assert not isinstance(value, bool), said
        assert abs(value) < 2**53, said
    else:
        assert isinstance(value, str), said
