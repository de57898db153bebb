"""Consent over time: what lived when, from the same lines that people read."""

from relay.replay.film import develop
from relay.replay.lanes import Lanes
from relay.replay.opening import OpenedRecording
from relay.replay.story import Line


def a_line(kind: str, time: int, **facts: object) -> Line:
    """Tell of something at a time."""
    return Line(0, time, "customer", kind, "", dict(facts))


def begun() -> Lanes:
    """Allow view for 60 seconds at time 1,000."""
    lanes = Lanes()
    lanes.take(a_line("yes", 1_000, until={"view": 60}))
    lanes.take(a_line("keys", 1_200, grant="one"))
    return lanes


def test_a_yes_lives_from_its_keys_until_it_is_withdrawn() -> None:
    """Nothing lives before the keys are on record, and nothing after the withdrawal."""
    lanes = begun()
    lanes.take(a_line("withdrawn", 9_000, scopes=["view"]))
    lanes.finish(20_000)
    (stretch,) = lanes.stretches
    assert (stretch.begins, stretch.ends, stretch.until) == (1_200, 9_000, 61_000)


def test_time_runs_out_by_itself() -> None:
    """What nobody ended ends when its time is up, not with the recording."""
    lanes = begun()
    lanes.finish(90_000)
    assert lanes.stretches[0].ends == 61_000


def test_what_needs_view_ends_with_it() -> None:
    """Withdrawing view ends control as well."""
    lanes = Lanes()
    lanes.take(a_line("yes", 0, until={"view": 60, "control": 60}))
    lanes.take(a_line("keys", 10, grant="one"))
    lanes.take(a_line("withdrawn", 500, scopes=["view"]))
    lanes.finish(900)
    assert {stretch.scope: stretch.ends for stretch in lanes.stretches} == {"view": 500, "control": 500}


def test_pause_and_lost_line_are_gaps_with_their_reason() -> None:
    """Each says for how long nothing was sent, and why."""
    lanes = begun()
    lanes.take(a_line("pause", 2_000, because="look-away"))
    lanes.take(a_line("goes-on", 5_000))
    lanes.take(a_line("lost", 6_000))
    lanes.take(a_line("back", 9_000))
    lanes.take(a_line("end", 10_000))
    lanes.finish(10_000)
    assert [(gap.begins, gap.ends, gap.words.split()[1]) for gap in lanes.gaps] == [
        (2_000, 5_000, "technician"),
        (6_000, 9_000, "line"),
    ]
    assert lanes.stretches[0].rests == [(2_000, 5_000)]


def test_a_whole_session_has_its_lanes(opened: OpenedRecording) -> None:
    """View lives through, control from its own yes on; both rest during the pause."""
    lanes = develop(opened).lanes
    assert sorted(stretch.scope for stretch in lanes.stretches) == ["control", "view"]
    assert all(len(stretch.rests) == 1 for stretch in lanes.stretches)
