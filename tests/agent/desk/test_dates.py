from agent.desk.dates import spoken_day
from agent.desk.language import speaking
from tests.support.pseudo import accented


def test_a_day_is_said_with_its_month_and_its_year() -> None:
    """No zero before the day, and the month by its name."""
    assert spoken_day("2027-03-31") == "31 March 2027"
    assert [spoken_day(f"2026-{month:02}-01").split()[1] for month in (1, 5, 12)] == ["January", "May", "December"]


def test_this_years_days_need_no_year() -> None:
    """Said as "3 October" it is this year's; last year's would be mistaken for it."""
    assert spoken_day("2026-10-03", "2026-11-22") == "3 October"
    assert spoken_day("2025-10-03", "2026-11-22") == "3 October 2025"


def test_months_are_the_languages_own() -> None:
    """They come from the catalogue, as all words do."""
    with speaking(accented()):
        assert spoken_day("2026-10-03").startswith("3 Óçtóbér 2026")
