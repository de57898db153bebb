import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QPaintEvent, QRegion
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from agent.desk import live_words
from agent.desk.live import LiveItem, Theirs
from agent.desk.windows.banner import HEIGHT, NOTHING_ON, OVER, Banner
from agent.desk.windows.sight import sight
from agent.desk.windows.stance import Spot, Stance
from consent.pause import PauseBecause
from consent.scopes import Scope
from tests.support.windows_scene import Heard, Spoken, a_live, comes_true

MONITOR = QRect(0, 0, 1280, 800)
SYSTEM = "Your computer asks you something. Only you can answer. Nothing is seen."
AWAY = "Ana Weber looks away so you can type a password. Nothing is seen. Press Go on when done."
TARGET = 44


def make(heard: Heard, monitor: QRect = MONITOR, *, main: bool = True) -> Banner:
    """Make a banner that stands at once where it wants to."""
    banner = Banner(monitor, sight().theme(), Stance(), main=main)
    for name in ("stop", "pause", "go_on", "add", "let_end", "list", "move", "chat"):
        getattr(banner, f"{name}_pressed").connect(getattr(heard, name))
    banner.wants.connect(banner.stand)
    return banner


@pytest.fixture
def banner(heard: Heard) -> Banner:
    banner = make(heard)
    banner.show_live(a_live())
    return banner


def buttons(banner: Banner) -> dict[str, QPushButton]:
    return {part.accessibleName() or part.text(): part for part in banner.findChildren(QPushButton) if part.isVisible()}


def press(banner: Banner, name: str) -> None:
    QTest.mouseClick(buttons(banner)[name], Qt.MouseButton.LeftButton)


def lines(banner: Banner) -> list[str]:
    return [label.text() for label in banner.findChildren(QLabel) if label.isVisible()]


def test_stop_is_one_press(banner: Banner, heard: Heard) -> None:
    """Stop asks nothing back."""
    press(banner, "Stop")
    assert heard.of("stop") == [("banner",)]


def test_a_closed_banner_is_a_stop(banner: Banner, heard: Heard) -> None:
    """Closing the banner by other means stops everything (acceptance 28)."""
    banner.close()
    assert heard.of("stop") == [("closed",)]


def test_esc_in_the_banner_is_a_stop(banner: Banner, heard: Heard) -> None:
    """Who went there with the keyboard stops with one press (experience 2.2)."""
    QTest.keyClick(banner, Qt.Key.Key_Escape)
    assert heard.of("stop") == [("banner",)]


def test_enter_presses_the_button_that_has_the_focus(banner: Banner, heard: Heard) -> None:
    """As in every window of the desk."""
    buttons(banner)["Pause"].setFocus()
    QTest.keyClick(banner, Qt.Key.Key_Return)
    assert heard.of("pause") == [()]


@pytest.mark.parametrize("because", [PauseBecause.CUSTOMER, PauseBecause.LOOK_AWAY, PauseBecause.SYSTEM])
def test_pause_becomes_go_on(banner: Banner, heard: Heard, because: PauseBecause) -> None:
    """The same button pauses and goes on."""
    press(banner, "Pause")
    banner.show_live(a_live(pause=because))
    press(banner, "Go on")
    assert [heard.of("pause"), heard.of("go_on")] == [[()], [()]]


def test_a_failed_recording_is_waited_for(banner: Banner, heard: Heard) -> None:
    """Stop and Wait are offered; who waits has their Pause back, and is asked again the next time."""
    banner.show_live(a_live(pause=PauseBecause.RECORDING))
    assert {"Stop", "Wait"} <= set(buttons(banner))
    press(banner, "Wait")
    assert "Pause" in buttons(banner)
    assert [heard.of("pause"), heard.of("go_on")] == [[], []]
    banner.show_live(a_live())
    banner.show_live(a_live(pause=PauseBecause.RECORDING))
    assert "Wait" in buttons(banner)


