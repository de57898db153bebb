"""A report's bytes, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent.canonical import canonical
from protocol.errors import CATALOGUE, AttendedError, ReportMalformed, ReportTooLong
from protocol.report.parse import check_report, read_report, report_bytes
from tests.support.sample_report import report, rows, sample

Spoil = Callable[[dict[str, Any]], object]


def test_what_was_written_is_read() -> None:
    """Bytes give the report back, and the same bytes again."""
    data = report_bytes(sample())
    assert read_report(data) == sample()
    assert report_bytes(read_report(data)) == data


def _fact(value: dict[str, Any], section: int, fact: int) -> dict[str, Any]:
    found: dict[str, Any] = value["sections"][section]["facts"][fact]
    return found


SPOILED: dict[str, Spoil] = {
    "another format": lambda value: value.update(format="attended.report/2"),
    "an unknown fact": lambda value: _fact(value, 0, 0).update(id="machine.owner"),
    "a fact in another section": lambda value: _fact(value, 0, 0).update(id="cpu.model"),
    "a fact twice": lambda value: value["sections"][0]["facts"].append(_fact(value, 0, 0)),
    "another kind": lambda value: _fact(value, 0, 0).update(kind="text"),
    "another unit": lambda value: _fact(value, 1, 0).update(unit="ms"),
    "a masked fact in clear": lambda value: _fact(value, 0, 1).update(value="S4EWNX0R512345K", **{"class": "open"}),
    "masked, and said to be open": lambda value: _fact(value, 0, 1).update(**{"class": "open"}),
    "a number where a text stands": lambda value: _fact(value, 0, 0).update(value=7),
    "a thing where the computer is meant": lambda value: _fact(value, 0, 0).update(of="vda"),
    "a gap in the pseudonyms": lambda value: _fact(value, 0, 1)["value"].update(n=9),
    "another count of pseudonyms": lambda value: value["pseudonyms"][0].update(count=9),
    "a finding without its evidence": lambda value: value["findings"][0]["evidence"][0].update(of="vdz"),
    "an unknown section": lambda value: value["sections"][0].update(id="homework"),
    "sections in another order": lambda value: value["sections"].reverse(),
    "an unknown column": lambda value: value["sections"][2]["tables"][0]["columns"].reverse(),
    "a short row": lambda value: value["sections"][2]["tables"][0]["rows"][0].pop(),
    "a row of nothing": lambda value: value["sections"][2]["tables"][0]["rows"][0].__setitem__(0, None),
    "the name in Python": lambda value: _fact(value, 0, 0).update(seen=_fact(value, 0, 0).pop("class")),
    "something more": lambda value: value.update(struck=3),
}


@pytest.mark.parametrize("how", SPOILED)
def test_a_spoiled_report_is_refused(how: str) -> None:
    """Whatever the register does not know, or the document contradicts, is refused whole."""
    value = json.loads(report_bytes(sample()))
    SPOILED[how](value)
    with pytest.raises(ReportMalformed):
        read_report(canonical(value))


def test_a_report_is_bounded() -> None:
    """More than 2 MiB is refused before it is read, and never written."""
    with pytest.raises(ReportTooLong):
        read_report(b" " * (2 * 2**20 + 1))
    long = tuple((f"{at} {'x' * 290}", None, None, None, None) for at in range(5000))
    part = sample().sections[2].model_copy(update={"tables": (rows("software.programs", *long),) * 2})
    with pytest.raises(ReportTooLong):
        report_bytes(report(part))


def test_a_table_has_its_own_bound() -> None:
    """Three hundred services, whatever fits otherwise."""
    lines = tuple((f"s{at}", None, None, None, None, None) for at in range(301))
    part = sample().sections[2].model_copy(update={"tables": (rows("software.services", *lines),)})
    with pytest.raises(ReportMalformed):
        check_report(report(part))


@given(st.binary(max_size=300))
def test_any_bytes_are_a_report_or_a_documented_error(data: bytes) -> None:
    """Hostile bytes give an error of the catalogue."""
    code = "P-190"
    try:
        read_report(data)
    except AttendedError as error:
        code = error.code
    assert code in CATALOGUE
