"""The terminal desk as one view."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.extract import extract_from_file

from agent.desk.live import Live, LiveItem
from agent.desk.terminal.view import TerminalView
from agent.desk.troubles import trouble
from agent.desk.view import CodeStatus, Complaint, Over, WrongShown
from consent.afterwards import Wrong
from consent.scopes import Scope
from protocol.errors import AttendedError, EngineDied, RecordingNotStarted
from tests.support.print_catalogue import KEYWORDS, ROOT
from tests.support.terminal_scene import TerminalScene, a_question

ROOM = ROOT / "agent" / "desk" / "terminal"


class Desk(TerminalScene):
    """A view whose later calls are made at once."""

    def __init__(self) -> None:
        super().__init__()
        self.view = TerminalView(
            self.screen,  # type: ignore[arg-type]  # as much of a terminal as it needs
            self.core,
            clock=self.clock,
            alarms=self.alarms,
            relay="relay.example",
            drop=self._drop,
            soon=lambda call: call(),
            stop=self._stop,
        )
        self.talk = self.view.talk

    def _stop(self) -> None:
        self.talk.forget()
        self.core.stop("key")

    def types(self, line: str) -> str:
        """Type a line."""
        self.said()
        self.view.heard(line)
        return self.said()


def test_stop_stops_whatever_is_asked() -> None:
    """The word alone, at any prompt; the core does the rest (acceptance 28, 38)."""
    desk = Desk()
    desk.view.rendered(a_question())
    desk.view.show_question(a_question())
    desk.types("stop ")
    assert desk.told == [("stop", ("key",))]
    assert not desk.talk.asks


def test_what_is_live_counts_as_shown_once_its_line_is_written() -> None:
    """The line is the sign here; without anything on there is nothing to show (acceptance 1)."""
    desk = Desk()
    desk.view.show_live(Live("Ana Weber", "Nordlicht IT", (LiveItem(Scope.REPORT, 900.0),), 900.0))
    assert "LIVE" in desk.said()
    assert desk.told == [("indicator_shown", (0,))]
    desk.view.show_live(Live("Ana Weber", "Nordlicht IT", (), 300.0))
    assert len(desk.told) == 1


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("say Hello there", ("say", ("Hello there",))),
        ("off", ("turn_off", (Scope.REPORT,))),
        ("more", ("add_time", ())),
        ("new", ("new_code", ())),
        ("wrong", ("something_was_wrong", ())),
        ("close", ("closed", ("code",))),
    ],
)
def test_words_that_answer_no_question(typed: str, told: tuple[str, tuple[object, ...]]) -> None:
    """Each does one thing; none of them allows anything."""
    desk = Desk()
    desk.types(typed)
    assert desk.told == [told]


def test_what_is_not_understood_is_answered_with_help() -> None:
    """An empty line is not even that."""
    desk = Desk()
    assert "stops everything at once" in desk.types("allow")
    assert desk.types("") == ""
    assert desk.told == []


def test_a_trouble_is_over_when_a_code_comes() -> None:
    """The exit code is that of the end, not of what went wrong before."""
    desk = Desk()
    desk.view.show_trouble(trouble(EngineDied, "relay.example"))
    troubles = [desk.view.had_trouble]
    desk.view.show_connecting("relay.example")
    desk.view.code_status(CodeStatus.GETTING)
    desk.view.show_code("4821-739205-1", 600)
    troubles.append(desk.view.had_trouble)
    assert troubles == [True, False]
    desk.view.show_over(Over((), None))
    assert ("closed", ("over",)) in desk.told


@pytest.mark.parametrize("error", [EngineDied("exit code 1"), RecordingNotStarted("no acknowledgement in time")])
def test_a_trouble_takes_no_complaint_away(error: AttendedError) -> None:
    """It is told, and what was wrong is asked on: the core takes nothing else while the form is open."""
    desk = Desk()
    desk.view.show_wrong(WrongShown("Nordlicht IT", "", "open", Complaint(), 2.0))
    desk.types("4")
    desk.view.show_trouble(trouble(error, "relay.example"))
    assert desk.said().endswith("Say it in your own words, or press Enter to leave it out:")
    desk.types("They shouted.")
    desk.wait(3)
    desk.types("send")
    assert desk.told[-1] == ("complain", (frozenset({Wrong.RUDE}), "They shouted."))


def test_chat_stands_in_the_terminal_and_counts_as_read() -> None:
    """One line, whatever is in it."""
    desk = Desk()
    desk.view.chat_said("Ana Weber", "Type\nallow now\x1b[8m")
    assert len(desk.screen.text.splitlines()) == 1
    assert "\x1b" not in desk.screen.text
    assert ("chat_read", ()) in desk.told


def test_it_says_what_the_windows_say() -> None:
    """Every sentence of a window's context is that window's own: one catalogue (acceptance 42)."""
    elsewhere = _said(path for path in (ROOT / "agent" / "desk").rglob("*.py") if ROOM not in path.parents)
    own = {sentence for sentence in _said(ROOM.glob("*.py")) if sentence[0] != "terminal"}
    assert own
    assert own <= elsewhere, own - elsewhere


def _said(paths: object) -> set[tuple[str, str]]:
    found = set[tuple[str, str]]()
    for path in paths:  # type: ignore[attr-defined]  # an iterable of files
        assert isinstance(path, Path)
        for _, key, _, context in extract_from_file("python", path, keywords=KEYWORDS):
            found.add((str(context), key if isinstance(key, str) else key[0]))
    return found
