"""Values as people read them."""

from __future__ import annotations

import pytest

from protocol.report.document import Masked, Value
from protocol.report.kinds import Unit
from protocol.report.words import duration, shown, size


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (None, None, "not known"),
        (0, "times", "0 times"),
        (False, None, "no"),
        (True, None, "yes"),
        (Masked(masked="ip private", n=2), None, "‹ip private 2›"),
        (512_110_190_592, "bytes", "512.1 GB"),
        (512, "bytes", "512 bytes"),
        (1_500_000, "bytes/s", "1.5 MB a second"),
        (7200, "s", "2 hours"),
        (1234, "percent/100", "12.34 %"),
        (57_000, "mWh", "57.0 Wh"),
        (41, "Celsius", "41 °C"),
        (2400, "MHz", "2400 MHz"),
        ("6.1.0-28-amd64", None, "6.1.0-28-amd64"),
        ("2026-11-22T08:36:16Z", None, "2026-11-22 08:36:16 UTC"),
        ("at 2026-11-22T08:36:16Z", None, "at 2026-11-22T08:36:16Z"),
    ],
)
def test_values_read_as_people_say_them(value: Value | None, unit: Unit | None, words: str) -> None:
    """Not known is never zero, and sizes have their prefix."""
    assert shown(value, unit) == words


def test_sizes_and_times_at_their_edges() -> None:
    """A thousand bytes are a kilobyte; a single day is told in hours."""
    assert (size(999), size(1000), size(10**15)) == ("999 bytes", "1.0 KB", "1.0 PB")
    assert (duration(86_400), duration(172_800), duration(1)) == ("24 hours", "2 days", "1 s")
