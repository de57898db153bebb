from agent.screen.patient import SECONDS, Patient
from agent.screen.rect import Rect
from agent.screen.source import Changes
from tests.support.test_card import TestCard

CLOCK = Rect(100, 20, 80, 20)
TICK = Rect(102, 22, 60, 16)
ELSEWHERE = Rect(400, 300, 10, 10)


class Told(TestCard):
    """A card that reports what a test says."""

    def __init__(self) -> None:
        super().__init__()
        self.reports: list[Changes] = []

    def take(self) -> Changes:
        """Give the next report."""
        return self.reports.pop(0)


class Scene:
    """A patient source with a clock of the test's."""

    def __init__(self) -> None:
        self.card, self.now, self.clocks = Told(), 0.0, [CLOCK]
        self.patient = Patient(self.card, lambda: self.clocks, lambda: self.now)

    def take(self, *rects: Rect, after: float = 1.0, **others: bool) -> Changes:
        """Let time pass, report something, and give what is told."""
        self.now += after
        self.card.reports.append(Changes(rects, **others))
        return self.patient.take()


def test_a_clock_is_told_once_a_minute() -> None:
    """Its seconds cost a look and no frame; after a minute it is told as it is then."""
    scene = Scene()
    told = [bool(scene.take(TICK)) for _ in range(130)]
    assert [second for second, is_told in enumerate(told, start=1) if is_told] == [SECONDS, 2 * SECONDS]


def test_what_else_changes_is_told_at_once() -> None:
    """Beside the clock, across its edge, and the pointer: nothing waits for the clock, nor does the clock with it."""
    scene = Scene()
    assert scene.take(TICK, ELSEWHERE).rects == (ELSEWHERE,)
    wide = Rect(90, 20, 40, 20)
    assert scene.take(wide).rects == (wide,)
    assert scene.take(TICK, pointer_moved=True) == Changes((), pointer_moved=True)


def test_a_clock_that_moves_away_leaves_nothing_behind() -> None:
    """What was held of its former place is told with the next report."""
    scene = Scene()
    assert not scene.take(TICK)
    scene.clocks = [Rect(500, 20, 80, 20)]
    assert scene.take(ELSEWHERE).rects == (TICK, ELSEWHERE)


def test_everything_else_is_the_sources_own() -> None:
    """Monitors, pixels, pointer and cursor are those of the screen."""
    scene = Scene()
    card, patient = scene.card, scene.patient
    assert patient.monitors() == card.monitors()
    assert (patient.grab(ELSEWHERE) == card.grab(ELSEWHERE)).all()
    assert patient.pointer() == card.pointer()
    assert (patient.cursor() is None) == (card.cursor() is None)
    patient.learn(anything=True)
    patient.close()
