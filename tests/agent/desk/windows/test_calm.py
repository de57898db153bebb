from agent.desk.windows.calm import Calm


def test_time_counts_from_the_last_beginning() -> None:
    """Nothing has lasted before it began, and what begins anew has lasted no time."""
    now = [10.0]
    calm = Calm(lambda: now[0], lambda _window: False)
    assert not calm.lasted(0)
    calm.begin()
    now[0] = 12.0
    assert calm.lasted(2)
    assert not calm.lasted(2.1)
    calm.begin()
    assert not calm.lasted(2)


def test_no_time_passes_under_another_window() -> None:
    """As long as it is covered, and counted anew when it no longer is."""
    now, covered = [0.0], {7}
    calm = Calm(lambda: now[0], covered.__contains__)
    calm.begin()
    for moment in (1.0, 2.0, 3.0):
        now[0] = moment
        calm.look(7)
        assert calm.is_covered
        assert not calm.lasted(0)
        assert calm.stood(moment)
    covered.clear()
    calm.look(7)
    assert not calm.is_covered
    assert not calm.lasted(1)
    now[0] = 4.0
    assert calm.lasted(1)
