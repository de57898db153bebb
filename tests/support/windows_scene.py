"""Windows in this process, on Qt's own off-screen platform; the promises work them on a real display."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QElapsedTimer, QEvent, QEventLoop, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QApplication

from agent.desk.live import Live, LiveItem
from agent.desk.view import Asker, Item, Question, Rect, Trust
from agent.desk.windows.sight import sight
from consent.scopes import Scope


class Heard:
    """Takes what the windows tell, and has every place masked at once unless told to wait."""

    def __init__(self) -> None:
        self.told: list[tuple[str, tuple[object, ...]]] = []
        self.waiting: list[Callable[[], None]] = []
        self.masks_at_once = True

    def windows_moved(self, rects: list[Rect], done: Callable[[], None]) -> None:
        """Take places."""
        self.told.append(("windows_moved", (tuple(rects),)))
        if self.masks_at_once:
            done()
        else:
            self.waiting.append(done)

    def banners_at(self, rects: list[Rect], done: Callable[[], None], clocks: list[Rect]) -> None:
        """Take the banners' places; they are out of reach at once."""
        self.told.append(("banners_at", (tuple(rects), tuple(clocks))))
        done()

    def __getattr__(self, name: str) -> Callable[..., None]:
        """Take anything else."""
        if name.startswith("_"):
            raise AttributeError(name)
        return lambda *values: self.told.append((name, values))

    def of(self, name: str) -> list[tuple[object, ...]]:
        """Give what was told under one name."""
        return [values for told, values in self.told if told == name]


class Spoken:
    """What a screen reader was given to say, in order; `at_once` is what broke into the rest."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.at_once: list[str] = []

    def hear(self, event: QAccessibleAnnouncementEvent) -> None:
        """Take one announcement."""
        self.said.append(event.message())
        if event.politeness() == QAccessible.AnnouncementPoliteness.Assertive:
            self.at_once.append(event.message())


@pytest.fixture
def spoken(monkeypatch: pytest.MonkeyPatch) -> Spoken:
    """Hear what the windows have said aloud."""
    heard = Spoken()
    monkeypatch.setattr("agent.desk.windows.announce._tell", heard.hear)
    return heard


@pytest.fixture(scope="session")
def application() -> QApplication:
    """One application for all windows."""
    application = QApplication.instance() or QApplication(["tests", "-platform", "offscreen"])
    assert isinstance(application, QApplication)
    application.setQuitOnLastWindowClosed(False)
    return application


@pytest.fixture
def heard(application: QApplication) -> Iterator[Heard]:
    """A fresh listener; the windows of the test are gone afterwards, and the text is of its usual size."""
    sight().set_scale(1.0)
    yield Heard()
    sight().set_scale(1.0)
    for window in application.topLevelWidgets():
        window.deleteLater()
    application.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def calm(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let keys answer at once, for tests of something else than the wait after a window came up."""
    monkeypatch.setattr("agent.desk.windows.window.ARRIVAL_SECONDS", 0.0)


def comes_true(condition: Callable[[], bool], milliseconds: int) -> bool:
    """Let the windows work until `condition` holds; False when it does not in time."""
    patience = QElapsedTimer()
    patience.start()
    wake = QTimer()
    wake.start(milliseconds)
    while not condition() and patience.elapsed() < milliseconds:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    return condition()


def a_question(**changes: object) -> Question:
    """Give a first question for the screen with two screens to choose from."""
    values: dict[str, object] = {
        "id": "q1",
        "kind": "first",
        "asker": Asker("Ana Weber", "technician", "Nordlicht IT", "nordlicht.example", Trust.KNOWN, "", "2027-03-31"),
        "heading": "Ana Weber asks to see your screen",
        "who_lines": ("Ana Weber, technician at Nordlicht IT (nordlicht.example)", "✓ Checked."),
        "purpose_words": "to fix a fault",
        "reason": "The printer does not print.",
        "ticket": "4711",
        "why_line": "Why they ask: to fix a fault. “The printer does not print.” (ticket 4711)",
        "items": (Item(Scope.VIEW, "See my screen", ("They can read all that is on it.",)),),
        "monitors": (),
        "all_monitors": (0,),
        "minutes_offered": (15, 30),
        "kept_words": "What is kept: a recording.",
        "readers_words": "Who can open it: the quality team.",
        "retention_days": 90,
        "readers_names": ("Lee",),
        "answer_within": 300.0,
        "wait_before_allow": 0.0,
        "expected": None,
        "expected_match": None,
        "ask_expected": True,
        "language": "en",
        "rendered": "all of it",
    }
    if "monitors" in changes and "all_monitors" not in changes:
        values["all_monitors"] = tuple(monitor.id for monitor in changes["monitors"])  # type: ignore[attr-defined]
    return Question(**(values | changes))  # type: ignore[arg-type]  # a test names only what it changes


def a_live(**changes: object) -> Live:
    """Give a live screen for twelve minutes."""
    values: dict[str, object] = {
        "asker": "Ana Weber",
        "organisation": "Nordlicht IT",
        "items": (LiveItem(Scope.VIEW, 720.0, screens=(1,), of_screens=2),),
        "left": 720.0,
        "can_extend": True,
    }
    return Live(**(values | changes))  # type: ignore[arg-type]  # a test names only what it changes