@pytest.mark.parametrize(
    ("changes", "first", "second"),
    [
        ({}, "● Live, recorded · Ana Weber (Nordlicht IT) sees Screen 1", "12:00 left"),
        ({"theirs": Theirs.TYPING}, "● Live, recorded · Ana Weber (Nordlicht IT) sees Screen 1", "12:00 left · typing"),
        ({"hand": True}, "● You have the mouse. Theirs waits.", "12:00 left"),
        ({"pause": PauseBecause.CUSTOMER}, "Paused. Nothing is seen.", "12:00 left"),
        ({"pause": PauseBecause.LOOK_AWAY}, AWAY, "12:00 left"),
        (
            {"pause": PauseBecause.LINE, "line_left": 54.0},
            "Line lost. Nothing is seen. Trying again for 54 seconds.",
            "12:00 left",
        ),
        ({"pause": PauseBecause.RECORDING}, "The recording stopped, so we paused. Nothing is seen.", "12:00 left"),
        ({"pause": PauseBecause.SYSTEM}, SYSTEM, "12:00 left"),
        ({"escapes": 2}, "● Press Esc 2 more times to stop. ●○○", "12:00 left"),
    ],
)
def test_it_says_each_moment_of_the_table(banner: Banner, changes: dict[str, object], first: str, second: str) -> None:
    """The exact words of experience 2.7, at once, and in full height (acceptance 32)."""
    banner.show_live(a_live(**changes))
    assert [lines(banner)[0], " ".join(lines(banner)[1:])] == [first, second]
    for label in banner.findChildren(QLabel):
        assert label.heightForWidth(label.width()) <= label.height()


def test_when_nothing_is_on_only_stop_and_chat_are_left(banner: Banner) -> None:
    """No pause, no list, and nothing of the colour that means live."""
    banner.show_live(a_live(items=(), left=290.0))
    assert lines(banner) == ["Nothing is on. Ana Weber can only chat. Ends in 4:50."]
    assert set(buttons(banner)) == {"Stop", "Chat", "Move"}
    assert banner.windowTitle() == NOTHING_ON
    assert banner.property("quiet")


def test_when_it_is_over_it_says_so_and_nothing_can_be_pressed(banner: Banner, heard: Heard) -> None:
    """To close it then is no second stop."""
    banner.say_over()
    assert lines(banner) == ["Stopped. Nothing is seen."]
    assert buttons(banner) == {}
    assert banner.windowTitle() == OVER
    banner.close()
    assert heard.of("stop") == []


def test_a_choice_about_the_time_is_offered_and_nothing_pressed_changes_nothing(banner: Banner, heard: Heard) -> None:
    """At two minutes and at thirty seconds: ten more, or let it end (acceptance 33)."""
    for left, says in ((119.5, "● 2 minutes left."), (29.5, "● 30 seconds left.")):
        banner.show_live(a_live(left=left))
        assert lines(banner)[0] == says
        press(banner, "Add 10 minutes")
        press(banner, "Let it end")
    assert [heard.of("add"), heard.of("let_end")] == [[(), ()], [(), ()]]
    banner.show_live(a_live(left=119.5, can_extend=False))
    assert "Add 10 minutes" not in buttons(banner)
    banner.show_live(a_live(left=119.5, let_end=True))
    assert not {"Add 10 minutes", "Let it end"} & set(buttons(banner))


def test_it_counts_every_second_by_itself(banner: Banner) -> None:
    """It wakes when its words change and not before, and counts a lost line's seconds as well."""
    banner.show_live(a_live(left=690.4, pause=PauseBecause.LINE, line_left=9.0))
    assert 200 < banner._clock.remainingTime() <= 500
    assert comes_true(lambda: "11:30 left" in lines(banner), 2_000)
    assert comes_true(lambda: "Line lost. Nothing is seen. Trying again for 8 seconds." in lines(banner), 2_000)


def counts(banner: Banner, times: int) -> bool:
    """Let its clock count so many seconds."""
    counted: list[None] = []
    banner.counted.connect(lambda: counted.append(None))
    return comes_true(lambda: len(counted) >= times, 1_500 * times)


