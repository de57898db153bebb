from collections.abc import Callable, Collection, Iterator

import pytest
from PySide6.QtCore import QElapsedTimer, QRect
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton

from agent.desk.view import Rect
from agent.desk.windows.banner import Banner
from agent.desk.windows.border import Strip
from agent.desk.windows.indicator import Indicator, OnTop
from agent.desk.windows.places import Places
from agent.desk.windows.sight import sight
from consent.pause import PauseBecause
from tests.support.windows_scene import Heard, Spoken, a_live, comes_true

Made = Callable[..., Indicator]


@pytest.fixture
def made(heard: Heard) -> Iterator[Made]:
    """Make indicators, which are gone when the test is."""
    all_made: list[Indicator] = []

    def make(on_top: OnTop = lambda _windows: False) -> Indicator:
        indicator = Indicator(Places(heard), heard.banners_at, on_top)
        indicator.shown.connect(heard.shown)
        indicator.failed.connect(heard.failed)
        all_made.append(indicator)
        return indicator

    yield make
    for indicator in all_made:
        indicator.clear()


def strips(indicator: Indicator) -> list[Strip]:
    return [strip for strips in indicator._strips.values() for strip in strips]


def main_banner(indicator: Indicator) -> Banner:
    return next(banner for banner in indicator._banners.values() if banner.main)


def test_it_is_told_as_shown_only_when_every_strip_stands(made: Made, heard: Heard) -> None:
    """`shown` comes after four strips and a banner of each monitor are on the screen (acceptance 26)."""
    indicator = made()
    indicator.show_live(a_live())
    assert comes_true(lambda: bool(heard.of("shown")), 3000)
    assert heard.of("shown") == [(len(QGuiApplication.screens()),)]
    assert len(strips(indicator)) == 4 * len(QGuiApplication.screens())
    assert all(strip.isExposed() for strip in strips(indicator))


def test_a_banner_stands_only_where_no_remote_input_gets_in(made: Made, heard: Heard) -> None:
    """Its place is told first, and while it moves the old and the new one are (acceptance 25)."""
    waiting: list[Callable[[], None]] = []
    told: list[list[Rect]] = []

    def keep_out(rects: list[Rect], done: Callable[[], None], _clocks: list[Rect]) -> None:
        told.append(rects)
        waiting.append(done)

    indicator = Indicator(Places(heard), keep_out)
    indicator.show_live(a_live())
    banner = main_banner(indicator)
    assert not banner.isVisible()
    assert len(told[-1]) == 1
    waiting.pop(0)()
    assert banner.isVisible()
    before = banner.geometry()
    banner._stance.dragged = before.topLeft().__class__(before.x(), before.y() + 100)
    banner.place()
    assert banner.geometry() == before
    assert len(told[-1]) == 2
    waiting.pop()()
    assert banner.y() == before.y() + 100
    assert len(told[-1]) == 1
    indicator.clear()
    assert told[-1] == []


def test_the_picture_is_told_where_seconds_count(made: Made, heard: Heard) -> None:
    """The time alone, within the banner: who is there and what they do is shown at once."""
    indicator = made()
    indicator.show_live(a_live())
    banner = main_banner(indicator)
    rects, clocks = heard.of("banners_at")[-1]
    assert len(clocks) == 1  # type: ignore[arg-type]  # a tuple of places
    assert banner.clock() is not None
    assert banner.geometry().contains(banner.clock() or QRect())
    assert (banner.clock() or QRect()).width() < banner.width() // 4
    indicator._stance.small = True
    banner.settle()
    assert heard.of("banners_at")[-1][1] != clocks
    assert rects


def test_a_banner_that_goes_as_soon_as_it_came_is_missed(made: Made, heard: Heard) -> None:
    """What is taken away at the very moment everything stands is noticed like anything later (acceptance 27)."""
    indicator = made()
    indicator.shown.connect(lambda _: main_banner(indicator).as_window().setVisible(False))
    indicator.show_live(a_live())
    assert comes_true(lambda: bool(heard.of("failed")), 3000)
    assert "took" in str(heard.of("failed")[0])


