from agent.desk import question_words as words
from agent.desk.view import Asker, Match, MonitorChoice, Trust
from consent.scopes import Scope

ANA = Asker("Ana Weber", "technician", "Nordlicht IT", "nordlicht.example", Trust.KNOWN, "", "2027-03-31")
KEPT = words.Kept(90, ("Lee", "Kim", "Jo"), ("Safe",), typed_keys_readable=False)
SCREENS = (MonitorChoice(1, "Screen 1", 800, 600), MonitorChoice(2, "Screen 2", 800, 600))


def asked(kind: words.Kind = "first", *scopes: Scope, minutes: int = 30, match: Match | None = None) -> words.Asked:
    """Ask."""
    return words.Asked(
        "id", kind, scopes or (Scope.VIEW,), minutes, 12, "to fix a fault", "The printer does not print.", "4711",
        "Nordlicht" if match else "", match,
    )  # fmt: skip


def test_the_first_question_reads_as_designed() -> None:
    """Who by proof, why, what is kept and who may open it, word for word."""
    question = words.question(ANA, asked(match=Match.MATCH), KEPT, SCREENS)
    lines = question.text().splitlines()
    assert lines[:5] == [
        "Ana Weber asks to see your screen",
        "Ana Weber, technician at Nordlicht IT (nordlicht.example)",
        "✓ Checked. This program knows Nordlicht IT.",
        "✓ Trained, and in date until 31 March 2027.",
        "✓ You expected “Nordlicht”. That matches.",
    ]
    assert "Why they ask: to fix a fault. “The printer does not print.” (ticket 4711)" in lines
    assert "    Screen 1 / Screen 2 / All" in lines
    assert "For how long? 15 minutes / 30 minutes, as asked" in lines
    assert any("the quality team of Nordlicht IT (3 people), their spare key, and you. Not Ana Weber." in line
               for line in lines)  # fmt: skip
    assert question.wait_before_allow == 2.0


def test_everything_the_window_shows_is_in_the_notice() -> None:
    """What is signed for holds each line that the customer reads."""
    question = words.question(ANA, asked("first", Scope.VIEW, Scope.REPORT), KEPT, SCREENS)
    text = question.text()
    for shown in (question.heading, *question.who_lines, question.why_line, question.kept_words,
                  question.readers_words, *question.readers_names):  # fmt: skip
        assert shown in text
    for item in question.items:
        assert item.label in text
        assert all(line in text for line in item.lines)


def test_an_organisation_met_for_the_first_time_gets_five_seconds() -> None:
    """Its name stands in quotation marks, as only its website says it."""
    first = Asker("Ana", "technician", "Help Ltd", "help.example", Trust.FIRST, "", "2027-03-31")
    question = words.question(first, asked(), KEPT, ())
    assert question.wait_before_allow == 5.0
    assert question.who_lines[0] == "Ana, technician at “Help Ltd” (help.example)"
    assert "says this is “Help Ltd”" in question.who_lines[1]
    met = Asker("Ana", "technician", "Help Ltd", "help.example", Trust.MET, "2026-10-03", "2027-03-31")
    who = words.question(met, asked(), KEPT, ()).who_lines
    assert who[:2] == (
        "Ana, technician at Help Ltd (help.example)", "✓ Checked. Help Ltd helped you here on 3 October 2026.",
    )  # fmt: skip


def test_screens_are_listed_only_where_there_are_two() -> None:
    """One screen needs no choice, and is still known."""
    question = words.question(ANA, asked(), KEPT, SCREENS[:1])
    assert question.monitors == ()
    assert question.all_monitors == (1,)


def test_control_tells_who_may_read_what_is_typed() -> None:
    """The line about keys stands only where keys will be recorded."""
    control = words.question(ANA, asked("later", Scope.CONTROL), KEPT, ())
    assert "The quality team cannot read it." in control.kept_words
    assert "This ends with the rest, in 12 minutes." in control.text()
    assert "typed" not in words.question(ANA, asked(), KEPT, ()).kept_words


def test_what_does_not_match_is_said_plainly() -> None:
    """The proven name stands against the expected one."""
    question = words.question(ANA, asked(match=Match.NONE), KEPT, ())
    assert question.who_lines[-1] == "✕ You expected “Nordlicht”. This is Nordlicht IT. That does not match."
    close = words.question(ANA, asked(match=Match.CLOSE), KEPT, ())
    assert close.who_lines[-1] == "⚠ You expected “Nordlicht”. That is close. Check the spelling."