class Work(QObject):
    """Remembers what is painted of a window, and how often its parts are laid out."""

    def __init__(self, window: QWidget) -> None:
        super().__init__()
        self.region = QRegion()
        self.laid_out = 0
        window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Add what is done now."""
        if isinstance(event, QPaintEvent):
            self.region += event.region()
        self.laid_out += event.type() == QEvent.Type.LayoutRequest
        return False


def test_a_second_paints_its_clock_and_lays_nothing_out(banner: Banner) -> None:
    """It counts as long as anything is live, beside what the customer works at."""
    banner.show_live(a_live(left=690.4))
    assert counts(banner, 1)
    QTest.qWait(0)
    work = Work(banner)
    clock = banner.clock()
    assert clock is not None
    clock.moveTopLeft(banner.mapFromGlobal(clock.topLeft()))
    assert counts(banner, 2)
    assert comes_true(lambda: not work.region.isEmpty(), 2_000)
    assert work.laid_out == 0
    assert (work.region - QRegion(clock)).isEmpty()
    assert lines(banner)[1] == "11:28 left"


def test_it_wakes_once_for_a_second(banner: Banner) -> None:
    """Neither before a second is over, to find it so and wait again, nor long after."""
    woken: list[float] = []
    banner.ticked.connect(lambda: woken.append(banner.now()[1]))
    banner.show_live(a_live(left=690.25))
    woken.clear()
    assert comes_true(lambda: len(woken) == 3, 5_000)
    assert [round(at - 0.25) for at in woken] == [0, 1, 2]
    assert all(at % 1 >= 0.25 for at in woken)


@pytest.mark.parametrize(
    ("left", "spoken", "offered"),
    [(660.3, ("11 minutes left", "10 minutes left"), False), (120.9, ("2 minutes left", "2 minutes left"), True)],
)
def test_a_second_that_changes_more_than_the_clock_says_all_of_it(
    banner: Banner, left: float, spoken: tuple[str, str], *, offered: bool
) -> None:
    """A reader's minute, and the choice about the time at two of them."""
    other = QWidget()
    other.show()
    other.activateWindow()
    assert comes_true(lambda: not banner.isActiveWindow(), 2_000)
    banner.show_live(a_live(left=left))
    assert banner.accessibleName().endswith(spoken[0])
    assert "Let it end" not in buttons(banner)
    assert comes_true(lambda: banner.accessibleName().endswith(spoken[1]), 3_000)
    assert comes_true(lambda: ("Let it end" in buttons(banner)) == offered, 3_000)
    other.close()


def test_a_reader_that_was_at_the_banner_has_the_minute_when_it_left(banner: Banner) -> None:
    """Within a second, though the minute does not change again."""
    banner.activateWindow()
    assert comes_true(banner.isActiveWindow, 2_000)
    banner.show_live(a_live(left=500.5))
    other = QWidget()
    other.show()
    other.activateWindow()
    assert comes_true(lambda: not banner.isActiveWindow(), 2_000)
    assert comes_true(lambda: banner.accessibleName().endswith("8 minutes left"), 3_000)
    other.close()


def test_another_monitors_banner_rests(heard: Heard) -> None:
    """It names who is there, has Stop, tells no time, and wakes nobody."""
    other = make(heard, main=False)
    other.show_live(a_live())
    assert lines(other) == ["● Ana Weber"]
    assert set(buttons(other)) == {"Stop"}
    assert not other._clock.isActive()
    press(other, "Stop")
    assert heard.of("stop") == [("banner",)]


def test_it_takes_no_focus_and_stands_inside_its_monitor(banner: Banner) -> None:
    """The banner never steals focus, is 48 pixels high, and every target has its size."""
    assert banner.windowFlags() & Qt.WindowType.WindowDoesNotAcceptFocus
    assert all(part.focusPolicy() == Qt.FocusPolicy.TabFocus for part in buttons(banner).values())
    assert MONITOR.contains(banner.geometry())
    assert banner.height() == HEIGHT
    QTest.qWait(0)
    assert all(min(part.width(), part.height()) >= TARGET for part in buttons(banner).values())


def test_the_keyboard_goes_through_it_in_order(banner: Banner) -> None:
    """Stop, Pause, What is on, Chat, Move; with a choice about the time, that comes after Stop."""
    banner.show_live(a_live(left=119.0))
    banner.activateWindow()
    banner.focus_stop()
    went = []
    for _ in range(7):
        focused = banner.focusWidget()
        assert isinstance(focused, QPushButton)
        went.append(focused.accessibleName() or focused.text())
        QTest.keyClick(banner, Qt.Key.Key_Tab)
    assert went == ["Stop", "Add 10 minutes", "Let it end", "Pause", "What is on", "Chat", "Move"]


