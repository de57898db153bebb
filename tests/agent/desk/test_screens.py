import pytest

from agent.desk.screens import XScreens
from agent.screen.capture.open import open_screen
from tests.support.display import VirtualDisplay


def test_desk_and_engine_number_the_monitors_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the customer ticks as Screen 2 is what the engine shows as monitor 2."""
    with VirtualDisplay(800, 300, monitors=2) as display:
        for name, value in display.env.items():
            monkeypatch.setenv(name, value)
        screens = XScreens()
        source = open_screen()
        there = [(monitor.id, monitor.x, monitor.y, monitor.w, monitor.h) for monitor in source.monitors()]
        source.close()
        choices, areas = screens.choices(), screens.areas()
        assert [choice.name for choice in choices] == ["Screen 1", "Screen 2"]
        assert [(choice.id, *area) for choice, area in zip(choices, areas, strict=True)] == there
        screens.close()
