"""What the console shows."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.screen.rect import Rect
from agent.screen.shown import Shown
from agent.screen.source import Pixels


def told(shown: Shown, at: Rect, pixels: Pixels) -> list[Rect]:
    """Give what differs, and make it the picture."""
    found = shown.differing(at, pixels)
    for tile in found:
        here = tile.moved(-at.x, -at.y)
        shown.take(tile, pixels[here.y : here.bottom, here.x : here.right])
    return found


def test_only_what_differs_is_told_and_only_once_it_was_taken() -> None:
    """Equal pixels are never sent again, whatever was reported as damaged; different ones until they are sent."""
    shown = Shown(200, 100)
    pixels = np.zeros((100, 200), np.uint32)
    told(shown, shown.area, pixels)
    pixels[10:20, 30:35] = 0xFF

    assert shown.differing(Rect(0, 0, 200, 100), pixels) == [Rect(30, 10, 5, 10)]
    assert told(shown, Rect(0, 0, 200, 100), pixels) == [Rect(30, 10, 5, 10)]
    assert shown.differing(Rect(0, 0, 200, 100), pixels) == []
    assert (shown.pixels(Rect(30, 10, 5, 10)) == 0xFF).all()


def test_what_is_forgotten_is_told_whole_though_nothing_differs() -> None:
    """Tiles cover the whole area, and only when all of them are taken is the picture known again."""
    shown, pixels = Shown(1000, 300), np.zeros((300, 1000), np.uint32)
    assert sum(tile.area for tile in told(shown, shown.area, pixels)) == 300_000
    shown.sent(shown.area, 1.0, exact=False)
    shown.forget()
    assert shown.owed_since() is None
    assert not shown.is_known()
    assert sum(tile.area for tile in told(shown, Rect(0, 0, 1000, 299), pixels[:299])) == 299_000
    assert not shown.is_known()
    told(shown, Rect(0, 299, 1000, 1), pixels[299:])

    assert shown.is_known()


def test_what_was_sent_approximately_is_owed_until_sent_exactly() -> None:
    """Cells touched by an approximate tile are resting parts later on; exact ones pay for whole cells only."""
    shown = Shown(300, 130)
    shown.sent(Rect(10, 10, 100, 100), 5.0, exact=False)
    assert shown.owed_since() == 5.0
    assert list(shown.resting(4.0)) == []
    assert list(shown.resting(5.0)) == [Rect(0, 0, 128, 64), Rect(0, 64, 128, 64)]

    shown.sent(Rect(0, 0, 100, 64), 6.0, exact=True)
    assert list(shown.resting(9.0)) == [Rect(64, 0, 64, 64), Rect(0, 64, 128, 64)]

    for part in list(shown.resting(9.0)):
        shown.sent(part, 9.0, exact=True)
    assert shown.owed_since() is None


def test_the_last_cells_end_with_the_picture() -> None:
    """A part at the edge pays for the cut cells there."""
    shown = Shown(100, 70)
    shown.sent(shown.area, 1.0, exact=False)
    parts = list(shown.resting(1.0))
    for part in parts:
        assert part.common(shown.area) == part
        shown.sent(part, 2.0, exact=True)

    assert sum(part.area for part in parts) == 7_000
    assert shown.owed_since() is None


def test_who_waits_longest_comes_first() -> None:
    """Refinement goes by age."""
    shown = Shown(300, 64)
    shown.sent(Rect(0, 0, 64, 64), 2.0, exact=False)
    shown.sent(Rect(192, 0, 64, 64), 1.0, exact=False)

    assert list(shown.resting(3.0)) == [Rect(192, 0, 64, 64), Rect(0, 0, 64, 64)]


def test_of_those_that_wait_alike_the_nearest_to_the_pointer_comes_first() -> None:
    """A quarter of a second is alike; whoever waits longer than that comes first wherever it is."""
    shown = Shown(640, 64)
    for column, since in ((0, 2.0), (4, 2.2), (9, 1.0)):
        shown.sent(Rect(column * 64, 0, 64, 64), since, exact=False)

    assert [part.x // 64 for part in shown.resting(3.0, near=(300, 10))] == [9, 4, 0]


def test_parts_are_no_longer_than_asked() -> None:
    """On a thin line a part is one cell."""
    shown = Shown(640, 64)
    shown.sent(shown.area, 1.0, exact=False)

    assert [part.w for part in shown.resting(3.0, run=4)] == [256, 256, 128]


def test_what_moved_is_owed_where_it_went() -> None:
    """A copy of approximate pixels is approximate; where exact ones went over them, nothing is owed any more."""
    shown = Shown(300, 300)
    shown.sent(Rect(70, 70, 40, 40), 1.0, exact=False)
    shown.moved(Rect(200, 200, 90, 60), Rect(60, 60, 90, 60), 2.0)
    assert list(shown.resting(1.0)) == [Rect(64, 64, 64, 64)]
    assert list(shown.resting(2.0)) == [Rect(64, 64, 64, 64), Rect(192, 192, 64, 64)]

    shown.moved(Rect(60, 60, 64, 64), Rect(0, 0, 64, 64), 3.0)
    assert list(shown.resting(9.0)) == [Rect(192, 192, 64, 64)]


def test_an_exact_tile_pays_for_approximate_pixels_not_for_cells() -> None:
    """A cell is paid once its last approximate pixel is, however many tiles that took."""
    shown = Shown(64, 64)
    shown.sent(Rect(10, 10, 20, 20), 1.0, exact=False)
    shown.sent(Rect(0, 0, 64, 20), 2.0, exact=True)
    assert shown.owed_since() == 1.0
    shown.sent(Rect(5, 20, 40, 10), 3.0, exact=True)
    assert shown.owed_since() is None


class Console:
    """What is drawn somewhere else: approximate tiles are wrong in every pixel, copies copy what is there."""

    def __init__(self, width: int, height: int) -> None:
        """Begin with an empty picture, of which `Shown` is told."""
        self.picture = np.zeros((height, width), np.uint32)

    def draw(self, at: Rect, shown: Shown, *, exact: bool) -> None:
        """Draw a tile."""
        self.picture[at.y : at.bottom, at.x : at.right] = shown.pixels(at) ^ (0 if exact else 1)

    def copy(self, to: Rect, source: Rect) -> None:
        """Draw a copy."""
        moving = self.picture[source.y : source.bottom, source.x : source.right].copy()
        self.picture[to.y : to.bottom, to.x : to.right] = moving


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_all_that_a_console_has_wrong_is_owed(data: st.DataObject) -> None:
    """After any tiles and copies, overlapping or not, wrong pixels lie in owed parts, and paying makes it exact."""
    width, height = data.draw(st.integers(1, 260)), data.draw(st.integers(1, 200))
    dice = np.random.default_rng(data.draw(st.integers(0, 1 << 16)))
    shown, console, truth = Shown(width, height), Console(width, height), np.zeros((height, width), np.uint32)
    told(shown, shown.area, truth)
    for turn in range(1, data.draw(st.integers(1, 14)) + 1):
        w, h = int(dice.integers(1, width + 1)), int(dice.integers(1, height + 1))
        to = Rect(int(dice.integers(0, width - w + 1)), int(dice.integers(0, height - h + 1)), w, h)
        kind = data.draw(st.sampled_from(["paint", "photograph", "copy", "pay"]))
        if kind == "copy":
            source = to._replace(x=int(dice.integers(0, width - w + 1)), y=int(dice.integers(0, height - h + 1)))
            shown.moved(to, source, float(turn))
            console.copy(to, source)
            truth[to.y : to.bottom, to.x : to.right] = truth[source.y : source.bottom, source.x : source.right].copy()
        elif kind == "pay":
            for part in list(shown.resting(float(turn)))[:2]:
                console.draw(part, shown, exact=True)
                shown.sent(part, float(turn), exact=True)
        else:
            truth[to.y : to.bottom, to.x : to.right] = dice.integers(2, 1 << 24, (h, w), dtype=np.uint32)
            for tile in told(shown, to, truth[to.y : to.bottom, to.x : to.right]):
                console.draw(tile, shown, exact=kind == "paint")
                shown.sent(tile, float(turn), exact=kind == "paint")
        wrong = console.picture != truth
        for part in shown.resting(float(turn)):
            wrong[part.y : part.bottom, part.x : part.right] = False
        assert not wrong.any()
    for part in list(shown.resting(99.0)):
        console.draw(part, shown, exact=True)
        shown.sent(part, 99.0, exact=True)

    assert shown.owed_since() is None
    assert (console.picture == truth).all()