def test_a_reader_is_told_who_sees_what_and_how_long(banner: Banner) -> None:
    """The banner's name changes with the minute, not with the second."""
    assert banner.accessibleName() == "Attended, live, Ana Weber sees screen 1, 12 minutes left"
    banner.show_live(a_live(left=702.0))
    assert banner.accessibleName() == "Attended, live, Ana Weber sees screen 1, 11 minutes left"


def test_a_reader_at_the_banner_is_not_told_the_time_over_and_over(banner: Banner) -> None:
    """It says each change of the name of the window at hand: time alone changes that name elsewhere only."""
    banner.activateWindow()
    assert comes_true(banner.isActiveWindow, 2_000)
    banner.show_live(a_live(left=58.0))
    assert banner.accessibleName() == "Attended, live, Ana Weber sees screen 1, 12 minutes left"
    banner.show_live(a_live(left=57.0, pause=PauseBecause.CUSTOMER))
    assert banner.accessibleName() == "Attended, Paused. Nothing is seen."
    other = QWidget()
    other.show()
    other.activateWindow()
    assert comes_true(lambda: not banner.isActiveWindow(), 2_000)
    banner.show_live(a_live(left=56.0))
    banner.show_live(a_live(left=55.0))
    assert banner.accessibleName() == "Attended, live, Ana Weber sees screen 1, 55 seconds left"
    other.close()


def test_what_changes_is_said_aloud(heard: Heard, spoken: Spoken) -> None:
    """Live and a lost line at once; of a chat line that there is one; the time at its moments only."""
    banner = make(heard)
    banner.show_live(a_live(left=121.0))
    banner.show_live(a_live(left=120.9, unread=1))
    banner.show_live(a_live(left=120.4, unread=1, hand=True))
    assert comes_true(lambda: "2 minutes left." in spoken.said, 2_000)
    banner.show_live(a_live(left=100.0, unread=1, pause=PauseBecause.LINE, line_left=60.0))
    assert spoken.said == [
        "Live, recorded · Ana Weber (Nordlicht IT) sees Screen 1",
        "Ana Weber wrote in the chat.",
        "2 minutes left.",
        "Line lost. Nothing is seen. Trying again for 60 seconds.",
    ]
    assert len(spoken.at_once) == 2


def test_new_chat_lines_are_counted(banner: Banner) -> None:
    """On the button, and in the name that a reader says."""
    banner.show_live(a_live(unread=2))
    assert buttons(banner)["Chat, 2 new lines"].text() == "Chat 2"


def test_stop_keeps_its_place_whatever_the_words_say(banner: Banner) -> None:
    """A hand that reaches for Stop finds it where it was, though the words, the time and the buttons change."""
    stop = buttons(banner)["Stop"]
    QTest.qWait(0)
    before = stop.mapToGlobal(QPoint(0, 0))
    control = LiveItem(Scope.CONTROL, 720.0)
    moments: list[dict[str, object]] = [{"hand": True}, {"left": 5.0}, {"unread": 2}]
    moments += [{"pause": because} for because in PauseBecause]
    moments += [{"items": (*a_live().items, control)}]
    for changes in moments:
        banner.show_live(a_live(**changes))
        QTest.qWait(0)
        assert stop.mapToGlobal(QPoint(0, 0)) == before, changes


@pytest.mark.parametrize(("width", "height", "scale"), [(1024, 600, 1.0), (1280, 720, 2.0), (800, 600, 1.0)])
def test_nothing_is_cut_where_there_is_little_room(heard: Heard, width: int, height: int, scale: float) -> None:
    """The words wrap, or stand above the buttons; every part lies within the banner (acceptance 39)."""
    sight().set_scale(scale)
    narrow = make(heard, QRect(0, 0, width, height))
    items = (*a_live().items, LiveItem(Scope.CONTROL, 720.0), LiveItem(Scope.REPORT, 720.0, sees_use=True))
    moments: list[dict[str, object]] = [{}, {"left": 100.0}, {"pause": PauseBecause.LOOK_AWAY}]
    for changes in moments:
        narrow.show_live(a_live(unread=2, items=items, **changes))
        QTest.qWait(0)
        assert QRect(0, 0, width, height).contains(narrow.geometry())
        parts: list[QWidget] = [*narrow.findChildren(QLabel), *narrow.findChildren(QPushButton)]
        for part in parts:
            if part.isVisible():
                place = QRect(part.mapTo(narrow, QPoint(0, 0)), part.size())
                assert narrow.rect().contains(place), (part, place, narrow.rect())
        for label in narrow.findChildren(QLabel):
            assert label.heightForWidth(label.width()) <= label.height(), label.text()
    narrow.leave()
    sight().set_scale(1.0)


