from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QApplication

from agent.desk.windows.border import WIDTH, strips_of
from agent.desk.windows.theme import present_theme

MONITOR = QRect(100, 50, 800, 600)


def test_four_strips_go_round_the_monitor_and_leave_its_middle_free(application: QApplication) -> None:
    """They cover the edge once, all round, and nothing else."""
    places = [strip.geometry() for strip in strips_of(MONITOR, present_theme(), dashed=False)]
    area = sum(place.width() * place.height() for place in places)

    assert area == MONITOR.width() * MONITOR.height() - (800 - 2 * WIDTH) * (600 - 2 * WIDTH)
    assert all(MONITOR.contains(place) for place in places)
    assert not any(one.intersects(two) for one in places for two in places if one is not two)


def test_strips_let_input_through_and_stay_out_of_the_window_managers_hands(application: QApplication) -> None:
    """Nothing can be clicked on them and no window manager may hide them."""
    for strip in strips_of(MONITOR, present_theme(), dashed=True):
        flags = strip.flags()
        assert flags & Qt.WindowType.WindowTransparentForInput
        assert flags & Qt.WindowType.BypassWindowManagerHint
        assert flags & Qt.WindowType.WindowDoesNotAcceptFocus
