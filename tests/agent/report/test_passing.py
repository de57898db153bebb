"""What stays."""

from __future__ import annotations

from agent.report.passing import EVERYDAY, GUIDS, HOST_ENDINGS, SYSTEM_PEOPLE, UPDATE_HOSTS


def test_the_lists_are_in_the_spelling_they_are_looked_up_in() -> None:
    """Lower case throughout."""
    for listed in (EVERYDAY, GUIDS, HOST_ENDINGS, SYSTEM_PEOPLE, UPDATE_HOSTS):
        assert listed
        assert all(each == each.casefold() for each in listed)


def test_ends_of_files_are_no_ends_of_hosts() -> None:
    """A library or a script is no name of a computer."""
    assert not HOST_ENDINGS & {"so", "py", "sh", "md", "rs", "dll", "exe", "sys", "ko", "service", "conf"}
