"""Damage to rectangles worth grabbing, and to tiles."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from agent.screen.damage import MOST_RECTS, TILE_W, merged, tiles
from agent.screen.rect import Rect

SCREEN = Rect(0, 0, 1920, 1080)
rects = st.builds(Rect, st.integers(-50, 1900), st.integers(-50, 1060), st.integers(1, 300), st.integers(1, 300))


@given(st.lists(rects, max_size=60))
def test_merging_loses_no_damaged_pixel(reported: list[Rect]) -> None:
    """Every reported pixel on the screen lies in a merged rectangle, and these are few and on the screen."""
    found = merged(reported, SCREEN)

    assert len(found) <= MOST_RECTS
    assert all(rect.common(SCREEN) == rect for rect in found)
    for rect in reported:
        part = rect.common(SCREEN)
        assert part is None or _covered(part, found)


def _covered(part: Rect, by: list[Rect]) -> bool:
    left = np.ones((part.h, part.w), np.bool_)
    for rect in by:
        common = rect.common(part)
        if common is not None:
            at = common.moved(-part.x, -part.y)
            left[at.y : at.bottom, at.x : at.right] = False
    return not left.any()


def test_neighbours_become_one_and_strangers_stay_two() -> None:
    """Letters of one line are one grab; a clock in the other corner is its own."""
    letters = [Rect(100 + 9 * place, 200, 9, 18) for place in range(8)]

    assert merged([*letters, Rect(1800, 1050, 60, 20)], SCREEN) == [Rect(100, 200, 72, 18), Rect(1800, 1050, 60, 20)]


@given(st.data())
def test_tiles_cover_every_changed_pixel(data: st.DataObject) -> None:
    """However changes are scattered, each lies in a tile, and no tile holds none."""
    height, width = data.draw(st.integers(1, 300)), data.draw(st.integers(1, 1300))
    changed = np.zeros((height, width), np.bool_)
    for _ in range(data.draw(st.integers(0, 12))):
        y, x = data.draw(st.integers(0, height - 1)), data.draw(st.integers(0, width - 1))
        changed[y : y + data.draw(st.integers(1, 90)), x : x + data.draw(st.integers(1, 600))] = True
    left = changed.copy()
    for tile in tiles(changed):
        assert changed[tile.y : tile.bottom, tile.x : tile.right].any()
        assert tile.w * tile.h <= 8_192 or tile.w <= TILE_W
        left[tile.y : tile.bottom, tile.x : tile.right] = False

    assert not left.any()


def test_a_small_change_is_one_tight_tile() -> None:
    """A typed letter is its own bounding box."""
    changed = np.zeros((40, 200), np.bool_)
    changed[10:20, 50:58] = True

    assert list(tiles(changed)) == [Rect(50, 10, 8, 10)]


def test_lines_that_came_into_view_are_one_row_of_tiles() -> None:
    """Tiles begin where a change begins: sixty rows are never cut in two by where they lie."""
    for y in range(0, 640, 37):
        changed = np.zeros((700, 1000), np.bool_)
        changed[y : y + 60] = True

        assert list(tiles(changed)) == [Rect(0, y, TILE_W, 60), Rect(TILE_W, y, 1000 - TILE_W, 60)]


def test_the_edge_of_a_window_is_one_tile() -> None:
    """What a dragged window leaves is a narrow strip, one tile from top to bottom; what is far below is another."""
    changed = np.zeros((900, 700), np.bool_)
    changed[20:620, 330:340] = True
    assert list(tiles(changed)) == [Rect(330, 20, 10, 600)]

    changed[700:710, 330:340] = True
    assert list(tiles(changed)) == [Rect(330, 20, 10, 600), Rect(330, 700, 10, 10)]
