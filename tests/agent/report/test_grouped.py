"""Messages counted by name."""

from __future__ import annotations

from agent.report.grouped import Groups


def test_the_newest_message_is_the_sample_and_the_times_are_kept() -> None:
    """A message without a time counts, and moves neither end."""
    groups = Groups()
    for at, message in ((20.0, "second"), (10.0, "first"), (None, "last")):
        groups.add("disk", at, message)
    groups.add("usb", 5.0, "other")
    (name, group), (second, _) = groups.rows()
    assert (name, second) == ("disk", "usb")
    assert (group.times, group.first, group.last, group.sample) == (3, 10.0, 20.0, "last")
