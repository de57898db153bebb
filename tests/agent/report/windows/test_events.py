"""Events as wevtutil writes them."""

from __future__ import annotations

from random import Random

import pytest

from agent.report.windows.events import events, text_of
from tests.support.recorded_windows import FOLDER, recording
from tests.support.spoiled_answers import spoiled_bytes


def test_recorded_events_are_read_with_named_and_placed_fields() -> None:
    """Attributes of the number and of elements make no difference; user data is read too."""
    found = {(each.provider, each.number): each for each in events(recording("events-system.xml"))}
    power = found["Microsoft-Windows-Kernel-Power", 41]
    assert (power.value("BugcheckCode"), power.level) == ("209", 1)
    assert found["EventLog", 6008].fields["1"] == "?2026-?11-?22"
    assert found["Microsoft-Windows-Resource-Exhaustion-Detector", 2004].value("Name") == "warp.exe"
    (controller, *_) = events(recording("events-disks.xml"))
    assert controller.value("param1", "0") == "\\Device\\Harddisk1\\DR1"
    assert controller.at == pytest.approx(1_795_248_600.123456)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-8", "utf-8-sig"])
def test_every_way_of_writing_letters_is_read(encoding: str) -> None:
    """As asked for, and as older ones answer."""
    data = recording("events-boot.xml").decode().encode(encoding)
    assert [each.value("BootTime") for each in events(data)] == ["64934"]
    assert "Event" in text_of(data)


def test_damage_ends_the_reading_and_what_came_before_it_stays() -> None:
    """A log that is cut in the middle still tells its beginning; an entity is refused."""
    whole = recording("events-disks.xml")
    assert len(list(events(whole[: len(whole) // 2]))) >= 1
    assert list(events(b'<!DOCTYPE a [<!ENTITY b "c">]>' + whole)) == []
    assert list(events(b"")) == []


@pytest.mark.parametrize("seed", range(30))
def test_spoiled_logs_never_end_in_an_error(seed: int) -> None:
    """Cut, flipped and filled-in bytes."""
    dice = Random(seed)
    for path in FOLDER.glob("*.xml"):
        for each in events(spoiled_bytes(path.read_bytes(), dice)):
            assert isinstance(each.number, int)
