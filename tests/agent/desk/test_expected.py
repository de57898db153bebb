import pytest

from agent.desk.expected import compare
from agent.desk.question_words import question
from agent.desk.view import Match
from tests.support.question_scene import ANA, KEPT, asked

NAMES = ("Nordlicht IT GmbH", "nordlicht.example", "Ana Weber")
PAIRS = [
    # What was typed, who it is, and what they are to each other.
    ("Nordlicht", "Nordlicht IT", Match.MATCH),
    ("NORDLICHT it", "Nordlicht IT", Match.MATCH),
    ("Nordlicht IT GmbH", "Nordlicht IT", Match.MATCH),
    ("Nordlicht IT", "Nordlicht IT GmbH & Co. KG", Match.MATCH),
    ("NordlichtIT", "Nordlicht IT", Match.MATCH),
    ("nord-licht it", "Nordlicht IT", Match.MATCH),
    ("Muller", "Müller Computer", Match.MATCH),
    ("Müller", "Muller Computer", Match.MATCH),
    ("Straße 7", "STRASSE 7", Match.MATCH),
    ("Compania Perez", "Compañía Pérez, S.A.", Match.MATCH),
    ("Jørgensen", "Jorgensen ApS", Match.MATCH),
    ("Zolty", "Żółty Sp", Match.MATCH),
    ("Smith and Sons", "Smith & Sons Ltd", Match.MATCH),
    ("the helpers", "Helpers Ltd.", Match.MATCH),
    ("www.nordlicht.example", "nordlicht.example", Match.MATCH),
    ("https://nordlicht.example", "nordlicht.example", Match.MATCH),
    ("weber", "Ana Weber", Match.MATCH),
    ("G.m.b.H. Nordlicht", "Nordlicht IT", Match.MATCH),
    ("Nordlich", "Nordlicht IT", Match.CLOSE),
    ("Nordlihct", "Nordlicht IT", Match.CLOSE),
    ("Nordlight", "Nordlicht IT", Match.CLOSE),
    ("Anna Weber", "Ana Weber", Match.CLOSE),
    ("Mueller", "Müller", Match.CLOSE),
    ("Microsoft", "Microsft Support", Match.CLOSE),
    ("Nordlicht Bank", "Nordlicht IT", Match.NONE),
    ("my bank", "Nordlicht IT", Match.NONE),
    ("Microsoft", "Nordlicht IT", Match.NONE),
    ("IT", "Nordlicht IT", Match.NONE),
    ("GmbH", "Nordlicht IT GmbH", Match.NONE),
    ("a", "Ana Weber", Match.NONE),
    ("", "Nordlicht IT", None),
    (" .,- ", "Nordlicht IT", None),
]
LINES = {
    Match.MATCH: "✓ You expected “{typed}”. That matches.",
    Match.CLOSE: "⚠ You expected “{typed}”. That is close. Check the spelling.",
    Match.NONE: "✕ You expected “{typed}”. This is Nordlicht IT. That does not match.",
}


@pytest.mark.parametrize(("typed", "proven", "match"), PAIRS)
def test_names_are_compared_as_people_mean_them(typed: str, proven: str, match: Match | None) -> None:
    """Case, accents and company endings do not count; a slip is close; a short common word is no match."""
    assert compare(typed, (proven,)) is match


@pytest.mark.parametrize(("typed", "proven", "match"), PAIRS)
def test_each_pair_has_its_line(typed: str, proven: str, match: Match | None) -> None:
    """Match, close and none are told apart in words and by a sign; nothing typed is no line (acceptance 18)."""
    lines = question(ANA, asked(match=match, expected=typed), KEPT, ()).who_lines
    if match is None:
        assert len(lines) == 3
    else:
        assert lines[3] == LINES[match].format(typed=typed)


def test_any_of_the_proven_names_will_do() -> None:
    """The firm, its website or the person: people know one of them."""
    assert [compare(typed, NAMES) for typed in ("Nordlicht", "nordlicht.example", "ana weber")] == [Match.MATCH] * 3
