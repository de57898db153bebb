import pytest

from agent.desk.live import LAST_SECONDS, Live, LiveItem, Theirs
from consent.pause import PauseBecause
from consent.scopes import Scope

USUAL = "Live, recorded · Ana Weber (Nordlicht IT) sees Screen 1"


def live(**changes: object) -> Live:
    """Give a live screen for 11:42."""
    items = (LiveItem(Scope.VIEW, 702.0, screens=(1,), of_screens=2),)
    values: dict[str, object] = {"asker": "Ana Weber", "organisation": "Nordlicht IT", "items": items, "left": 702.0}
    return Live(**(values | changes))  # type: ignore[arg-type]  # a test names only what it changes


@pytest.mark.parametrize(
    ("changes", "first", "second"),
    [
        ({}, USUAL, "11:42 left"),
        ({"theirs": Theirs.TYPING}, USUAL, "11:42 left · typing"),
        ({"theirs": Theirs.MOVING}, USUAL, "11:42 left · moving the mouse"),
        ({"hand": True, "theirs": Theirs.MOVING}, "You have the mouse. Theirs waits.", "11:42 left"),
        ({"pause": PauseBecause.CUSTOMER}, "Paused. Nothing is seen.", "11:42 left"),
        (
            {"pause": PauseBecause.LINE, "line_left": 54.0},
            "Line lost. Nothing is seen. Trying again for 54 seconds.",
            "11:42 left",
        ),
        ({"left": 119.5}, "2 minutes left.", f"2:00 left · {USUAL}"),
        ({"left": 29.0}, "29 seconds left.", f"0:29 left · {USUAL}"),
        ({"left": 119.5, "let_end": True}, USUAL, "2:00 left"),
        ({"escapes": 2, "pause": PauseBecause.CUSTOMER}, "Press Esc 2 more times to stop. ●○○", "11:42 left"),
        ({"items": (), "left": 290.0}, "Nothing is on. Ana Weber can only chat. Ends in 4:50.", ""),
    ],
)
def test_each_moment_has_its_two_lines(changes: dict[str, object], first: str, second: str) -> None:
    """What matters most is said first; who is there is never left out."""
    shown = live(**changes)
    assert shown.headline == first
    assert " ".join(filter(None, [shown.time_after(0), shown.beside_after(0)])) == second


def test_what_counts_down_counts_from_when_it_was_shown() -> None:
    """Nobody has to say it anew each second."""
    lost = live(pause=PauseBecause.LINE, line_left=54.0)
    assert lost.headline_after(10).endswith("44 seconds.")
    assert lost.time_after(10) == "11:32 left"
    assert not live(left=LAST_SECONDS + 5).runs_out(4.9)
    assert live(left=LAST_SECONDS + 5).headline_after(5) == "2 minutes left."


@pytest.mark.parametrize("pause", [None, *PauseBecause])
@pytest.mark.parametrize("let_end", [False, True])
@pytest.mark.parametrize("items", [live().items, ()])
def test_where_only_the_clock_counts_nothing_else_is_said_anew(
    pause: PauseBecause | None, items: tuple[LiveItem, ...], *, let_end: bool
) -> None:
    """Whoever shows it may then leave all else as it stands; in most seconds it is so."""
    shown = live(pause=pause, let_end=let_end, items=items, left=302.6, line_left=301.0)

    def said(gone: float) -> tuple[object, ...]:
        return shown.headline_after(gone), shown.beside_after(gone), shown.spoken_after(gone), shown.runs_out(gone)

    seconds = [(second - 0.4, second + 0.6) for second in range(1, 302)]
    calm = [(before, gone) for before, gone in seconds if shown.only_counts(before, gone)]
    assert [each for each in calm if said(each[0]) != said(each[1])] == []
    assert (len(calm) > 170) == (bool(items) and pause is not PauseBecause.LINE)


def test_a_reader_hears_who_does_what_and_how_long() -> None:
    """The name of the banner; in a pause what is said there."""
    assert live().spoken_after(0) == "Attended, live, Ana Weber sees screen 1, 11 minutes left"
    assert live(pause=PauseBecause.CUSTOMER).spoken_after(0) == "Attended, Paused. Nothing is seen."


def test_room_is_kept_for_mouse_and_keyboard() -> None:
    """What is likely to come is measured before: Stop then stays where it is."""
    assert live().usual_and_more() == (USUAL, f"{USUAL}, uses your mouse")
    report = live(items=(LiveItem(Scope.REPORT, 9.0),))
    assert len(set(report.usual_and_more())) == 1
