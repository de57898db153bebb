"""What is to be believed."""

from __future__ import annotations

import pytest

from agent.report.believe import believed, day, moment, whole
from tests.support.recorded_machine import NOW


@pytest.mark.parametrize(
    "text",
    ["To Be Filled By O.E.M.", "Default string", "System Product Name", "0123456789", "None", "", "   ", "00000000",
     "FFFFFFFF", "00000000-0000-0000-0000-000000000000", "Not Specified", "...", None],
)  # fmt: skip
def test_a_placeholder_is_not_known(text: str | None) -> None:
    """What makers leave in says nothing."""
    assert believed(text) is None


@pytest.mark.parametrize("text", ["LENOVO", "20XW0055GE", "ThinkPad X1  Carbon", "Dell Inc."])
def test_a_maker_s_own_words_stay(text: str) -> None:
    """With single spaces."""
    assert believed(text) == " ".join(text.split())


def test_dates_are_of_this_century_and_not_of_the_future() -> None:
    """All others are not known."""
    assert day("03/14/2021", "%m/%d/%Y", NOW) == "2021-03-14T00:00:00Z"
    assert day("01/01/1980", "%m/%d/%Y", NOW) is None
    assert day("01/01/2099", "%m/%d/%Y", NOW) is None
    assert day("rubbish", "%m/%d/%Y", NOW) is None
    assert moment(NOW, NOW) == "2026-11-22T05:30:00Z"
    assert moment(0, NOW) is None
    assert moment(-1e30, NOW) is None


@pytest.mark.parametrize(("raw", "number"), [("7", 7), (" 7 ", 7), ("-1", None), ("x", None), (None, None), (3.9, 3)])
def test_a_speed_of_minus_one_is_not_known(raw: str | float | None, number: int | None) -> None:
    """Nor is anything that is no number."""
    assert whole(raw) == number
