"""What the customer chose: everything that is not a whole yes is a no."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from consent.decision import Because, Decision, Expected, Ticked
from consent.scopes import Scope
from tests.support.consent_scene import a_yes, an_id

VIEW = Ticked(scope=Scope.VIEW, monitors=(0,))


@pytest.mark.parametrize("because", Because)
@pytest.mark.parametrize("expected", [None, *Expected])
def test_a_no_allows_nothing_whatever_its_reason(because: Because, expected: Expected | None) -> None:
    """The customer's no, silence, a closed window and a fault are all the same no."""
    decision = Decision.refused(an_id(1), because, expected)
    assert not decision.is_yes
    assert decision.scopes == frozenset()


@pytest.mark.parametrize(
    "missing",
    [
        {"minutes": 0},
        {"expected": None},
        {"expected": Expected.NO},
        {"expected": Expected.UNSURE},
        {"because": Because.NO_ANSWER},
        {"because": Because.CLOSED},
        {"because": Because.FAILED},
        {"allowed": (VIEW, VIEW)},
    ],
)
def test_half_a_yes_cannot_be_written(missing: dict[str, Any]) -> None:
    """Ticks without time, without an expected person, or not from the customer make no decision at all."""
    whole = {"request": an_id(1), "allowed": (VIEW,), "minutes": 15, "expected": "yes", "because": Because.CUSTOMER}
    with pytest.raises(ValidationError):
        Decision(**{**whole, "expected": Expected.YES, **missing})


@given(
    ticks=st.lists(st.sampled_from(Scope), max_size=5),
    minutes=st.integers(0, 480),
    expected=st.sampled_from([None, *Expected]),
    because=st.sampled_from(Because),
)
def test_only_ticks_by_the_customer_for_an_expected_person_are_a_yes(
    ticks: list[Scope], minutes: int, expected: Expected | None, because: Because
) -> None:
    """Whatever is put together, a yes has ticks, minutes, the customer and the person they expected."""
    allowed = tuple(Ticked(scope=scope, monitors=(0,) if scope is Scope.VIEW else ()) for scope in ticks)
    try:
        decision = Decision(request=an_id(1), allowed=allowed, minutes=minutes, expected=expected, because=because)
    except ValidationError:
        return
    if decision.is_yes:
        assert (because, bool(minutes)) == (Because.CUSTOMER, True)
        assert expected in {Expected.YES, Expected.SAME}


def test_view_names_its_monitors_and_nothing_else_does() -> None:
    """A tick for view without a monitor, or a monitor for anything else, is no tick."""
    for wrong in ({"scope": Scope.VIEW}, {"scope": Scope.FILES, "monitors": (0,)}):
        with pytest.raises(ValidationError):
            Ticked(**wrong)
    with pytest.raises(ValidationError):
        Ticked(scope=Scope.VIEW, monitors=(1, 1))


def test_a_decision_cannot_change() -> None:
    """What was decided stays as it was."""
    decision = a_yes(Scope.VIEW)
    with pytest.raises(ValidationError):
        decision.minutes = 60  # type: ignore[misc]  # the very thing that must fail
    assert decision.scopes == {Scope.VIEW}
