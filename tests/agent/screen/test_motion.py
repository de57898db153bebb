"""What moved between two pictures."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.screen import motion
from agent.screen.motion import MOST_VAIN, Edges, Last, Motion, Move, differing, found
from agent.screen.offsets import Counts
from agent.screen.rect import Rect
from agent.screen.source import Pixels
from tests.support.pages import page

BLUE = 0x336699


def _found(old: Pixels, new: Pixels) -> Move | None:
    return found(old, new, differing(old, new))


def _copied(old: Pixels, move: Move) -> Pixels:
    """Give the picture after the copy that a console makes."""
    now, source = old.copy(), move.source
    now[move.to.y : move.to.bottom, move.to.x : move.to.right] = old[source.y : source.bottom, source.x : source.right]
    return now


def _desk(at: tuple[int, int], window: Pixels, width: int = 1000, height: int = 700) -> Pixels:
    """Give a blue desk with a window on it."""
    desk = np.full((height, width), BLUE, np.uint32)
    x, y = at
    desk[y : y + window.shape[0], x : x + window.shape[1]] = window
    return desk


@pytest.mark.parametrize("pitch", [11, 13, 16, 17, 20, 32])
@pytest.mark.parametrize("lines", [-3, 1, 3, 9])
def test_a_scrolled_page_leaves_its_new_lines(pitch: int, lines: int) -> None:
    """Whatever the lines' pitch, nothing differs after the copy but the lines that came into view."""
    long, rows = page(900, 1400, pitch=pitch), lines * pitch
    old, new = long[400:1000], long[400 + rows : 1000 + rows]
    move = _found(old, new)

    assert move is not None
    assert (move.dx, move.dy) == (0, -rows)
    differs = np.flatnonzero((_copied(old, move) != new).any(axis=1))
    fresh = range(600 - rows, 600) if rows > 0 else range(-rows)
    assert set(differs.tolist()) <= set(fresh)


@pytest.mark.parametrize("offset", [(8, 5), (-31, 7), (0, 12), (40, 0), (150, -90), (-260, 170)])
def test_a_dragged_window_leaves_the_desk_it_stood_on(offset: tuple[int, int]) -> None:
    """A window of text is copied to its new place, wherever that is."""
    window = page(500, 300)
    old, new = _desk((270, 200), window), _desk((270 + offset[0], 200 + offset[1]), window)
    move = _found(old, new)

    assert move is not None
    assert (move.dx, move.dy) == offset
    left = _copied(old, move) != new
    left[200:500, 270:770] = False
    assert not left.any()


def test_a_pane_scrolls_between_things_that_stand() -> None:
    """Title, border and scroll bar stay where they are: the copy ends at them and leaves next to nothing."""
    long = page(600, 900)
    old = page(1000, 700, seed=2)
    new = old.copy()
    old[101:601, 203:803], new[101:601, 203:803] = long[:500], long[48:548]
    move = _found(old, new)

    assert move is not None
    assert Rect(203, 101, 600, 500).common(move.to) == move.to
    left = _copied(old, move) != new
    left[601 - 48 : 601] = False
    assert np.count_nonzero(left) < np.count_nonzero(old != new) / 100


def test_of_lines_that_look_alike_the_offset_is_chosen_that_saves_most() -> None:
    """Every fourth line is the same, so several offsets fit most lines; only one fits all."""
    long = page(600, 1000)
    for y in range(0, 960, 64):
        long[y : y + 48] = long[:48]
    move = _found(long[:500], long[128:628])

    assert move is not None
    assert (move.dx, move.dy) == (0, -128)


@pytest.mark.parametrize("seed", [None, 7])
def test_what_did_not_move_is_not_copied(seed: int | None) -> None:
    """A film's next picture and another page in place of one are no moves."""
    dice = np.random.default_rng(1)
    if seed is None:
        old, new = (dice.integers(0, 1 << 24, (360, 640), dtype=np.uint32) for _ in range(2))
    else:
        old, new = page(640, 360, seed=seed), np.full((360, 640), 0xFFFFFF, np.uint32)

    assert _found(old, new) is None


def test_two_windows_move_in_one_frame() -> None:
    """Two windows went different ways: two copies, and only the desk they stood on is left."""
    one, two = page(400, 250, seed=3), page(400, 250, seed=4)
    old, new = _desk((50, 60), one), _desk((70, 50), one)
    old[400:650, 500:900], new[410:660, 470:870] = two, two
    now = old.copy()
    moves = []
    for move in Motion().moves(Rect(0, 0, 1000, 700), now, new):
        moves.append((move.dx, move.dy))
        now[:] = _copied(now, move)
    left = now != new

    assert set(moves) == {(20, -10), (-30, 10)}
    left[60:310, 50:450] = left[400:650, 500:900] = False
    assert not left.any()


