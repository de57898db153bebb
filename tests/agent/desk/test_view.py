from agent.desk.view import Decision, DeskView, Rect
from tests.support.desk_view import FakeView


def test_a_decision_without_ticks_is_a_no() -> None:
    """Nothing is allowed by default."""
    assert not Decision(frozenset()).allowed


def test_the_tests_view_is_a_view() -> None:
    """What stands in for windows has all that windows have."""
    view: DeskView = FakeView()
    assert view.desk_windows() == []
    assert Rect(1, 2, 3, 4).w == 3
