"""The words of findings that depend on what was found."""

from consent.scopes import Direction
from protocol.channels import Place
from relay.replay.account import Misstated
from relay.replay.trails import Mismatch
from relay.replay.wording import changed_from, clock, misstated


def test_the_sentences_people_read() -> None:
    """One entry or a stretch, what was counted and what is here, and times of day."""
    assert clock(1_772_355_600_000) == "09:00:00"
    assert changed_from(214, 214, 1_772_355_600_000) == (
        "Entry 214 was changed after it was written. What you see from 09:00:00 on cannot be trusted."
    )
    assert changed_from(2, 4, 0).startswith("Something in entries 2 to 4 was changed")
    short = Misstated(Mismatch(Place(1, 0, 1), 8412, 35, 3, 9), Direction.FROM_AGENT, 0, 0)
    assert misstated(short) == "The customer's computer says it sent 8,412 pictures. Only 8,377 are here."
    other = Misstated(Mismatch(Place(1, 0, 1), 8, 0, 3, 9), Direction.FROM_TECHNICIAN, 0, 0)
    assert "between entry 3 and entry 9" in misstated(other)
