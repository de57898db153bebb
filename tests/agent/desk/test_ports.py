from agent.desk.ports import Clock, EnginePort, Screens
from agent.engine.account import Account
from tests.support.desk_scene import PlayedEngine, StillClock, TwoScreens


def test_what_tests_play_has_all_that_the_ports_ask() -> None:
    """The type checker holds the twins to the ports."""
    clock: Clock = StillClock()
    engine: EnginePort = PlayedEngine()
    screens: Screens = TwoScreens(2)
    assert clock.boot() > 0
    assert engine.account() == Account([], [])
    assert len(screens.choices()) == len(screens.areas()) == 2
