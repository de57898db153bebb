import pytest

from agent.desk.expected import compare
from agent.desk.view import Match

NAMES = ("Nordlicht IT GmbH", "nordlicht.example", "Ana Weber")


@pytest.mark.parametrize(
    ("typed", "match"),
    [
        ("", None),
        ("  ", None),
        ("Nordlicht", Match.MATCH),
        ("NORDLICHT it", Match.MATCH),
        ("ana weber", Match.MATCH),
        ("Nordlicht IT", Match.MATCH),
        ("Nordlich", Match.CLOSE),
        ("Nordlihct", Match.CLOSE),
        ("my bank", Match.NONE),
        ("IT", Match.NONE),
        ("GmbH", Match.NONE),
    ],
)
def test_names_are_compared_as_people_mean_them(typed: str, match: Match | None) -> None:
    """Case, accents and company endings do not count; a slip is close; a short common word is no match."""
    assert compare(typed, NAMES) is match


def test_accents_do_not_count() -> None:
    """Muller finds Müller."""
    assert compare("Muller", ("Müller",)) is Match.MATCH
