"""What the picture may cost its owner's computer."""

from __future__ import annotations

import pytest

from agent.screen.thrift import LEAST, LONGEST, SAVED, USUAL, Thrift, cores_of


def spend(thrift: Thrift, cost: float, seconds: float) -> tuple[float, int]:
    """Make frames that each take `cost` seconds of one core, as soon as each may be; give the cores used, how many."""
    now = used = 0.0
    frames = 0
    while now < seconds:
        if (wait := thrift.wait(used, now)) > 0:
            now += wait
            continue
        used, now, frames = used + cost, now + cost, frames + 1
    return used / now, frames


@pytest.mark.parametrize("cores", [0.25, 0.5, 0.8])
def test_on_average_no_more_is_used_than_allowed(cores: float) -> None:
    """However much there would be to do."""
    use, frames = spend(Thrift(cores, 0.0, 0.0), 0.02, 60.0)

    assert use == pytest.approx(cores, rel=0.05)
    assert frames == pytest.approx(60 * cores / 0.02, rel=0.05)


def test_what_costs_little_never_waits() -> None:
    """Ten frames a second of 5 ms each are below half a core."""
    thrift = Thrift(0.5, 0.0, 0.0)

    assert all(thrift.wait(0.005 * number, 0.1 * number) == 0 for number in range(600))


def test_what_was_saved_is_spent_at_once_and_no_more_than_that() -> None:
    """After an idle hour a whole picture goes out at once; a storm does not get the hour back."""
    thrift = Thrift(0.5, 0.0, 0.0)
    assert thrift.wait(0.0, 3600.0) == 0
    assert thrift.wait(SAVED * 0.9, 3600.0) == 0
    assert thrift.wait(SAVED * 1.1, 3600.0) > 0


def test_a_frame_waits_a_quarter_of_a_second_at_most() -> None:
    """Slow is better than stopped, whatever was spent; and nothing makes it free."""
    assert Thrift(0.5, 0.0, 0.0).wait(100.0, 0.0) == LONGEST
    assert Thrift(0.0, 0.0, 0.0).wait(100.0, 0.0) == LONGEST
    assert LEAST > 0


@pytest.mark.parametrize(
    ("setting", "cores"), [("25", 0.25), ("150", 1.5), (None, USUAL), ("", USUAL), ("0", USUAL), ("-5", USUAL)]
)
def test_a_setting_is_per_cent_of_a_core(setting: str | None, cores: float) -> None:
    """What is no number above 0 sets nothing."""
    assert cores_of(setting) == cores
