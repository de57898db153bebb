from PySide6.QtWidgets import QApplication

from agent.desk.view import Over
from agent.desk.windows.qt_view import QtView
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
