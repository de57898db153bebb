"""The spoken code: read back however it was written, and no slip goes through."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocol import code
from protocol.code import SpokenCode, draw_locator, draw_secret, parse
from protocol.errors import CodeMalformed, CodeSlip, KeyMisuse
from tests.support.vectors import load

VECTORS = load("spoken-code")

digits = st.sampled_from("0123456789")
short_locators = st.from_regex(r"\A[0-8][0-9]{3}\Z")
long_locators = st.from_regex(r"\A9[0-9]{5}\Z")
codes = st.builds(SpokenCode, short_locators | long_locators, st.from_regex(r"\A[0-9]{6}([0-9]{2})?\Z"))


def test_the_design_s_example_passes() -> None:
    """4821-739205-1 is a code."""
    assert parse("4821-739205-1") == SpokenCode("4821", "739205")
    assert SpokenCode("4821", "739205").spoken() == "4821-739205-1"
    assert SpokenCode("4821", "739205").prs == b"4821739205"


@pytest.mark.parametrize("case", VECTORS["good"], ids=lambda case: repr(case["text"]))
def test_a_code_is_read_however_it_was_written(case: dict[str, str]) -> None:
    """Spaces, line breaks, all kinds of dashes and marks between the digits change nothing."""
    read = parse(case["text"])
    assert (read.locator, read.secret, read.check_digit) == (case["locator"], case["secret"], case["check_digit"])
    assert read.spoken() == case["spoken"]


@pytest.mark.parametrize("text", VECTORS["slips"])
def test_a_slip_is_named_as_one(text: str) -> None:
    """A wrong digit is told as a slip, with the words that nothing was used up."""
    with pytest.raises(CodeSlip) as slip:
        parse(text)
    assert f"{slip.value.words} {slip.value.remedy}" == (
        "One digit is wrong. Ask for the code again, group by group. Nothing was used up."
    )


@pytest.mark.parametrize("text", VECTORS["malformed"], ids=repr)
def test_what_is_no_code_is_refused(text: str) -> None:
    """Other lengths, letters, digits of other scripts and full-width digits are no code."""
    with pytest.raises(CodeMalformed):
        parse(text)


@given(codes, st.data())
def test_every_single_slip_is_found(spoken: SpokenCode, data: st.DataObject) -> None:
    """Whichever one digit is wrong, no run is started with it."""
    number = list(spoken.spoken().replace("-", ""))
    at = data.draw(st.integers(0, len(number) - 1))
    number[at] = data.draw(digits.filter(lambda digit: digit != number[at]))
    with pytest.raises((CodeSlip, CodeMalformed)):
        parse("".join(number))


@given(codes)
def test_a_code_without_separators_is_read_the_same(spoken: SpokenCode) -> None:
    """The first digit tells a locator of four from one of six, so 12 digits are never ambiguous."""
    assert parse(spoken.spoken().replace("-", "")) == parse(spoken.spoken()) == spoken


@given(st.text(max_size=80))
def test_any_text_is_a_code_or_a_documented_error(text: str) -> None:
    """No text brings anything but a code or words for the person who typed it."""
    with suppress(CodeMalformed, CodeSlip):
        parse(text)


@pytest.mark.parametrize(
    ("locator", "secret"),
    [("482", "739205"), ("9821", "739205"), ("482100", "739205"), ("4821", "73920"), ("48a1", "739205"), ("", "")],
)
def test_no_code_is_made_of_impossible_parts(locator: str, secret: str) -> None:
    """A code cannot exist with parts that it could not be read back from."""
    with pytest.raises(CodeMalformed):
        SpokenCode(locator, secret)


def test_the_secret_does_not_show_in_a_log_line() -> None:
    """Printing a code by mistake shows its public half only."""
    assert "739205" not in repr(SpokenCode("4821", "739205"))


def test_values_that_would_tilt_the_draw_are_drawn_again() -> None:
    """4,294,967,295 lies in the last, incomplete run of a million: it is thrown away."""
    drawn = iter([b"\xff\xff\xff\xff", (7_000_123).to_bytes(4, "big")])
    assert draw_secret(lambda _: next(drawn)) == "000123"


def test_every_last_digit_is_drawn_alike() -> None:
    """Sixteen thousand draws spread evenly over the ten last digits."""
    dice = Random(7)
    counts = Counter(draw_secret(dice.randbytes)[-1] for _ in range(16_000))
    assert set(counts) == set("0123456789")
    assert max(counts.values()) - min(counts.values()) < 200


@pytest.mark.parametrize("length", [6, 8])
def test_a_drawn_code_is_read_back(length: int) -> None:
    """What is drawn has the form that is read."""
    spoken = SpokenCode(draw_locator(lambda n: b"\x12" * n), draw_secret(lambda n: b"\x34" * n, length))
    assert parse(spoken.spoken()) == spoken
    longer = SpokenCode(draw_locator(lambda n: b"\x12" * n, 6), spoken.secret)
    assert parse(longer.spoken()) == longer


def test_a_broken_random_source_ends_the_draw() -> None:
    """A source that gives the same unusable bytes for ever is named instead of waited for."""
    with pytest.raises(KeyMisuse):
        draw_secret(lambda n: b"\xff" * n)


@pytest.mark.parametrize("length", [0, 5, 7, 9])
def test_no_secret_of_another_length_is_drawn(length: int) -> None:
    """A policy can only choose 6 or 8."""
    with pytest.raises(KeyMisuse):
        draw_secret(lambda n: b"\x01" * n, length)


def test_the_check_digit_of_nothing_is_the_standard_s_start() -> None:
    """MOD 11,10 begins with the product 10."""
    assert code.check_digit("") == "1"
