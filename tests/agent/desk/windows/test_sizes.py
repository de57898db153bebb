"""
Nothing is cut, overlapped or out of reach, on small monitors and with large letters, in every language.

A window is added to `WINDOWS` by a function that makes it, shows it, and gives it back.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Literal

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QPushButton

from agent.desk import language
from agent.desk.afterwards import HELD
from agent.desk.check import Began, Page
from agent.desk.keeping import UNSAVED
from agent.desk.language import Language, open_language
from agent.desk.question_words import Asked
from agent.desk.report_words import report_words
from agent.desk.troubles import trouble_of
from agent.desk.view import CheckShown, CodeStatus, Complaint, Match, Over, WrongShown
from agent.desk.windows import window as window_module
from agent.desk.windows.chat_window import ChatWindow
from agent.desk.windows.check_windows import CheckWindow, WarningWindow
from agent.desk.windows.choices import Choice, TickBox
from agent.desk.windows.code_window import CodeWindow
from agent.desk.windows.end_windows import OverWindow
from agent.desk.windows.places import Places
from agent.desk.windows.question_window import QuestionWindow
from agent.desk.windows.report_window import ReportWindow
from agent.desk.windows.sight import sight
from agent.desk.windows.trouble_window import TroubleWindow
from agent.desk.windows.window import DeskWindow
from agent.desk.windows.wrong_window import WrongWindow
from consent.afterwards import Wrong
from consent.scopes import Scope
from protocol.errors import RelayUnreachable, WrongCode
from tests.support.fitting import faults
from tests.support.pseudo import accented, mirrored
from tests.support.question_scene import HELP, SCREENS, a_whole_question, asked
from tests.support.report_scene import a_draft, as_shown
from tests.support.windows_scene import Heard

SITUATIONS = {"1280x720 at 200 %": (QRect(0, 0, 1280, 720), 2.0), "1024x600 at 100 %": (QRect(0, 0, 1024, 600), 1.0)}
LANGUAGES: dict[str, Callable[[], Language]] = {
    "English": lambda: open_language("en"),
    "German": lambda: open_language("de"),
    "Spanish": lambda: open_language("es"),
    "40 % longer": accented,
    "mirrored": mirrored,
}
COPY = "/home/anna/Dokumente/Attended reports/health-report-2026-11-22T0530/report.html"
HELP_LINE = "Call 159. It puts you through to your bank."


def check(page: Page) -> Callable[[Places], DeskWindow]:
    def made(places: Places) -> DeskWindow:
        window = CheckWindow(places)
        window.show_page(CheckShown(page, Began.ASKED, ""))
        return window

    return made


def warning(page: Page) -> Callable[[Places], DeskWindow]:
    def made(places: Places) -> DeskWindow:
        window = WarningWindow(places, CheckShown(page, None, HELP_LINE))
        window.appear()
        return window

    return made


def code(code: str, status: CodeStatus) -> Callable[[Places], DeskWindow]:
    def made(places: Places) -> DeskWindow:
        window = CodeWindow(places)
        window.connecting("relay.nordlicht.example")
        window.appear()
        window.show_code(code, 600)
        window.show_status(status, 8)
        window.show_note("The clock of this computer is wrong by four minutes. Proofs may fail.")
        return window

    return made


def chat(places: Places) -> DeskWindow:
    window = ChatWindow(places)
    window.add("Ana Weber", "Please look at https://nordlicht.example/a/very/long/address/that/nobody/can/remember")
    window.appear()
    return window


def question(
    asked: Asked, do: Callable[[QuestionWindow], None] = lambda _window: None
) -> Callable[[Places], DeskWindow]:
    def made(places: Places) -> DeskWindow:
        window = QuestionWindow(places)
        window.ask(a_whole_question(asked, HELP, SCREENS))
        do(window)
        return window

    return made


def fill(window: QuestionWindow) -> None:
    for part in (*window.findChildren(Choice)[:1], *window.findChildren(TickBox)):
        part.setChecked(True)


def doubt(window: QuestionWindow) -> None:
    window.findChildren(Choice)[2].setChecked(True)


def unfold(window: QuestionWindow) -> None:
    assert window._page is not None
    window._page.last.click()  # type: ignore[attr-defined]  # the button


def over(**changes: str | None) -> Callable[[Places], DeskWindow]:
    def made(places: Places) -> DeskWindow:
        lines = (("14:02", "You let Ana Weber see your screen for 15 min"), ("14:16", "You pressed Stop"))
        path = "/home/anna/Dokumente/Attended receipts/2026-11-22 14.16.03 nordlicht.example/receipt.html"
        values = {"receipt_path": path, "note": "", "name": "Ana Weber", "organisation": "Nordlicht IT", **changes}
        window = OverWindow(places, Over(lines=lines, **values))  # type: ignore[arg-type]  # a case names its own
        window.appear()
        return window

    return made


def wrong(state: Literal["open", "sending", "failed"], why: str = "") -> Callable[[Places], DeskWindow]:
    def made(places: Places) -> DeskWindow:
        complaint = Complaint({Wrong.MONEY}, "They asked for my card, and would not say why.")
        window = WrongWindow(places, WrongShown("Nordlicht IT", HELP_LINE, state, complaint, 2.0, why))
        window.appear()
        return window

    return made


def report(*, struck: bool = False, note: str = "") -> Callable[[Places], DeskWindow]:
    def made(places: Places) -> DeskWindow:
        window, draft = ReportWindow(places), a_draft()
        draft.cross_out(draft.every() if struck else (), struck=True)
        window.show_report(as_shown(draft, note=note))
        return window

    return made


def report_is_made(places: Places) -> DeskWindow:
    window = ReportWindow(places)
    window.progress(report_words("Looking at what the computer is doing"), 11, 11)
    return window


def trouble(code: str, *, inert: float = 0.0, again_in: float = 0.0) -> Callable[[Places], DeskWindow]:
    def made(places: Places) -> DeskWindow:
        shown = replace(trouble_of(code, "relay.nordlicht.example", again_in=again_in), inert=inert)
        window = TroubleWindow(places, shown)
        window.appear()
        next(part for part in window.findChildren(QPushButton) if part.isCheckable()).click()
        return window

    return made


WINDOWS: dict[str, Callable[[Places], DeskWindow]] = {
    "report": report(),
    "report, crossed out": report(struck=True, note=f"A copy is saved on this computer only: {COPY}"),
    "report is made": report_is_made,
    "over": over(said=HELD.english.format(organisation="Nordlicht IT")),
    "over, not saved": over(receipt_path=None, note=UNSAVED.english),
    "something was wrong": wrong("failed", "We cannot reach the relay. Check that you are online."),
    "how did this start": check(Page.BEGAN),
    "has anyone asked": check(Page.SIGNS),
    "are you sure": warning(Page.UNSURE),
    "stop here": warning(Page.STOP),
    "code": code("4821-739205-1", CodeStatus.WAITING),
    "longest code": code("482193-73920518-1", CodeStatus.THREE_WRONG),
    "no line": code("4821-739205-1", CodeStatus.NO_LINE),
    "chat": chat,
    "three codes failed": trouble(WrongCode.code, inert=60.0),
    "relay unreachable": trouble(RelayUnreachable.code, again_in=8.0),
    "first question": question(asked("first", Scope.VIEW, Scope.REPORT, match=Match.NONE, changed=True)),
    "filled question": question(asked("first", Scope.VIEW, Scope.REPORT, minutes=480), fill),
    "not expected": question(asked("first", Scope.VIEW, match=Match.CLOSE), doubt),
    "names": question(asked("later", Scope.CONTROL), unfold),
    "more time": question(asked("more time", Scope.VIEW, minutes=480)),
}


@pytest.mark.parametrize("situation", SITUATIONS)
@pytest.mark.parametrize("spoken", LANGUAGES)
@pytest.mark.parametrize("made", WINDOWS)
def test_nothing_is_cut_overlapped_or_out_of_reach(
    heard: Heard, monkeypatch: pytest.MonkeyPatch, made: str, spoken: str, situation: str
) -> None:
    """The middle scrolls, the answers stay in sight, rows give way; in place help fits as well (acceptance 39)."""
    room, scale = SITUATIONS[situation]
    monkeypatch.setattr(window_module, "room_at", lambda _point: room)
    sight().set_scale(scale)
    with language.speaking(LANGUAGES[spoken]()):
        window = WINDOWS[made](Places(heard))
        assert faults(window, room) == []
        answers = [part for part in window._pinned.findChildren(QPushButton) if part.isVisible()]
        assert all(window.rect().contains(part.geometry().translated(window._pinned.pos())) for part in answers)
        window._open_help()
        assert faults(window, room) == []


def test_a_window_that_is_wrong_is_told(heard: Heard, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is cut, lies over another part or reaches beyond the monitor is found."""
    room = QRect(0, 0, 1024, 600)
    monkeypatch.setattr(window_module, "room_at", lambda _point: room)
    window = DeskWindow("code", "Attended", Places(heard))
    one, other = QPushButton("Don’t allow"), QPushButton("Allow")
    window.body.addWidget(one)
    window.body.addWidget(other)
    window.appear()
    assert faults(window, room) == []
    one.setFixedWidth(40)
    assert any(fault.startswith("cut") for fault in faults(window, room))
    other.move(one.pos())
    assert any(fault.startswith("overlap") for fault in faults(window, room))
    other.move(-300, 0)
    assert any(fault.startswith("out of reach") for fault in faults(window, room))
    assert any(fault.startswith("reaches beyond") for fault in faults(window, QRect(0, 0, 300, 300)))
