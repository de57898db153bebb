"""The mask over the desk's windows."""

from __future__ import annotations

import numpy as np

from agent.screen.mask import Mask, paint
from agent.screen.rect import Rect

SECRET = 0x00C0FFEE


def test_painted_over_is_every_pixel_of_the_field_and_no_other() -> None:
    """The field is grey with words in it; nothing of what was there shines through, nothing beside it changes."""
    field = Rect(40, 30, 300, 120)
    pixels = np.full((200, 400), SECRET, np.uint32)
    paint(pixels, Rect(0, 0, 400, 200), [field])
    under = pixels[field.y : field.bottom, field.x : field.right]
    beside = np.ones(pixels.shape, np.bool_)
    beside[field.y : field.bottom, field.x : field.right] = False

    assert SECRET not in under
    assert under[0, 0] == 0x808080
    assert len(np.unique(under)) > 2
    assert (pixels[beside] == SECRET).all()


def test_the_words_lie_the_same_in_every_grab() -> None:
    """Parts of a field that are grabbed separately fit together."""
    field = Rect(10, 10, 300, 60)
    whole = np.zeros((100, 400), np.uint32)
    paint(whole, Rect(0, 0, 400, 100), [field])
    for area in (Rect(0, 0, 150, 40), Rect(137, 21, 90, 30), Rect(300, 50, 100, 50)):
        part = np.zeros((area.h, area.w), np.uint32)
        paint(part, area, [field])

        assert (part == whole[area.y : area.bottom, area.x : area.right]).all()


def test_a_field_too_small_for_words_is_grey_all_over() -> None:
    """The field covers its window whether or not the words fit."""
    pixels = np.full((20, 20), SECRET, np.uint32)
    paint(pixels, Rect(0, 0, 20, 20), [Rect(0, 0, 20, 20)])

    assert (pixels == 0x808080).all()


def test_what_comes_and_goes_is_told_once() -> None:
    """Each rectangle that was put in or taken out must be sent anew, once."""
    mask = Mask()
    heard: list[int] = []
    mask.listeners.add(lambda: heard.append(mask.version))
    one, other = Rect(0, 0, 5, 5), Rect(9, 9, 5, 5)
    mask.put(1, [one])
    mask.put(2, [one, other, Rect(3, 3, 0, 0)])

    assert mask.take_touched() == {one, other}
    assert mask.take_touched() == set()
    mask.put(3, [other])
    assert mask.take_touched() == {one}
    assert mask.rects == {other}
    assert heard == [1, 2, 3]