def test_places_are_told_where_the_pictures_are() -> None:
    """What moved in a part of the screen is told in the screen's coordinates."""
    long = page(500, 700)
    (move,) = Motion().moves(Rect(300, 200, 500, 400), long[:400].copy(), long[40:440])

    assert (move.dx, move.dy) == (0, -40)
    assert Rect(300, 200, 500, 400).common(move.to) == move.to
    assert move.source == move.to.moved(0, 40)


def test_a_pane_that_scrolls_on_keeps_its_edges_and_one_that_changed_gets_its_own_soon() -> None:
    """The edges are not looked for in each frame, and never again trusted in a picture of another size."""
    motion, long = Motion(), page(700, 1_400)
    for number in range(40):
        pane = Rect(101, 83, 500, 400) if number < 20 else Rect(101, 83, 480, 400)
        pictures = []
        for top in (number * 24, number * 24 + 24):
            picture = page(900, 600, seed=2)
            picture[pane.y : pane.bottom, pane.x : pane.right] = long[top : top + pane.h, : pane.w]
            pictures.append(picture)
        moves = list(motion.moves(Rect(0, 0, 900, 600), *pictures))
        assert moves
        edges = moves[0].to.x, moves[0].to.right
    assert edges[0] >= pane.x
    assert edges[1] <= pane.right
    small = [picture[:300, :400].copy() for picture in pictures]

    assert all(move.to.common(Rect(0, 0, 400, 300)) == move.to for move in motion.moves(Rect(0, 0, 400, 300), *small))


def test_a_film_is_looked_at_less_and_less_and_a_scroll_after_it_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looks in vain at one place become fewer; another place is looked at at once, and the same one soon."""
    dice = np.random.default_rng(5)
    looks = []

    def counted(
        old: Pixels, new: Pixels, before: Counts, lately: tuple[tuple[int, int], ...], edges: Edges, last: Last | None
    ) -> Move | None:
        looks.append(1)
        return found(old, new, before, lately, edges, last)

    monkeypatch.setattr("agent.screen.motion.found", counted)
    motion, at = Motion(), Rect(0, 0, 640, 360)
    film = [dice.integers(0, 1 << 24, (360, 640), dtype=np.uint32) for _ in range(24)]
    for before, after in pairwise(film):
        assert list(motion.moves(at, before, after)) == []
    assert len(looks) < 10

    long = page(640, 800)
    assert next(motion.moves(at.moved(0, 300), long[:360], long[48:408])).dy == -48
    list(motion.moves(at, film[0], film[1]))
    tries = [list(motion.moves(at, long[:360], long[48:408])) for _ in range(MOST_VAIN + 1)]
    assert any(tries)


def test_a_picture_too_small_for_a_patch_holds_no_move() -> None:
    """Narrow and flat parts are left to tiles."""
    for shape in [(20, 500), (500, 40), (1, 1), (31, 63), (26, 63)]:
        assert _found(np.zeros(shape, np.uint32), np.ones(shape, np.uint32)) is None


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_copy_lies_in_the_picture_and_mends_more_than_it_spoils(data: st.DataObject) -> None:
    """Whatever two pictures are given, what is found can be drawn and saves pixels."""
    height, width = data.draw(st.integers(1, 300)), data.draw(st.integers(1, 500))
    dice = np.random.default_rng(data.draw(st.integers(0, 1000)))
    old = page(width, height, seed=int(dice.integers(99))) if data.draw(st.booleans()) else np.zeros((1, 1), np.uint32)
    if old.shape != (height, width):
        old = dice.integers(0, data.draw(st.sampled_from([2, 1 << 24])), (height, width), dtype=np.uint32)
    new = np.roll(old, (int(dice.integers(-60, 60)), int(dice.integers(-60, 60))), (0, 1))
    part = Rect(int(dice.integers(width)), int(dice.integers(height)), 80, 50)
    new[part.y : part.bottom, part.x : part.right] = dice.integers(1 << 24)
    move = _found(old, new)

    if move is not None:
        whole = Rect(0, 0, width, height)
        assert whole.common(move.to) == move.to
        assert whole.common(move.source) == move.source
        assert np.count_nonzero(_copied(old, move) != new) < np.count_nonzero(old != new)


@given(
    st.integers(1, 8).flatmap(
        lambda columns: st.lists(
            st.lists(st.integers(-100, 100), min_size=columns, max_size=columns), min_size=1, max_size=8
        )
    )
)
def test_the_quick_way_to_a_rectangle_loses_next_to_nothing(rows: list[list[int]]) -> None:
    """What it gives is what it says, and nearly as much as the best rectangle of all."""
    gains = np.array(rows, np.int32)
    top, bottom, left, right, gain = motion._most_mended(gains)
    assert gain == gains[top:bottom, left:right].sum()
    assert gain >= motion.NEARLY_ALL * motion._largest(gains)[4]
