"""The table of experience 2.9: exact texts and buttons, and what everything else is told as."""

from __future__ import annotations

from dataclasses import replace

import pytest

from agent.desk.troubles import BUTTONS, TOLD, said_of, trouble, trouble_of
from consent.errors import EntryOutOfDate, EntryWrong
from protocol.errors import (
    CATALOGUE,
    AnotherLogKey,
    AnotherOrganisation,
    AnotherOrigin,
    AttendedError,
    EngineDied,
    NoFrame,
    PipeBroken,
    ProgramTooOld,
    RecordingNotStarted,
    RelayLogRolledBack,
    RelayNotReady,
    RelayUnreachable,
    SealBroken,
    TechnicianNotProven,
    WaylandOnly,
    WrongCode,
)

STRANGER = (
    "This is not the relay.example we know.",
    "Someone may be in between. We stopped.",
    ("Close",),
)
UNSURE = (
    "We cannot be sure who this is.",
    "So we did not let them ask. If you called them, call again on a number you know.",
    ("Close", "New code"),
)
BROKEN = (
    "Something broke here, so we stopped everything.",
    "Nothing is seen. Your receipt is safe.",
    ("Close", "Start again"),
)
NO_FRAME = (
    "This desktop cannot show a safe frame.",
    "They can read a health report, but cannot see your screen.",
    ("Close", "Health report only"),
)
ROWS: dict[type[AttendedError], tuple[str, str, tuple[str, ...]]] = {
    RelayUnreachable: (
        "We cannot reach relay.example.",
        "Check that you are online. We try again in 8 seconds.",
        ("Close", "Try now"),
    ),
    AnotherLogKey: STRANGER,
    AnotherOrganisation: STRANGER,
    AnotherOrigin: STRANGER,
    RelayLogRolledBack: STRANGER,
    EntryOutOfDate: (
        "We did not let them ask.",
        "Their proof of training ran out on 31 March 2026. They can ask a colleague.",
        ("Close", "New code"),
    ),
    EntryWrong: UNSURE,
    TechnicianNotProven: UNSURE,
    WrongCode: (
        "Three codes failed.",
        "That is not normal. Hang up, and call your helper on a number you know.",
        ("Close", "Start over"),
    ),
    RecordingNotStarted: (
        "We could not start the recording, so nothing was shown.",
        "",
        ("Close", "Try again"),
    ),
    NoFrame: NO_FRAME,
    WaylandOnly: NO_FRAME,
    EngineDied: BROKEN,
    PipeBroken: BROKEN,
    ProgramTooOld: (
        "This program is too old for relay.example.",
        "Get the new one where you got this one.",
        ("Close",),
    ),
}


@pytest.mark.parametrize("error", ROWS, ids=lambda error: str(error.__name__))
def test_every_row_has_its_exact_text_and_buttons(error: type[AttendedError]) -> None:
    """As experience 2.9 words it, with its code for the details (acceptance 20, 42)."""
    again_in = 8.0 if error is RelayUnreachable else 0.0
    shown = trouble(error, "relay.example", date="2026-03-31", again_in=again_in)
    assert (*said_of(shown), shown.buttons) == ROWS[error]
    assert shown.code == error.code


def test_the_next_try_is_counted_down() -> None:
    """In whole seconds, with the right plural, and never below none."""
    shown = trouble(RelayUnreachable, "relay.example", again_in=8.0)
    assert [said_of(shown, gone)[1].rpartition(" in ")[2] for gone in (0.5, 7.2, 60.0)] == [
        "8 seconds.",
        "1 second.",
        "0 seconds.",
    ]


def test_a_proof_without_a_date_is_told_without_one() -> None:
    """The entry's own day has run out, and nobody knows of a training's."""
    assert said_of(trouble(EntryOutOfDate, "relay.example"))[1] == "Their proof ran out. They can ask a colleague."


def test_only_start_over_is_inert_at_first() -> None:
    """Three wrong codes make everybody wait for a minute."""
    assert trouble(WrongCode, "relay.example").inert == 60.0
    assert trouble(EngineDied, "relay.example").inert == 0.0


def test_what_the_relay_says_itself_is_told_in_our_words() -> None:
    """Its code names the words; no text of somebody else's is filled in or shown."""
    waits = trouble_of(RelayNotReady.code, "relay.example")
    assert (waits.title, waits.buttons) == (RelayNotReady.words, ("Close", "Try now"))
    for code in (SealBroken.code, "Z-999", "{0.__class__}"):
        other = trouble_of(code, "relay.example")
        assert said_of(other)[0] == "Something did not fit, so we stopped."
        assert other.code == code


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_every_error_there_is_can_be_said(code: str) -> None:
    """With or without what would be filled in: no brace is left, and every button has its name."""
    shown = trouble_of(code, "relay.example")
    title, text = said_of(shown)
    assert title
    assert "{" not in title + text
    assert set(shown.buttons) <= set(BUTTONS)
    assert shown.buttons[0] == "Close"


def test_what_customers_meet_holds_no_field() -> None:
    """Their words and remedies are said as they stand."""
    assert not [error for error in TOLD if "{" in error.words + error.remedy]


def test_a_trouble_keeps_its_fields_when_it_is_shown_anew() -> None:
    """Another language fills the same names in."""
    shown = replace(trouble(AnotherLogKey, "relay.example"), inert=1.0)
    assert said_of(shown)[0] == STRANGER[0]
