"""What counts as a film, and what does not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.screen.damage import tiles
from agent.screen.rect import Rect
from agent.screen.source import Pixels
from agent.screen.video_regions import HOLD, SIDE, FilmFinder, is_filmed, share_within
from tests.support.film import film, rgb
from tests.support.pages import page

WIDTH, HEIGHT = 640, 480
BLANK = np.full((HEIGHT, WIDTH), 0xEEEEEE, np.uint32)
DICE = np.random.default_rng(2)


def watched(pictures: Iterator[Pixels], fps: float = 30) -> list[Rect | None]:
    """Show whole pictures one after the other; give what is found after each."""
    finder, found = FilmFinder(WIDTH, HEIGHT), []
    for number, (old, new) in enumerate(pairwise(pictures)):
        finder.saw(1 + number / fps, Rect(0, 0, WIDTH, HEIGHT), old, new)
        for tile in tiles(old != new):
            finder.tile(tile)
        found.append(finder.found(1 + number / fps))
    return found


def with_film(at: Rect, count: int) -> Iterator[Pixels]:
    """Give pictures of a film on an even desk; noise stands for it, which is quicker."""
    for _ in range(count):
        picture = BLANK.copy()
        picture[at.y : at.bottom, at.x : at.right] = DICE.integers(0, 1 << 24, (at.h, at.w), dtype=np.uint32)
        yield picture


@given(st.integers(0, WIDTH - SIDE), st.integers(0, HEIGHT - SIDE), st.integers(SIDE, WIDTH), st.integers(SIDE, HEIGHT))
@settings(max_examples=8, deadline=None)
def test_a_film_is_found_to_the_pixel_wherever_it_is(x: int, y: int, w: int, h: int) -> None:
    """Within a second of beginning, whatever its place and size, and nothing of what lies around it."""
    at = Rect(x, y, min(w, WIDTH - x), min(h, HEIGHT - y))
    finds = watched(with_film(at, 30))

    assert finds[-1] is not None
    assert all(abs(a - b) <= 1 for a, b in zip(finds[-1], at, strict=True))
    assert all(found is None for found in finds[: int(HOLD * 30) - 1])


def test_a_film_is_found_though_the_line_stands_still_now_and_then() -> None:
    """Looks that come half a second late, because nothing could be sent, do not make a film's points cold."""
    finder, found, now = FilmFinder(WIDTH, HEIGHT), None, 1.0
    for number, (old, new) in enumerate(pairwise(with_film(Rect(100, 100, 320, 240), 24))):
        now += 0.5 if number % 6 == 5 else 0.08
        finder.saw(now, Rect(0, 0, WIDTH, HEIGHT), old, new)
        for tile in tiles(old != new):
            finder.tile(tile)
        found = finder.found(now)

    assert found is not None


@pytest.mark.parametrize("fps", [12, 24, 60])
def test_a_film_is_found_at_its_own_rate(fps: int) -> None:
    """Slow films and quick ones are films."""
    assert watched(with_film(Rect(100, 100, 320, 240), int(fps * 1.2)), fps)[-1] is not None


def scrolled_text() -> Iterator[Pixels]:
    """Give a page of text that scrolls three lines at a time."""
    text = page(WIDTH, HEIGHT * 5)
    for number in range(40):
        yield text[number * 45 : number * 45 + HEIGHT]


def dragged_photo() -> Iterator[Pixels]:
    """Give a photograph dragged over the desk."""
    photo = film(1)[0]
    for number in range(30):
        x, y, picture = 40 + 9 * number, 60 + 5 * number, BLANK.copy()
        picture[y : y + photo.shape[0], x : x + photo.shape[1]] = photo
        yield picture


def slides() -> Iterator[Pixels]:
    """Give a photograph that is exchanged twice a second."""
    photos = film(20)
    for number in range(60):
        picture = BLANK.copy()
        picture[100:340, 100:420] = photos[number // 15]
        yield picture


def spinner() -> Iterator[Pixels]:
    """Give something small that never rests."""
    yield from with_film(Rect(300, 300, 48, 48), 40)


@pytest.mark.parametrize("pictures", [scrolled_text, dragged_photo, slides, spinner])
def test_what_is_no_film_is_not_taken_for_one(pictures: Callable[[], Iterator[Pixels]]) -> None:
    """Text that scrolls, windows that move, slides and spinners are shown as they always were."""
    assert set(watched(pictures())) == {None}


def test_a_spinner_elsewhere_does_not_make_a_film_larger() -> None:
    """What else is busy on the desk stays out of the film's rectangle."""
    at, busy = Rect(80, 60, 320, 240), Rect(520, 400, 64, 40)
    pictures = []
    for picture in with_film(at, 30):
        picture[busy.y : busy.bottom, busy.x : busy.right] = DICE.integers(
            0, 1 << 24, (busy.h, busy.w), dtype=np.uint32
        )
        pictures.append(picture)

    assert watched(iter(pictures))[-1] == at


def test_text_is_no_photograph_and_a_film_is_one() -> None:
    """Text stays sharp, even where all of it changes all the time."""
    assert is_filmed(film(1)[0])
    assert not is_filmed(page(320, 240))
    assert not is_filmed(DICE.integers(0, 100, (240, 320), dtype=np.uint32))


def test_the_share_of_a_film_that_changed() -> None:
    """It is counted over all of the film, whatever part was looked at."""
    finder = FilmFinder(WIDTH, HEIGHT)
    new = BLANK.copy()
    new[0:300] = 0
    points, changed = finder.saw(1.0, Rect(0, 0, WIDTH, HEIGHT), BLANK, new)
    half = Rect(0, 200, 400, 200)

    assert share_within(points, changed, half) == pytest.approx(0.5, abs=0.05)
    assert share_within(points, changed, Rect(0, 400, 400, 200)) == 0
    assert rgb(new)[0, 0].tolist() == [0, 0, 0]


def test_warmth_fades_at_rest() -> None:
    """A film that stopped is none any more when something else begins elsewhere."""
    finder, found = FilmFinder(WIDTH, HEIGHT), None
    for number, (old, new) in enumerate(pairwise(with_film(Rect(100, 100, 320, 240), 30))):
        finder.saw(1 + number / 30, Rect(0, 0, WIDTH, HEIGHT), old, new)
        for tile in tiles(old != new):
            finder.tile(tile)

        found = finder.found(1 + number / 30)

    assert found is not None
    assert finder.found(4.0) is None
