"""Numbers in each language's own form."""

import pytest

from agent.desk.language import open_language, speaking
from agent.desk.numbers import grouped, tenths


@pytest.mark.parametrize(
    ("language", "small", "large", "tenth"),
    [("en", "1,234", "1,234,567", "2.1"), ("de", "1.234", "1.234.567", "2,1"), ("es", "1234", "1.234.567", "2,1")],
)
def test_a_number_is_written_as_the_language_writes_it(language: str, small: str, large: str, tenth: str) -> None:
    """Thousands apart, and the sign before the tenths; Spanish begins to group at five digits."""
    with speaking(open_language(language)):
        assert (grouped(1234), grouped(1234567), tenths(2.1)) == (small, large, tenth)
        assert grouped(999) == "999"
