from collections.abc import Collection

import pytest
from PySide6.QtGui import QGuiApplication

from agent.desk.windows.banner import Banner
from agent.desk.windows.border import Strip
from agent.desk.windows.indicator import Indicator
from tests.support.windows_scene import Heard, a_live, comes_true


def test_it_is_told_as_shown_only_when_every_strip_stands(heard: Heard) -> None:
    """`shown` comes after four strips and a banner of each monitor are on the screen."""
    indicator = Indicator()
    shown: list[int] = []
    indicator.shown.connect(shown.append)
    indicator.show_live(a_live())
    assert comes_true(lambda: bool(shown), 3000)
    assert shown == [len(QGuiApplication.screens())]
    assert len(indicator._strips) == 4 * len(QGuiApplication.screens())
    assert all(strip.isExposed() for strip in indicator._strips)
    indicator.hide()


def test_a_banner_that_goes_as_soon_as_it_came_is_missed(heard: Heard) -> None:
    """What is taken away at the very moment everything stands is noticed like anything later."""
    indicator = Indicator()
    failed: list[str] = []
    indicator.failed.connect(failed.append)
    indicator.shown.connect(lambda _: indicator._banners[0].as_window().setVisible(False))
    indicator.show_live(a_live())
    assert comes_true(lambda: bool(failed), 3000)
    assert "took" in failed[0]
    indicator.hide()


def test_what_is_covered_is_raised_and_nothing_else(heard: Heard, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once a second it is asked whether something stands above; only then are the windows touched."""
    asked: list[list[int]] = []
    covered = [False]

    def on_top(windows: Collection[int]) -> bool:
        asked.append(list(windows))
        return not covered[0]

    indicator = Indicator(on_top)
    shown: list[int] = []
    indicator.shown.connect(shown.append)
    indicator.show_live(a_live())
    assert comes_true(lambda: bool(shown), 3000)
    raised: list[Strip] = []
    monkeypatch.setattr(Strip, "raise_", lambda strip: raised.append(strip))  # noqa: PLW0108 - a method has a self
    assert comes_true(lambda: len(asked) > 0, 3000)
    assert len(asked[0]) == 5 * len(QGuiApplication.screens())
    assert raised == []
    covered[0] = True
    assert comes_true(lambda: bool(raised), 3000)
    indicator.hide()


def test_a_pause_makes_the_border_dashed(heard: Heard) -> None:
    """The same strips stand, dashed."""
    indicator = Indicator()
    indicator.show_live(a_live())
    strips = list(indicator._strips)
    indicator.show_live(a_live(paused="customer"))

    assert indicator._strips == strips
    assert all(strip._dashed for strip in strips)
    indicator.hide()


def test_hiding_takes_everything_away_without_a_stop(heard: Heard) -> None:
    """Taking the indicator away is not taken for the customer's Stop."""
    indicator = Indicator()
    stops: list[str] = []

    def wire(banner: Banner) -> None:
        banner.stop_pressed.connect(stops.append)

    indicator.banner_made.connect(wire)
    indicator.show_live(a_live())
    indicator.hide()

    assert stops == []
    assert indicator._strips == []
    assert indicator.banner_rects() == []
