"""The values of one computer."""

from __future__ import annotations

from agent.report.own import Own, Person


def test_nothing_is_known_of_a_bare_computer() -> None:
    """Shapes are the second line then."""
    assert Own() == Own((), (), (), (), ())
    assert Person("anna").names == ()
