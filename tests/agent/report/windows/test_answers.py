"""PowerShell's JSON, of either version."""

from __future__ import annotations

import pytest

from agent.report.machine import Unread
from agent.report.values import flag, listed, number, word
from agent.report.windows.answers import answers, letters, parsed, seconds

JULY = 1_689_292_800.0
"""2023-07-14T00:00:00Z."""


def test_instances_come_as_lists_however_they_were_written() -> None:
    """A list, one alone, a list that 5.1 wrapped; with a mark of the encoding before it."""
    said = b'\xef\xbb\xbf{"A":[{"x":1},{"x":2}],"B":{"x":3},"C":{"value":[{"x":4}],"Count":1},"D":null,"E":[7]}'
    assert answers(said) == {"A": [{"x": 1}, {"x": 2}], "B": [{"x": 3}], "C": [{"x": 4}], "D": [], "E": []}


@pytest.mark.parametrize(
    ("error", "status"),
    [("AccessDenied", "no-rights"), ("InvalidClass", "not-supported"), ("InvalidNamespace", "not-supported"),
     ("Failed", "failed"), ("", "failed")],
)  # fmt: skip
def test_a_class_that_failed_says_why(error: str, status: str) -> None:
    """By the word that no language changes."""
    reason = answers(f'{{"A":{{"error":"{error}"}}}}'.encode())["A"]
    assert isinstance(reason, Unread)
    assert reason.status == status


@pytest.mark.parametrize("said", [b"", b"[1]", b"Get-CimInstance : Zugriff verweigert", b"\xff\xfe", b"[" * 100_000])
def test_what_is_no_answer_is_refused(said: bytes) -> None:
    """In one way."""
    with pytest.raises(Unread):
        answers(said)


@pytest.mark.parametrize(
    "said",
    ["/Date(1689292800000)/", "/Date(1689292800000+0200)/", "2023-07-14T02:00:00+02:00", "2023-07-14T00:00:00Z",
     "20230714020000.000000+120", "20230713190000.000000-300", "Fri, 14 Jul 2023 00:00:00 GMT"],
)  # fmt: skip
def test_every_form_of_a_time_is_the_same_time(said: str) -> None:
    """Of 5.1, of 7, of CIM itself, of the security centre."""
    assert seconds(said) == JULY


@pytest.mark.parametrize(
    "said", [None, 5, "", "soon", "99999999999999.000000+000", "/Date(x)/", "x GMT", [], "2023-99-99"]
)
def test_what_is_no_time_is_not_known(said: object) -> None:
    """Never an error."""
    assert seconds(said) is None


def test_fields_are_read_as_what_they_should_be() -> None:
    """A number may be a text, a flag is no number, placeholders and zeros of letters are nothing."""
    row = {
        "n": "8589934592",
        "f": True,
        "w": "  To Be Filled By O.E.M. ",
        "l": [68, 69, 76, 0, 0, 65],
        "one": 10,
        "s": "HP",
    }
    assert (number(row, "n"), number(row, "f"), number(row, "s"), number(row, "none")) == (8589934592, None, None, None)
    assert (flag(row, "f"), flag(row, "n")) == (True, None)
    assert (word(row, "w"), word(row, "s"), word(row, "n")) == (None, "HP", "8589934592")
    assert (letters(row, "l"), letters(row, "w")) == ("DEL", None)
    assert (listed(row, "one"), listed(row, "none")) == ([10], [])
    assert parsed(b"3") == 3
