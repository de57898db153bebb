"""Values of a report in the customer's language; what stands in the document is not touched."""

import pytest

from agent.desk.language import open_language, speaking
from agent.desk.report_values import shown_here, value_words
from protocol.report.document import Value
from protocol.report.kinds import Unit
from protocol.report.words import shown

CASES: list[tuple[Value | None, Unit | None, str, str]] = [
    (True, None, "ja", "sí"),
    (None, None, "nicht bekannt", "no se sabe"),
    (13_200_000_000, "bytes", "13,2 GB", "13,2 GB"),
    (500, "bytes/s", "500 Bytes pro Sekunde", "500 bytes por segundo"),
    (259_200, "s", "3 Tage", "3 días"),
    (1, "times", "1-mal", "1 vez"),
    (4, "times", "4-mal", "4 veces"),
    (1234, "percent/100", "12,34 %", "12,34 %"),
    (40, "Celsius", "40 °C", "40 °C"),
    ("yes", None, "yes", "yes"),
    ("3 days", None, "3 days", "3 days"),
]


@pytest.mark.parametrize(("value", "unit", "german", "spanish"), CASES)
def test_a_value_is_written_as_the_language_writes_it(
    value: Value | None, unit: Unit | None, german: str, spanish: str
) -> None:
    """Numbers and a yes are ours to say; text came from the computer, and stays whatever it says."""
    said = []
    for language in ("en", "de", "es"):
        with speaking(open_language(language)):
            said.append(shown_here(value, unit))
    assert said == [shown(value, unit), german, spanish]


def test_what_is_no_value_of_ours_stays() -> None:
    """A name of a thing, and what has no unit."""
    with speaking(open_language("de")):
        assert value_words("‹serial 1›") == "‹serial 1›"
        assert value_words("12") == "12"
        assert value_words("4 blades") == "4 blades"