def test_a_strip_that_is_closed_is_missed(made: Made, heard: Heard) -> None:
    """One edge of one monitor is enough (acceptance 27)."""
    indicator = made()
    indicator.show_live(a_live())
    assert comes_true(lambda: bool(heard.of("shown")), 3000)
    strips(indicator)[0].close()
    assert comes_true(lambda: bool(heard.of("failed")), 3000)


def test_what_is_covered_is_raised_and_nothing_else(made: Made, heard: Heard, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once a second it is asked whether something stands above; only then are the windows touched."""
    asked: list[list[int]] = []
    covered = [False]

    def on_top(windows: Collection[int]) -> bool:
        asked.append(list(windows))
        return not covered[0]

    indicator = made(on_top)
    indicator.show_live(a_live())
    assert comes_true(lambda: bool(heard.of("shown")), 3000)
    raised: list[Strip] = []
    monkeypatch.setattr(Strip, "raise_", lambda strip: raised.append(strip))  # noqa: PLW0108 - a method has a self
    assert comes_true(lambda: len(asked) > 0, 3000)
    assert len(asked[0]) == 5 * len(QGuiApplication.screens())
    assert raised == []
    covered[0] = True
    assert comes_true(lambda: bool(raised), 3000)


def test_it_is_looked_as_the_banner_counts(made: Made, heard: Heard) -> None:
    """The desk wakes once for both; and whoever else does something each second hears of it."""
    done: list[str] = []

    def on_top(_windows: Collection[int]) -> bool:
        done.append("looked")
        return True

    indicator = made(on_top)
    indicator.counted.connect(lambda: done.append("counted"))
    indicator.show_live(a_live(left=720.4))
    assert comes_true(lambda: done.count("counted") == 3, 5000)
    assert done == ["looked", "counted"] * 3
    indicator.hide()
    assert not indicator._look.isActive()


def test_it_is_looked_each_second_while_no_banner_counts(made: Made, heard: Heard) -> None:
    """When its time is over the clock stands, and what stands above is noticed all the same."""
    looked: list[float] = []
    since = QElapsedTimer()
    since.start()

    def on_top(_windows: Collection[int]) -> bool:
        looked.append(since.elapsed() / 1000)
        return True

    indicator = made(on_top)
    indicator.show_live(a_live(left=0.0))
    assert comes_true(lambda: len(looked) == 2, 5000)
    assert looked[1] - looked[0] < 1.5


@pytest.mark.parametrize("because", list(PauseBecause))
def test_a_pause_makes_the_border_dashed_at_once(made: Made, because: PauseBecause) -> None:
    """The same strips stand, dashed, and the banner says why, in the very call that shows it (acceptance 32)."""
    indicator = made()
    indicator.show_live(a_live())
    before = strips(indicator)
    paused = a_live(pause=because, line_left=60.0)
    indicator.show_live(paused)
    assert strips(indicator) == before
    assert all(strip._dashed for strip in before)
    assert paused.paused is not None
    assert main_banner(indicator)._headline.text() == paused.paused


def test_a_monitor_that_comes_later_is_framed_and_the_others_stay(
    made: Made, heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its windows are made in the very call that tells of it; what stands on the other is not touched."""
    indicator = made()
    indicator.show_live(a_live())
    assert comes_true(lambda: bool(heard.of("shown")), 3000)
    before = strips(indicator)

    class Plugged:
        """A monitor to the right."""

        class geometryChanged:  # noqa: N801 - Qt's name
            @staticmethod
            def connect(_slot: object) -> None:
                """Never changes."""

        @staticmethod
        def geometry() -> QRect:
            """Say where it is."""
            return QRect(800, 0, 640, 480)

    first = QGuiApplication.screens()
    monkeypatch.setattr(QGuiApplication, "screens", lambda: [*first, Plugged])
    indicator._monitors_changed()
    assert strips(indicator)[: len(before)] == before
    assert [strip.geometry().x() >= 800 for strip in strips(indicator)[len(before) :]] == [True] * 4
    assert comes_true(lambda: len(heard.of("shown")) == 2, 3000)
    monkeypatch.undo()
    indicator._monitor_left(Plugged)  # type: ignore[arg-type]
    assert strips(indicator) == before
    assert heard.of("failed") == []


def test_when_nothing_is_on_the_banner_stands_without_a_frame(made: Made, heard: Heard) -> None:
    """And whoever waits for a frame hears nothing of it; a new yes brings it back (experience 2.7)."""
    indicator = made()
    indicator.show_live(a_live())
    assert comes_true(lambda: bool(heard.of("shown")), 3000)
    indicator.show_live(a_live(items=(), left=290.0))
    indicator.show_live(a_live(items=(), left=289.0, unread=1))
    assert strips(indicator) == []
    assert main_banner(indicator).isVisible()
    assert len(heard.of("shown")) == 1
    indicator.show_live(a_live())
    assert comes_true(lambda: len(heard.of("shown")) == 2, 3000)
    assert len(strips(indicator)) == 4 * len(QGuiApplication.screens())
    assert heard.of("failed") == []


def test_it_says_for_four_seconds_that_it_is_over(
    made: Made, heard: Heard, spoken: Spoken, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The frame is gone at once, the banner says so, and then it is gone too; none of it is the customer's stop."""
    indicator = made()
    indicator.gone.connect(heard.gone)
    indicator.banner_made.connect(lambda banner: banner.stop_pressed.connect(heard.stop))
    indicator.show_live(a_live())
    assert comes_true(lambda: bool(heard.of("shown")), 3000)
    assert indicator._farewell.interval() == 4000
    indicator.hide()
    indicator.hide()
    assert indicator.lingers
    assert strips(indicator) == []
    banner = main_banner(indicator)
    assert banner._headline.text() == "Stopped. Nothing is seen."
    assert spoken.at_once[-1] == "Stopped. Nothing is seen."
    assert [part for part in banner.findChildren(QPushButton) if part.isVisible()] == []
    indicator._farewell.start(10)
    assert comes_true(lambda: bool(heard.of("gone")), 2000)
    assert indicator.banner_rects() == []
    assert [heard.of("stop"), heard.of("gone"), heard.of("failed")] == [[], [()], []]


def test_a_look_that_changes_is_worn_while_everything_stands(made: Made, heard: Heard) -> None:
    """Larger text, another language: the new windows stand before the old ones go, and nobody is told of a loss."""
    indicator = made()
    indicator.show_live(a_live())
    assert comes_true(lambda: bool(heard.of("shown")), 3000)
    former = main_banner(indicator)
    sight().set_scale(1.5)
    assert main_banner(indicator) is not former
    assert comes_true(lambda: len(heard.of("shown")) >= 2, 3000)
    assert heard.of("failed") == []
    assert len(indicator.banner_rects()) == len(QGuiApplication.screens())
    sight().set_scale(1.0)


def test_in_high_contrast_the_border_is_black_between_white(heard: Heard, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where colours are the system's, no colour of ours tells what is live (experience 2.11)."""
    from PySide6.QtCore import Qt  # noqa: PLC0415 - beside its one use

    from agent.desk.windows.border import strips_of  # noqa: PLC0415 - as above
    from agent.desk.windows.theme import Theme  # noqa: PLC0415 - as above

    theme = Theme(sight().theme().colours, high_contrast=True)
    strip = strips_of(QRect(0, 0, 400, 300), theme, dashed=False)[0]
    outer, middle, inner = (colour.name() for colour in theme.frame)
    assert [outer, middle, inner] == ["#ffffff", "#000000", "#ffffff"]
    assert strip.flags() & Qt.WindowType.WindowTransparentForInput
