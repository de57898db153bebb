import pytest

from agent.desk.live_words import (
    clock,
    count_words,
    escape_words,
    headline,
    live_words,
    monitor_words,
    nothing_on,
    pause_words,
    running_out,
    spoken,
    spoken_left,
    time_left,
    unread_words,
)
from consent.pause import PauseBecause
from consent.scopes import Scope

ANA, HOUSE = "Ana Weber", "Nordlicht IT"
VIEW, CONTROL, REPORT = Scope.VIEW, Scope.CONTROL, Scope.REPORT


def test_screens_are_named_by_number() -> None:
    """One, several, or all; at the beginning of a name and within a sentence."""
    assert monitor_words((1,), 2) == "Screen 1"
    assert monitor_words((1, 2), 2) == "all screens"
    assert monitor_words((1, 2), 3) == "Screens 1 and 2"
    assert monitor_words((1, 2, 4), 5, within=True) == "screens 1, 2 and 4"
    assert monitor_words((2,), 2, within=True) == "screen 2"


@pytest.mark.parametrize(
    ("scopes", "sees_use", "says"),
    [
        ({VIEW}, False, "sees Screen 1"),
        ({VIEW, CONTROL}, False, "sees Screen 1, uses your mouse"),
        ({VIEW, REPORT}, False, "sees Screen 1, gets a health report"),
        ({VIEW, REPORT}, True, "sees Screen 1, sees what is busy"),
        ({VIEW, CONTROL, REPORT}, False, "sees Screen 1, uses your mouse, gets a health report"),
        ({VIEW, CONTROL, REPORT}, True, "sees Screen 1, uses your mouse, sees what is busy"),
        ({REPORT}, False, "gets a health report"),
        ({REPORT}, True, "sees what is busy"),
    ],
)
def test_each_combination_that_can_live_has_a_sentence_of_its_own(
    scopes: set[Scope],
    sees_use: bool,  # noqa: FBT001 - by parameter
    says: str,
) -> None:
    """The banner's first line, and what a reader says of it, stand whole in the catalogue."""
    assert headline(ANA, HOUSE, scopes, "Screen 1", sees_use=sees_use) == f"Live, recorded · {ANA} ({HOUSE}) {says}"
    assert spoken(ANA, scopes, "screen 1", sees_use=sees_use) == f"{ANA} {says.replace('Screen', 'screen')}"


def test_what_the_list_names_stands_beside_the_sentence() -> None:
    """Files and copied text come after the sentence, as a list of whole names."""
    said = headline(ANA, HOUSE, {VIEW, Scope.FILES, Scope.CLIPBOARD}, "Screen 1")
    assert said == f"Live, recorded · {ANA} ({HOUSE}) sees Screen 1 · Copied text · Files"


def test_each_thing_has_its_name() -> None:
    """The list below the banner names what is on."""
    assert [live_words(scope, "Screen 1") for scope in Scope] == [
        "See Screen 1",
        "Mouse, keyboard",
        "Health report",
        "Copied text",
        "Files",
    ]
    assert live_words(REPORT, "", sees_use=True) == "How busy this computer is"


def test_every_pause_has_its_sentence() -> None:
    """The words of experience 2.7, with a number that its noun agrees with."""
    assert pause_words(PauseBecause.CUSTOMER, ANA, 0) == "Paused. Nothing is seen."
    assert (
        pause_words(PauseBecause.LOOK_AWAY, ANA, 0)
        == "Ana Weber looks away so you can type a password. Nothing is seen. Press Go on when done."
    )
    assert pause_words(PauseBecause.LINE, ANA, 54) == "Line lost. Nothing is seen. Trying again for 54 seconds."
    assert pause_words(PauseBecause.LINE, ANA, 1.2) == "Line lost. Nothing is seen. Trying again for 1 second."
    assert pause_words(PauseBecause.RECORDING, ANA, 0) == "The recording stopped, so we paused. Nothing is seen."
    assert (
        pause_words(PauseBecause.SYSTEM, ANA, 0)
        == "Your computer asks you something. Only you can answer. Nothing is seen."
    )


def test_time_is_told_to_the_second() -> None:
    """On the banner in figures, to a reader in words, and a second that has begun counts."""
    assert time_left(702) == "11:42 left"
    assert [clock(seconds) for seconds in (0.0, 0.2, 59.1, 3_600)] == ["0:00", "0:01", "1:00", "60:00"]
    assert [spoken_left(seconds) for seconds in (702, 119, 60, 40)] == [
        "11 minutes left",
        "1 minute left",
        "1 minute left",
        "40 seconds left",
    ]
    assert [running_out(seconds) for seconds in (120, 61, 60, 30, 1)] == [
        "2 minutes left.",
        "2 minutes left.",
        "1 minute left.",
        "30 seconds left.",
        "1 second left.",
    ]
    assert nothing_on(ANA, 290) == "Nothing is on. Ana Weber can only chat. Ends in 4:50."


def test_what_is_missing_is_counted() -> None:
    """Presses of Esc with their dots, and lines of the chat."""
    assert [escape_words(missing) for missing in (2, 1)] == [
        "Press Esc 2 more times to stop. ●○○",
        "Press Esc 1 more time to stop. ●●○",
    ]
    assert [unread_words(lines) for lines in (1, 2)] == ["Chat, 1 new line", "Chat, 2 new lines"]
    assert count_words(1, "minute", "minutes") == "1 minute"
