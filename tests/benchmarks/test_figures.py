"""From what was drawn and shown to the figures, and from the figures to the table."""

from __future__ import annotations

import itertools
import json

import pytest

from benchmarks.report import Goal
from benchmarks.screen import scenes
from benchmarks.screen.figures import LOOPBACK, Round, Row, facts, ratios, rows, told
from benchmarks.screen.outcome import Outcome, percentile, waits_of_events, waits_of_frames, within
from benchmarks.screen.thin import NEVER, recovered

DRAWN = [(0, 0.0), (1, 50.0), (2, 100.0), (3, 150.0)]


def _round(stand: str, waits: list[float], shown: int, cpu: float = 10.0) -> Round:
    outcome = Outcome("scroll", 10.0, 200, shown, waits, cpu, 2_000_000)
    return Round(stand, {"scroll": outcome}, first_picture=500.0, rest={"film": (0, float("inf"))})


def test_a_frame_waits_from_drawn_to_first_shown() -> None:
    """Steps that were never shown are no waits, and a step shown twice counts once."""
    assert waits_of_frames(DRAWN, [(0, 20.0), (2, 130.0), (0, 140.0), (9, 150.0)]) == [20.0, 30.0]


def test_a_letter_has_waited_when_a_later_picture_holds_it() -> None:
    """A letter whose own picture was merged into the next one is there when that is; what never came is left out."""
    assert waits_of_events(DRAWN, [(0, 20.0), (2, 130.0)]) == [20.0, 80.0, 30.0]


def test_a_window_of_time_holds_its_beginning_and_not_its_end() -> None:
    """No event is in two windows, and none is in neither."""
    assert within(DRAWN, 50.0, 150.0) == [(1, 50.0), (2, 100.0)]


@pytest.mark.parametrize(("values", "p95"), [([], None), ([3.0], 3.0), ([float(each) for each in range(101)], 95.0)])
def test_a_percentile_of_nothing_is_nothing(values: list[float], p95: float | None) -> None:
    """One value is its own percentile, and none has none."""
    assert percentile(values, 95) == p95


def test_each_figure_of_a_round_is_in_its_row() -> None:
    """A round gives its numbers, and a scene that was left out gives none."""
    told_rows = {row.name: row for row in rows(LOOPBACK, [_round("ours", [10.0, 20.0, 30.0], 190)])}
    assert told_rows["text scrolls, 20 a second: frames shown"].values == [19.0]
    assert told_rows["text scrolls, 20 a second: drawn to shown, p50"].values == [20.0]
    assert told_rows["text scrolls, 20 a second: a frame"].median == pytest.approx(2000 / 190)
    assert told_rows["film, 30 a second: frames shown"].verdict == "not measured"
    assert told_rows["1 s at rest: photo"].line().split()[5:8] == ["exact", "exact", "exact"]


def test_ratios_are_of_each_turn() -> None:
    """Ours by theirs within a turn; the middle of those is judged, frames the other way round than costs."""
    ours, theirs = [_round("a", [10.0, 10.0], 180, 8.0)] * 2, [_round("b", [40.0, 40.0], 120, 16.0)] * 2
    found = {row.name: row for row in ratios(LOOPBACK, ours, theirs)}
    assert found["text scrolls, 20 a second: frames shown"].values == [1.5, 1.5]
    assert found["text scrolls, 20 a second: frames shown"].verdict == "met"
    assert found["CPU, scroll"].median == 0.5
    assert found["first whole picture"].verdict == "missed"
    assert "film: picture, against what was drawn" not in found


@pytest.mark.parametrize(
    ("value", "words"),
    [(None, "-"), (float("inf"), "exact"), (1234.5, "1234"), (12.34, "12.3"), (0.123, "0.12"), (0.0, "0")],
)
def test_numbers_are_told_as_they_can_be_read(value: float | None, words: str) -> None:
    """Three figures are enough; what has no end is exact, and what is not there is a dash."""
    assert told(value) == words


def test_facts_are_json() -> None:
    """What is written for programs holds names, values and verdicts; what is exact has no number."""
    said = json.loads(json.dumps(facts({"ours": [Row("x", "dB", [float("inf"), 1.0], Goal(2))]}, ["a machine"])))
    row = {"name": "x", "unit": "dB", "values": [None, 1.0], "goal": "<= 2", "verdict": "missed"}
    assert said == {"machine": ["a machine"], "tables": {"ours": [row]}}


def _film(pauses: list[tuple[float, float]], late: float) -> list[tuple[int, float]]:
    return [(step, step * 33.3 + late) for step in range(700) if not any(a <= step * 33.3 < b for a, b in pauses)]


def test_a_picture_recovers_when_it_comes_as_often_and_as_soon_as_before() -> None:
    """Frames that come again one and a half seconds after the line did make one and a half seconds."""
    drawn = [(step, step * 33.3) for step in range(700)]
    shown = _film([(8_000, 19_500)], 30.0)
    assert recovered(drawn, shown, 8_000.0, 18_000.0) == pytest.approx(1.5, abs=0.1)
    assert recovered(drawn, _film([(8_000, 99_000)], 30.0), 8_000.0, 18_000.0) == NEVER
    late = [(step, at + (900 if at > 18_000 else 0)) for step, at in shown]
    assert recovered(drawn, late, 8_000.0, 18_000.0) == NEVER


def test_every_scene_stays_on_the_screen_and_off_border_and_banner() -> None:
    """What is painted is never hidden by what Attended shows the customer."""
    width, height = scenes.SCREEN
    for scene in scenes.SCENES.values():
        for step in range(300):
            x, y = scene.place(step)
            assert x >= 6
            assert y >= 60
            assert x + scene.area.width <= width - 6
            assert y + scene.area.height <= height - 6


def test_the_dragged_window_goes_round_in_as_many_steps_as_the_probe_knows() -> None:
    """The probe looks for it where it will be; a step is as far as a hand moves in 16 ms."""
    places = [scenes.path(step) for step in range(scenes.ROUND)]
    assert [scenes.path(step + scenes.ROUND) for step in range(scenes.ROUND)] == places
    assert len(set(places)) == scenes.ROUND - 1  # an eight crosses itself once
    far = max(abs(x - to_x) + abs(y - to_y) for (x, y), (to_x, to_y) in itertools.pairwise(places))
    assert 4 < far < 40
