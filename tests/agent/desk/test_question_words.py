from __future__ import annotations

from dataclasses import replace
from gettext import GNUTranslations
from io import BytesIO

import pytest

from agent.desk import question_words as words
from agent.desk.language import Language, of_catalogue, speaking
from agent.desk.view import Asker, Match, MonitorChoice, Trust
from consent.scopes import Scope
from tests.support.print_catalogue import compiled, template
from tests.support.pseudo import accented, mirrored
from tests.support.question_scene import ANA, HELP, KEPT, MET, SCREENS, asked

WHO_CAN = (
    "Who can open it: the quality team of Nordlicht IT (3 people), their spare key, and you. Not Ana Weber. "
    "It is kept for 90 days."
)


def lines(question: words.Asked, asker: Asker = ANA, monitors: tuple[MonitorChoice, ...] = ()) -> list[str]:
    """Put it into words, and give the notice's lines."""
    return words.question(asker, question, KEPT, monitors).text().splitlines()


def test_the_first_question_reads_as_designed() -> None:
    """Who by proof, why, what is kept and who may open it: the whole notice, word for word."""
    assert lines(asked("first", Scope.VIEW, Scope.REPORT, match=Match.MATCH), monitors=SCREENS) == [
        "Ana Weber asks to see your screen and get a health report",
        "Ana Weber, technician at Nordlicht IT (nordlicht.example)",
        "✓ Checked. This program knows Nordlicht IT.",
        "✓ Trained, and in date until 31 March 2027.",
        "✓ You expected “…”. That matches.",
        "Is this who you expected?",
        "( ) Yes",
        "( ) No",
        "( ) Not sure",
        "Why they ask: to fix a fault. “The printer does not print.” (ticket 4711)",
        "Tick what you allow. You can leave anything out.",
        "[ ] See my screen",
        "( ) Screen 1",
        "( ) Screen 2",
        "( ) All",
        "[ Show numbers ]",
        "They can read all that is on it. Close private things first.",
        "[ ] Get a health report",
        "You read it first, and can cross out any line.",
        "After you send it, they see how busy this computer is. You can turn that off.",
        "For how long?",
        "(•) 15 minutes",
        "( ) 30 minutes, as asked",
        "What is kept: a recording of what you allow, and the chat. It is locked.",
        WHO_CAN,
        "[ Their names ]",
        "Quality team: Lee, Kim, Jo",
        "Spare key: Safe",
        "No recording means no remote help. If you do not want one, say no. They can still help by phone.",
        "You can stop at any time. Press Stop, or press Esc three times.",
        "Answer within 5:00. No answer means no.",
        "[ More time ]",
        "To allow: say if you expected this person, and tick one thing.",
        "[ Don’t allow ]",
        "[ Allow nothing yet ]",
    ]


def test_what_the_customer_typed_stands_in_the_window_alone() -> None:
    """The notice goes into the recording: it holds the result, not the words (acceptance 18)."""
    question = words.question(ANA, asked(match=Match.NONE, expected="my bank"), KEPT, ())
    assert question.who_lines[3] == "✕ You expected “my bank”. This is Nordlicht IT. That does not match."
    assert "✕ You expected “…”. This is Nordlicht IT. That does not match." in question.text()
    assert "my bank" not in question.text()


@pytest.mark.parametrize(
    ("scopes", "heading"),
    [
        ((Scope.VIEW,), "Ana Weber asks to see your screen"),
        ((Scope.CONTROL,), "Ana Weber asks to use your mouse and keyboard"),
        ((Scope.REPORT,), "Ana Weber asks to get a health report"),
        ((Scope.CLIPBOARD,), "Ana Weber asks to share copied text"),
        ((Scope.FILES,), "Ana Weber asks to send and get files"),
        ((Scope.REPORT, Scope.VIEW), "Ana Weber asks to see your screen and get a health report"),
        ((Scope.CONTROL, Scope.FILES, Scope.REPORT), "Ana Weber asks for 3 things"),
    ],
)
def test_each_question_has_a_heading_of_its_own(scopes: tuple[Scope, ...], heading: str) -> None:
    """One whole sentence for each thing, and one that counts for what is seldom asked together."""
    assert lines(asked("later", *scopes))[0] == heading


def test_an_organisation_met_for_the_first_time_gets_five_seconds() -> None:
    """Its website and its name in quotation marks, and a caution: nobody has checked it (acceptance 17)."""
    question = words.question(HELP, asked(), KEPT, ())
    assert question.wait_before_allow == 5.0
    assert question.who_lines[:2] == (
        "Ana, technician at “Help Ltd” (help.example)",
        "⚠ First time here. The website help.example says this is “Help Ltd”. Nobody else has checked that.",
    )
    assert words.question(ANA, asked(), KEPT, ()).wait_before_allow == 2.0


