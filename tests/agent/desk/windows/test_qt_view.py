from PySide6.QtWidgets import QApplication

from agent.desk.check import Page
from agent.desk.view import CheckShown, CodeStatus, Over
from agent.desk.windows.pictures import Mark, mark
from agent.desk.windows.qt_view import QtView
from agent.desk.windows.sounds import Sound
from consent.pause import PauseBecause
from tests.support.windows_scene import Heard, a_live, a_question, comes_true


def shown(application: QApplication) -> set[str]:
    return {window.windowTitle() for window in application.topLevelWidgets() if window.isVisible()}


def test_the_windows_follow_one_another(application: QApplication, heard: Heard) -> None:
    """Code, question, live, over: each takes the place of the one before."""
    view = QtView(heard)
    view.show_connecting("relay.example")
    view.show_code("4821-739205-1", 600)
    assert shown(application) == {"Attended"}

    view.show_question(a_question())
    assert shown(application) == {"Question from Ana Weber, Nordlicht IT"}

    view.close_question("answered")
    view.show_live(a_live())
    assert comes_true(lambda: bool(heard.of("indicator_shown")), 3000)
    assert shown(application) == {"Attended, live"}

    view.hide_live()
    view.show_over(Over((), None))
    assert shown(application) == {"Attended, stopped"}
    view._indicator._farewell.start(10)  # four seconds, which another test counts
    assert comes_true(lambda: shown(application) == {"Attended"}, 3000)
    view.close_all()
    assert shown(application) == set()
    assert heard.of("stop") == []
    assert heard.of("closed") == []


def test_after_a_no_a_window_stands(application: QApplication, heard: Heard) -> None:
    """Somebody is there and may ask again: nobody is left without a window to end it with."""
    view = QtView(heard)
    view.show_connecting("relay.example")
    view.show_code("4821-739205-1", 600)
    view.show_question(a_question())
    view.close_question("no")
    view.code_status(CodeStatus.CONNECTED)
    assert shown(application) == {"Attended"}
    view.close_all()


def test_what_comes_up_and_what_is_live_is_heard(application: QApplication, heard: Heard) -> None:
    """A knock for each window that comes up by itself, a rise when live begins, a fall when it ends, none for more."""
    played: list[Sound] = []
    view = QtView(heard, sound=played.append)
    view.show_check(CheckShown(Page.BEGAN, None, ""))
    view.show_check(CheckShown(Page.SIGNS, None, ""))
    view.show_connecting("relay.example")
    view.show_question(a_question())
    assert played == [Sound.KNOCK] * 3
    view.close_question("answered")
    view.show_live(a_live())
    view.show_live(a_live())
    view.chat_said("Ana Weber", "Hello.")
    view._open_chat()
    view.hide_live()
    assert played[3:] == [Sound.RISE, Sound.FALL]
    view.close_all()


def test_the_programs_mark_shows_how_things_are(application: QApplication, heard: Heard) -> None:
    """Live only while something is live: in the task bar as on the page (acceptance 77)."""
    view = QtView(heard)

    def shows(which: Mark) -> bool:
        return application.windowIcon().cacheKey() == mark(which).cacheKey()

    assert shows(Mark.IDLE)
    view.show_live(a_live())
    assert shows(Mark.LIVE)
    view.show_live(a_live(pause=PauseBecause.CUSTOMER))
    assert shows(Mark.PAUSED)
    view.show_live(a_live(items=()))
    assert shows(Mark.IDLE)
    view.hide_live()
    assert shows(Mark.OVER)
    view.close_all()


def test_what_is_done_each_second_is_done_as_the_banner_counts(application: QApplication, heard: Heard) -> None:
    """By whoever asked for it."""
    view, done = QtView(heard), list[None]()
    view.each_second(lambda: done.append(None))
    view.show_live(a_live(left=700.2))
    assert done == []
    assert comes_true(lambda: len(done) == 2, 5000)
    view.close_all()
