import dataclasses

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from agent.desk.live_words import headline
from agent.desk.view import Asker, Trust
from agent.desk.windows.banner import Banner, time_left
from consent.scopes import Scope
from tests.support.windows_scene import Heard, a_live

MONITOR = QRect(0, 0, 800, 600)


@pytest.fixture
def banner(heard: Heard) -> Banner:
    banner = Banner(MONITOR, main=True)
    banner.stop_pressed.connect(heard.stop)
    banner.pause_pressed.connect(heard.pause)
    banner.go_on_pressed.connect(heard.go_on)
    banner.show_live(a_live())
    return banner


def press(banner: Banner, name: str) -> None:
    button = next(part for part in banner.findChildren(QPushButton) if part.accessibleName() == name)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_stop_is_one_press(banner: Banner, heard: Heard) -> None:
    """Stop asks nothing back."""
    press(banner, "Stop")
    assert heard.of("stop") == [("banner",)]


def test_a_closed_banner_is_a_stop(banner: Banner, heard: Heard) -> None:
    """Closing the banner by other means stops everything."""
    banner.close()
    assert heard.of("stop") == [("banner closed",)]


def test_pause_becomes_go_on(banner: Banner, heard: Heard) -> None:
    """The same button pauses and goes on."""
    press(banner, "Pause")
    banner.show_live(a_live(paused="customer"))
    press(banner, "Go on")

    assert [heard.of("pause"), heard.of("go_on")] == [[()], [()]]


def test_it_says_who_sees_what_and_how_long(banner: Banner) -> None:
    """The dot, the words and the time left are text."""
    says = " ".join(label.text() for label in banner.findChildren(QLabel))
    assert "● Live, recorded · Ana Weber (Nordlicht IT) sees Screen 1" in says
    assert "12 min left" in says


@pytest.mark.parametrize(
    ("seconds", "words", "other"),
    [
        (722.0, "12 min left", 2.0),
        (130.0, "2 min left", 10.0),
        (120.0, "2:00 left", 1.0),
        (90.25, "1:31 left", 0.25),
        (0.5, "0:01 left", 0.5),
        (0.0, "0:00 left", 1.0),
    ],
)
def test_minutes_are_counted_and_at_the_end_seconds(seconds: float, words: str, other: float) -> None:
    """A banner at rest is a picture at rest; who has two minutes left sees each second go."""
    assert time_left(seconds) == (words, other)


def test_nobody_is_woken_for_a_banner_that_says_the_same(banner: Banner) -> None:
    """The next look at the time is when its words change."""
    banner.show_live(a_live(left=690.0))
    assert 20_000 < banner._clock.remainingTime() < 32_000
    banner.show_live(a_live(left=60.0))
    assert 0 < banner._clock.remainingTime() < 1_100


def test_it_takes_no_focus_and_stands_inside_its_monitor(banner: Banner) -> None:
    """The banner never steals focus and lies on its monitor."""
    assert banner.windowFlags() & Qt.WindowType.WindowDoesNotAcceptFocus
    assert MONITOR.contains(banner.geometry())


def test_it_stays_in_the_middle_while_its_words_grow(banner: Banner) -> None:
    """Longer words move no edge further than the other; only the customer's hand moves the banner."""
    banner.show_live(a_live(headline="Live, recorded · Ana Weber sees Screen 1, uses your mouse"))
    middle = banner.geometry().center().x()
    banner.show_live(a_live(headline="Live, recorded · Ana Weber"))

    assert abs(middle - MONITOR.center().x()) <= 1
    assert abs(banner.geometry().center().x() - MONITOR.center().x()) <= 1


def test_stop_keeps_its_place_whatever_the_words_say(banner: Banner) -> None:
    """A hand that reaches for Stop finds it where it was, though the words, the time and the buttons change."""
    stop = next(part for part in banner.findChildren(QPushButton) if part.accessibleName() == "Stop")
    QTest.qWait(0)
    before = stop.mapToGlobal(stop.rect().center())
    for changes in (
        {"headline": "You have the mouse. Theirs waits."},
        {"left": 5.0},
        {"paused": "customer"},
        {"unread": 2},
    ):
        banner.show_live(a_live(**changes))
        QTest.qWait(0)
        assert stop.mapToGlobal(stop.rect().center()) == before, changes


def test_the_longest_words_take_two_lines_on_a_narrow_monitor(heard: Heard) -> None:
    """Whoever sees the screen, works it and sees live use: all of it is read, on 1024 pixels too."""
    narrow = Banner(QRect(0, 0, 1024, 600), main=True)
    narrow.stop_pressed.connect(heard.stop)
    asker = Asker("Ana Weber", "technician", "Nordlicht IT", "nordlicht.example", Trust.KNOWN, "", "2027-03-31")
    words = headline(asker, {Scope.VIEW, Scope.CONTROL, Scope.REPORT}, "Screen 1", sees_use=True)
    narrow.show_live(dataclasses.replace(a_live(), headline=words))
    label = next(each for each in narrow.findChildren(QLabel) if "sees what is busy" in each.text())
    assert label.heightForWidth(label.width()) <= narrow.height()
    narrow.leave()