def test_an_organisation_that_helped_before_says_when() -> None:
    """Its name stands plainly, with the day."""
    assert lines(asked(), MET)[1:3] == [
        "Ana, technician at Help Ltd (help.example)",
        "✓ Checked. Help Ltd helped you here on 3 October.",
    ]


def test_screens_are_listed_only_where_there_are_two() -> None:
    """One screen needs no choice, and is still known."""
    question = words.question(ANA, asked(), KEPT, SCREENS[:1])
    assert question.monitors == ()
    assert question.all_monitors == (1,)
    assert "Show numbers" not in question.text()


def test_control_tells_who_may_read_what_is_typed() -> None:
    """The line about keys stands only where keys will be recorded, and says who can read them."""
    text = "\n".join(lines(asked("later", Scope.CONTROL)))
    assert "What they type is locked away apart. The quality team cannot read it." in text
    assert text.count("This ends with the rest") == 1
    assert text.index("They cannot press any button of Attended.\nThis ends with the rest, in 12 minutes.") >= 0
    assert "This ends with the rest, in 1 minute." in lines(asked("later", Scope.CONTROL, minutes_left=1))
    readable = words.Kept(90, ("Lee",), ("Safe",), typed_keys_readable=True)
    assert "The quality team can read it." in words.question(ANA, asked("later", Scope.CONTROL), readable, ()).text()
    assert "What they type" not in "\n".join(lines(asked()))


def test_more_time_adds_and_changes_nothing_else() -> None:
    """Ten more minutes are set, as many as asked are offered, and there is nothing to tick."""
    said = lines(asked("more time", minutes=42))
    assert said[0] == "Ana Weber asks for more time"
    at = said.index("For how long?")
    assert said[at : at + 4] == [
        "For how long?",
        "(•) 10 more minutes",
        "( ) 30 more minutes, as asked",
        "Nothing else changes.",
    ]
    assert not any(line.startswith("[ ] ") for line in said)
    assert said[-1] == "[ Allow 10 more minutes ]"


@pytest.mark.parametrize(("minutes", "offered"), [(30, (15, 30)), (10, (10,)), (20, (15, 20)), (480, (60, 480))])
def test_nothing_longer_than_asked_is_offered(minutes: int, offered: tuple[int, ...]) -> None:
    """The asked time and one that is shorter; the shorter is set (acceptance 11)."""
    assert words.question(ANA, asked(minutes=minutes), KEPT, ()).minutes_offered == offered


def test_what_cannot_be_had_is_not_offered() -> None:
    """Where only a quarter of an hour of looking is possible, no half hour is written on a button."""
    looking = words.question(ANA, replace(asked(minutes=30), most=15), KEPT, ())
    assert looking.minutes_offered == (15,)
    assert "(•) 15 minutes" in looking.text()
    assert words.question(ANA, replace(asked(minutes=15), most=15), KEPT, ()).minutes_offered == (10, 15)


def test_a_changed_question_says_so() -> None:
    """Right below its heading, and in the notice."""
    assert lines(asked(changed=True))[1] == "Ana Weber changed the question. Please read it again."


@pytest.mark.parametrize("spoken", [accented(), mirrored()], ids=["longer", "mirrored"])
def test_every_line_is_in_the_catalogue(spoken: Language) -> None:
    """In a language whose sentences all end alike each line does: none is glued from parts, and none is English."""
    with speaking(spoken):
        question = words.question(MET, asked("first", Scope.VIEW, Scope.REPORT, match=Match.CLOSE), KEPT, SCREENS)
    assert question.language == spoken.code
    for line in question.text().splitlines():
        assert line.rstrip(" ]").endswith("ó"), line


def a_language_without(missing: str) -> Language:
    """Give one that has every sentence but this."""
    catalogue = template()
    for message in catalogue:
        if message.id and message.id != missing:
            message.string = f"{message.id} (xx)" if isinstance(message.id, str) else ("{n} (xx)", "{n} (xx)")
    return of_catalogue("de", GNUTranslations(BytesIO(compiled(catalogue))))


def test_a_question_with_one_missing_text_is_asked_in_english() -> None:
    """As a whole, also where the missing one is said later; and it says that it is English."""
    with speaking(a_language_without("Go back")):
        question = words.question(ANA, asked(), KEPT, ())
    assert question.language == "en"
    assert "(xx)" not in question.text()
    assert question.heading == "Ana Weber asks to see your screen"


def test_a_name_that_only_its_website_gives_stays_within_its_quotation() -> None:
    """It cannot close the mark and go on as if the desk said it (acceptance 17)."""
    sly = replace(ANA, trust=Trust.FIRST, organisation="Nordlicht IT”, checked by your bank. “Really")
    said = [line for line in lines(asked("first", Scope.VIEW), sly) if "checked by your bank" in line]
    assert len(said) > 1
    for line in said:
        if "“" in line:
            assert (line.count("“"), line.count("”")) == (1, 1), line
