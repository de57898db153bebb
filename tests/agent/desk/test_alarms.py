from agent.desk.alarms import Alarms


def test_what_is_due_rings_once_and_in_order() -> None:
    """Earlier alarms ring first, later ones wait."""
    rung: list[str] = []
    alarms = Alarms()
    for name, at in (("late", 3.0), ("early", 1.0), ("middle", 2.0)):
        alarms.set(name, at, lambda name=name: rung.append(name))  # type: ignore[misc]
    alarms.tick(2.0)
    alarms.tick(2.5)
    assert rung == ["early", "middle"]
    assert alarms.next() == 3.0


def test_an_alarm_can_be_moved_and_taken_back() -> None:
    """Setting it again moves it; a cancelled one never rings."""
    rung: list[int] = []
    alarms = Alarms()
    alarms.set("one", 1.0, lambda: rung.append(1))
    alarms.set("one", 5.0, lambda: rung.append(5))
    alarms.set("two", 1.0, lambda: rung.append(2))
    alarms.cancel("two", "three")
    alarms.tick(4.0)
    assert rung == []
    assert alarms.at("one") == 5.0
    alarms.clear()
    alarms.tick(9.0)
    assert rung == []


def test_an_alarm_that_takes_another_back_is_obeyed() -> None:
    """What was cancelled by an alarm of the same tick does not ring."""
    rung: list[str] = []
    alarms = Alarms()
    alarms.set("first", 1.0, lambda: alarms.cancel("second"))
    alarms.set("second", 2.0, lambda: rung.append("second"))
    alarms.tick(3.0)
    assert rung == []
