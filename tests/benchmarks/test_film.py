"""The film and the pages: the same in each run, and as hard to code as what they stand for."""

from __future__ import annotations

import itertools

import numpy as np
import simplejpeg

from benchmarks.screen import pages, scenes
from benchmarks.screen.film import Film, psnr


def test_a_frame_is_the_same_in_every_run() -> None:
    """Painter and judge make it apart, and must agree to the last bit."""
    one, other = Film().frame(11), Film().frame(11)
    assert np.array_equal(one, other)
    assert one.shape == (scenes.FILM.height, scenes.FILM.width, 3)


def test_a_film_moves_and_costs_what_a_film_costs() -> None:
    """Frames differ, but not as a cut would; as JPEG of usual quality each takes some thirty kilobytes."""
    film = Film()
    one, next_, far = film.frame(3), film.frame(4), film.frame(40)
    assert psnr(far, one) < psnr(next_, one) < 40
    assert 20_000 < len(simplejpeg.encode_jpeg(one, quality=75, colorsubsampling="420")) < 45_000


def test_the_same_picture_is_exact() -> None:
    """No difference has no noise; one step of all pixels is 48 dB."""
    black = np.zeros((4, 4, 3), np.uint8)
    assert psnr(black, black) == float("inf")
    assert round(psnr(black + 1, black), 1) == 48.1


def test_a_film_runs_to_its_end_and_back() -> None:
    """No step is a cut: frames that follow each other are neighbours."""
    order = [scenes.film_frame(step) for step in range(400)]
    assert all(abs(one - other) == 1 for one, other in itertools.pairwise(order))
    assert set(order) == set(range(scenes.FILM_FRAMES))


def test_a_page_is_text_on_paper() -> None:
    """Most of it is paper; letters have soft edges; another seed is another text."""
    page, other = pages.page(400, 10, 1), pages.page(400, 10, 2)
    assert page.shape == (10 * pages.LINE, 400, 3)
    assert np.mean(np.all(page == pages.PAPER, axis=2)) > 0.6
    assert len(np.unique(page.reshape(-1, 3), axis=0)) > 20
    assert not np.array_equal(page, other)
