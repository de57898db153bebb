"""That the benchmarks still measure: a small one, really run, and the table's arithmetic."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from benchmarks import forwarding, marks
from benchmarks.__main__ import BENCHMARKS, main
from benchmarks.report import Figure, Goal

SMALL = (forwarding.Load("60 B", 60, 200),)


async def test_a_small_benchmark_gives_a_row_for_each_thing_it_measures() -> None:
    """Forwarding measures the relay, the bare forwarder, and the ratio of the two, which is what has a goal."""
    figures = await forwarding.measure(SMALL, rounds=1)
    assert [figure.unit for figure in figures] == ["msg/CPU s", "MB/CPU s", "msg/CPU s", ""]
    assert all(figure.median > 0 for figure in figures)
    assert [figure.goal for figure in figures] == [None, None, None, forwarding.GOAL]


@pytest.mark.parametrize(("bound", "least", "verdict"), [(3, False, "met"), (1, False, "missed"), (3, True, "missed")])
def test_a_goal_is_judged_by_the_median(bound: float, least: bool, verdict: str) -> None:  # noqa: FBT001
    """At most, or at least: the row says which was wanted, and whether it was kept."""
    line = Figure("something", "ms", [1, 2, 9], Goal(bound, least=least)).line()
    assert str(Goal(bound, least=least)) in line
    assert verdict in line


def test_the_95th_percentile_is_the_bad_side() -> None:
    """Where more is better, 95 of 100 lie above the figure; elsewhere below it."""
    values = [float(number) for number in range(101)]
    assert Figure("time", "ms", values).p95 == 95
    assert Figure("rate", "1/s", values, more_is_better=True).p95 == 5


def test_marks_are_read_from_the_moment_that_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrapped function is marked before and after, and of each mark the first one since the press counts."""
    monkeypatch.setenv(marks.FILE, str(tmp_path / "marks"))
    (tmp_path / "marks").write_text("1.00 begun\n7.00 begun\n9.00 begun\n", encoding="ascii")
    owner = SimpleNamespace(work=lambda: "done")
    marks.wrap(owner, "work", before="begins", after="ends")

    assert owner.work() == "done"
    found = marks.read(tmp_path / "marks", 5)
    assert found["begun"] == 7
    assert found["begins"] <= found["ends"]


def test_an_unknown_name_is_refused(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The refusal names the benchmarks there are, and ends with 2."""
    monkeypatch.setattr("sys.argv", ["benchmarks", "speed"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert all(name in said for name in BENCHMARKS)