def test_words_and_buttons_keep_off_the_edge_where_they_stand_below_each_other(heard: Heard) -> None:
    """In large letters the longest line ends as far from the edge as it begins, and no button touches it."""
    sight().set_scale(2.0)
    narrow = make(heard, QRect(0, 0, 1280, 720))
    narrow.show_live(a_live(items=(*a_live().items, LiveItem(Scope.CONTROL, 720.0))))
    QTest.qWait(0)
    headline = next(label for label in narrow.findChildren(QLabel) if label.text().startswith("●"))
    stop = next(button for button in narrow.findChildren(QPushButton) if "Stop" in button.text())
    left = headline.mapTo(narrow, QPoint(0, 0)).x()
    assert narrow.width() - left - headline.width() == left
    assert narrow.height() - stop.mapTo(narrow, QPoint(0, stop.height())).y() >= 6
    narrow.leave()
    sight().set_scale(1.0)


def test_it_goes_to_six_places_and_where_it_is_dragged(banner: Banner) -> None:
    """Each corner, the middle of each edge, or along with the pointer; never over the frame."""
    stood = set()
    for spot in Spot:
        banner._stance.go_to(spot)
        banner.settle()
        stood.add((banner.x(), banner.y()))
        assert MONITOR.adjusted(6, 6, -6, -6).contains(banner.geometry())
    assert len(stood) == len(Spot)
    banner._stance.go_to(Spot.TOP)
    banner.settle()
    QTest.mousePress(banner, Qt.MouseButton.LeftButton, pos=QPoint(3, 3))
    QTest.mouseMove(banner, QPoint(3, 300))
    QTest.mouseRelease(banner, Qt.MouseButton.LeftButton)
    assert banner.y() > 200


def test_it_may_shrink_and_never_further(banner: Banner) -> None:
    """Dot, Live, the time and Stop; what has to be said makes it whole again, and so does a press on it."""
    banner._stance.small = True
    banner.settle()
    assert {part.text() for part in buttons(banner).values()} == {"● Live 12:00", "■ Stop"}
    assert lines(banner) == []
    assert banner.width() < 300
    banner.show_live(a_live(hand=True))
    assert lines(banner) == []
    banner.show_live(a_live(pause=PauseBecause.LINE, line_left=9.0))
    assert lines(banner)[0].startswith("Line lost.")
    banner.show_live(a_live())
    small = next(part for part in buttons(banner).values() if part.text().startswith("● Live"))
    QTest.mouseClick(small, Qt.MouseButton.LeftButton)
    assert "12:00 left" in lines(banner)


def test_the_clock_is_as_wide_whatever_its_digits(heard: Heard) -> None:
    """At 11:11 as at 10:00: nothing beside it moves from second to second, and no pixel beyond its digits changes."""
    widths, buttons_at = set(), set()
    for left in (671.0, 600.0, 1288.0, 1200.0):
        banner = make(heard)
        banner.show_live(a_live(left=left))
        assert live_words.clock(left) in banner._time.text()
        widths.add(banner._time.fontMetrics().horizontalAdvance(banner._time.text()))
        buttons_at.add(banner._second.mapTo(banner, QPoint(0, 0)).x())
        banner.leave()
    assert len(widths) == len(buttons_at) == 1


def test_a_banner_that_was_moved_by_another_program_asks_for_its_place_within_a_second(banner: Banner) -> None:
    """While only the time changes nothing is asked for; a place that is not its own is left at the next second."""
    there, asked, ticks = banner.geometry(), list[QRect](), list[None]()
    banner.wants.connect(asked.append)
    banner.ticked.connect(lambda: ticks.append(None))
    assert comes_true(lambda: len(ticks) == 1, 2_000)
    assert asked == []

    banner.move(there.x() + 200, there.y() + 300)
    assert comes_true(lambda: len(ticks) == 2, 2_000)
    assert asked == [there]
    assert banner.geometry() == there
