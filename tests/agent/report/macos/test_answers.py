"""What the commands of macOS say."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from agent.report.machine import Unread
from agent.report.macos.answers import amount, digits, pairs, plist, profile, stamp, yes
from tests.support.recorded_machine import RecordedMachine


def test_amounts_and_numbers() -> None:
    """Memory is counted in powers of two."""
    assert amount("16 GB") == 16 * 2**30
    assert amount("1,5 MB") == 3 * 2**19
    assert amount("empty") is None
    assert digits("2667 MHz") == 2667


def test_times() -> None:
    """Of three forms."""
    assert stamp(datetime(2026, 5, 26, tzinfo=UTC)) == stamp("2026-05-26T00:00:00Z")
    assert stamp("2026-05-26 16:11:45.00 +0800") == stamp("2026-05-26T08:11:45Z")
    assert stamp("yesterday") is None


def test_yes_and_no() -> None:
    """In all of macOS' words."""
    assert yes("attrib_on") is True
    assert yes("No") is False
    assert yes("perhaps") is None


def test_what_is_no_answer_is_a_reason() -> None:
    """Broken lists, and kinds that are not there."""
    with pytest.raises(Unread):
        plist(b"<plist><dict>")
    with pytest.raises(Unread):
        profile(RecordedMachine(commands={"profile-wifi": "{}"}), "SPAirPortDataType")
    assert pairs("a: 1\nb\na: 2") == {"a": "1"}
