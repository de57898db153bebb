"""What moved last is found again close to where it should be, and copied whole."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.screen import motion
from agent.screen.follow import FEW, NEAR, PATCH_H, PATCH_W, followed
from agent.screen.motion import Motion
from agent.screen.rect import Rect
from agent.screen.source import Pixels
from tests.support.pages import page

BLUE = 0x336699
WINDOW = Rect(300, 220, 400, 260)


def _desk(window: Pixels, x: int, y: int) -> Pixels:
    desk = np.full((700, 1000), BLUE, np.uint32)
    desk[y : y + window.shape[0], x : x + window.shape[1]] = window
    return desk


def _drag(moving: Motion, pictures: list[Pixels]) -> list[tuple[int, int, Rect, Pixels]]:
    """Give of each step the offset, where it went, and what differs after its copy."""
    steps = []
    for old, new in pairwise(pictures):
        now = old.copy()
        (move,) = moving.moves(Rect(0, 0, 1000, 700), now, new)
        source = move.source
        now[move.to.y : move.to.bottom, move.to.x : move.to.right] = old[
            source.y : source.bottom, source.x : source.right
        ]
        steps.append((move.dx, move.dy, move.to, now != new))
    return steps


@pytest.mark.parametrize("by", [(0, 0), (11, -4), (-NEAR, NEAR)])
@pytest.mark.parametrize("offset", [(1, 0), (9, -5), (-20, 20)])
def test_a_window_is_found_where_it_went(by: tuple[int, int], offset: tuple[int, int]) -> None:
    """By as much as before, or `NEAR` more or less, and no farther."""
    window = page(WINDOW.w, WINDOW.h)
    old, new = _desk(window, WINDOW.x, WINDOW.y), _desk(window, WINDOW.x + offset[0], WINDOW.y + offset[1])
    near = abs(offset[0] - by[0]) <= NEAR and abs(offset[1] - by[1]) <= NEAR
    assert (offset in followed(old, new, WINDOW, by)) == near


def test_where_it_is_hidden_at_one_place_it_is_seen_at_another() -> None:
    """Something else over its middle does not hide where it went."""
    window = page(WINDOW.w, WINDOW.h)
    old, new = _desk(window, 300, 220), _desk(window, 308, 231)
    new[320:400] = 0xAA0000
    assert followed(old, new, WINDOW, (6, 9)) == [(8, 11)]


def test_nothing_is_known_by_one_colour_or_by_what_repeats() -> None:
    """A flat window has nothing to be known by, and a pattern too much."""
    flat = np.full((260, 400), 0x777777, np.uint32)
    assert followed(_desk(flat, 300, 220), _desk(flat, 310, 220), WINDOW, (10, 0)) == []
    pattern = np.tile(np.array([[0, 0xFFFFFF]], np.uint32), (260, 200))
    assert followed(_desk(pattern, 300, 220), _desk(pattern, 310, 220), WINDOW, (10, 0)) == []


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_whatever_is_asked_what_is_found_is_there(data: st.DataObject) -> None:
    """Places beyond the picture, pictures smaller than a patch: an offset, if any, is that of a patch that is there."""
    height, width = data.draw(st.integers(1, 90)), data.draw(st.integers(1, 120))
    dice = np.random.default_rng(data.draw(st.integers(0, 1000)))
    colours = data.draw(st.sampled_from([2, 3, 1 << 24]))
    old = dice.integers(0, colours, (height, width), dtype=np.uint32)
    dx, dy = data.draw(st.integers(-40, 40)), data.draw(st.integers(-40, 40))
    new = np.roll(old, (dy, dx), (0, 1))
    number = st.integers(-150, 150)
    last = Rect(data.draw(number), data.draw(number), data.draw(st.integers(1, 200)), data.draw(st.integers(1, 200)))
    found = followed(old, new, last, (data.draw(number), data.draw(number)))
    assert len(found) <= FEW
    for right, down in found:
        assert (right, down) != (0, 0)
        was = Rect(0, 0, width, height).common(Rect(-right, -down, width, height))
        assert was is not None
        like = (
            old[was.y : was.bottom, was.x : was.right]
            == new[was.y + down : was.bottom + down, was.x + right : was.right + right]
        )
        assert like.sum() >= PATCH_W * PATCH_H


def test_a_drag_goes_on_without_a_look_at_the_whole_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    """From its second step on a dragged window is followed, each step by another offset, and copied to the pixel."""
    window, moving = page(400, 260), Motion()
    places = [(100 + 9 * step + step * step // 3, 80 + 5 * (step % 5) + 6 * step) for step in range(14)]
    pictures = [_desk(window, *place) for place in places]
    _drag(moving, pictures[:2])
    monkeypatch.setattr(motion, "offsets", lambda *_: pytest.fail("the whole picture was looked at"))
    for (x, y), (_, _, to, left) in zip(places[2:], _drag(moving, pictures[1:]), strict=True):
        assert to.common(Rect(x, y, 400, 260)) == Rect(x, y, 400, 260)
        assert np.count_nonzero(left) < 400 * 30
        assert not left[y : y + 260, x : x + 400].any()


def test_a_drag_that_jumps_is_found_all_the_same() -> None:
    """Farther from one step to the next than is looked at nearby: the whole picture is asked."""
    window, moving = page(400, 260), Motion()
    places = [(100, 100), (110, 104), (300, 250), (309, 254)]
    steps = _drag(moving, [_desk(window, *place) for place in places])
    assert [(dx, dy) for dx, dy, _, _ in steps] == [(10, 4), (190, 146), (9, 4)]


def test_a_window_that_was_partly_beyond_the_edge_is_copied_as_far_as_it_is_seen() -> None:
    """What comes into view is drawn, what was in view is copied, and nothing wrong is left by the copy's edges."""
    window, moving = page(400, 260), Motion()
    pictures = []
    for step in range(8):
        wide = np.full((700, 1400), BLUE, np.uint32)
        wide[200:460, 40 + 30 * step : 440 + 30 * step] = window
        pictures.append(np.ascontiguousarray(wide[:, 200:1200]))
    for step, (dx, dy, _, left) in enumerate(_drag(moving, pictures)):
        assert (dx, dy) == (30, 0)
        came_into_view = max(0, min(30, 200 - 40 - 30 * step))
        right = max(0, 40 + 30 * (step + 1) - 200)
        left[200:460, : max(right, came_into_view)] = False
        assert np.count_nonzero(left) < 260 * 32


def test_smooth_scrolling_leaves_new_lines_only() -> None:
    """Steps of a touchpad, each another: the pane keeps its edges, not those of what came into view before."""
    long, moving, top = page(600, 2_000), Motion(), 0
    for step in (12, 15, 9, 22, 31, 40, 33, 18, 7, 5, 3):
        pictures = []
        for begin in (top, top + step):
            picture = page(1000, 700, seed=2)
            picture[100:600, 200:800] = long[begin : begin + 500]
            pictures.append(picture)
        ((dx, dy, _, left),) = _drag(moving, pictures)
        top += step
        assert (dx, dy) == (0, -step)
        left[600 - step : 600] = False
        assert np.count_nonzero(left) < np.count_nonzero(pictures[0] != pictures[1]) / 50
