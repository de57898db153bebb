"""Several monitors: what was not allowed is never looked at, and what comes and goes ends nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.screen.compose import REST, Composer, Picture
from agent.screen.mask import Mask
from agent.screen.rect import Rect
from tests.support.pages import page
from tests.support.test_card import TestCard

MIDDLE = Rect(320, 0, 320, 240)
KINDS = ["paint", "photo", "scroll", "mask", "keyframe", "thin", "rest", "pointer"]


def frames(composer: Composer, begin: float, count: int = 3, room: float = 1e9) -> list[Picture]:
    """Make a few frames, as far as there is anything to show."""
    made = (composer.compose(number + 2, begin + 0.02 * number, keyframe=False, room=room) for number in range(count))
    return [picture for picture in made if picture is not None]


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_a_monitor_that_was_not_allowed_is_never_grabbed(data: st.DataObject) -> None:
    """Whatever happens on and across it: changes, scrolls, masks, keyframes, thin lines, refinement."""
    card, mask, dice = TestCard(320, 240, monitors=3), Mask(), np.random.default_rng(data.draw(st.integers(0, 999)))
    composer, now = Composer(card, mask, lambda: True, frozenset({2})), 1.0
    composer.compose(1, now, keyframe=True)
    for number, kind in enumerate(data.draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=12))):
        x, w = int(dice.integers(0, 600)), int(dice.integers(60, 360))
        across = Rect(x, 20, w, 200)
        now += 0.05
        if kind == "scroll":
            card.draw(across, page(w, 260)[number : number + 200])
        elif kind == "mask":
            mask.put(number + 1, [across])
        elif kind == "pointer":
            card.at = (x, 20)
        elif kind == "rest":
            now += REST * 2
        elif kind != "keyframe":
            photo = dice.integers(0, 1 << 24, (200, w), dtype=np.uint32)
            card.draw(across, 0x00AA55 if kind == "paint" else photo)
        composer.compose(number + 2, now, keyframe=kind == "keyframe", room=2_000 if kind == "thin" else 1e9)
        frames(composer, now, room=4_000)

    assert card.grabs
    assert all(grabbed.common(MIDDLE) == grabbed for grabbed in card.grabs)


def test_a_monitor_that_moves_during_a_look_is_not_shown() -> None:
    """What was grabbed where it had been may be another one: thrown away, and looked at where it is now."""
    card = TestCard(320, 240, monitors=2)

    class Moves(TestCard):
        """A desktop whose monitors change places right before the first grab."""

        def grab(self, area: Rect) -> np.ndarray:
            if not self.grabs:
                one, other = self.shown
                self.shown = replace(one, x=other.x), replace(other, x=one.x)
            return super().grab(area)

    card = Moves(320, 240, monitors=2)
    composer = Composer(card, Mask(), lambda: True, frozenset({1}))
    assert composer.compose(1, 1.0, keyframe=True) is None

    picture = composer.compose(2, 1.1, keyframe=True)
    assert picture is not None
    assert (picture.monitor.id, picture.monitor.x) == (1, 320)
    assert card.grabs[-1].x == 320


def test_monitors_keep_their_scale_and_place_in_what_is_told() -> None:
    """Size, place and scale are the system's own, told anew when they change."""
    card = TestCard(320, 240, monitors=2)
    composer = Composer(card, Mask(), lambda: True, frozenset({1, 2}))
    composer.compose(1, 1.0, keyframe=True)
    card.shown = card.shown[0], replace(card.shown[1], scale=150, y=100, h=140)
    card.tell_of_monitors()
    picture = composer.compose(2, 1.1, keyframe=False)

    assert picture is not None
    assert not picture.keyframe
    assert [(each.scale, each.y, each.h) for each in picture.operations[0].monitors][1] == (150, 100, 140)  # type: ignore[union-attr]


def test_a_monitor_plugged_in_again_is_shown_when_no_other_is_left() -> None:
    """While there is none nothing is sent and nothing ends."""
    card = TestCard(320, 240, monitors=2)
    composer = Composer(card, Mask(), lambda: True, frozenset({2}))
    composer.compose(1, 1.0, keyframe=True)
    there = card.shown
    card.unplug(2)
    assert composer.compose(2, 1.1, keyframe=False) is None
    assert composer.lost_the_monitor
    card.shown = there
    card.tell_of_monitors()
    picture = composer.compose(3, 1.2, keyframe=False)

    assert picture is not None
    assert picture.keyframe
    assert picture.monitor.id == 2
