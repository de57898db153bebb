"""What may be allowed."""

from __future__ import annotations

import pytest

from consent.scopes import (
    GROUPS,
    LOOKING,
    MEANING,
    PAUSED_CHANNELS,
    REQUIRES,
    Channel,
    Direction,
    Group,
    Scope,
    channels_of,
    ending_with,
    group_of,
    opened_pairs,
    scope_of,
)
from tests.support.consent_tables import written
from tests.support.vectors import FOLDER

WITHOUT_SCOPE = {Channel.CONTROL, Channel.CHAT, Channel.ASIDE}


def test_every_scope_has_its_sentences() -> None:
    """A customer reads a label and at least one line about each thing."""
    assert set(MEANING) == set(Scope)
    for meaning in MEANING.values():
        assert meaning.asks_to
        assert meaning.label
        assert all(line.endswith(".") for line in meaning.lines)
        assert not any("{" in line for line in meaning.lines), "it stands word for word, with nothing to fill in"


def test_the_sentences_are_the_ones_people_were_shown_to_understand() -> None:
    """The texts beside the ticks stand word for word."""
    assert MEANING[Scope.VIEW].label == "See my screen"
    assert MEANING[Scope.VIEW].lines == ("They can read all that is on it. Close private things first.",)
    assert MEANING[Scope.CONTROL].label == "Use my mouse and keyboard"
    assert MEANING[Scope.CONTROL].lines[1] == "Your hand wins: when you move the mouse or type, theirs has to wait."
    assert MEANING[Scope.REPORT].lines == (
        "You read it first, and can cross out any line.",
        "After you send it, they see how busy this computer is. You can turn that off.",
    )


def test_every_channel_is_opened_by_one_scope_or_needs_none() -> None:
    """Control, chat and aside are the whole list of what leaves without a scope."""
    opened = [channel for meaning in MEANING.values() for channel in meaning.channels]
    assert len(opened) == len(set(opened))
    assert set(opened) | WITHOUT_SCOPE == set(Channel)
    assert {channel for channel in Channel if scope_of(channel) is None} == WITHOUT_SCOPE


def test_every_channel_but_control_is_in_one_reading_group() -> None:
    """A reader is given channels by group; the control channel is keyed from the pairing."""
    grouped = [channel for channels in GROUPS.values() for channel in channels]
    assert sorted(grouped) == sorted(set(Channel) - {Channel.CONTROL})
    assert group_of(Channel.KEYS) is Group.KEYS
    assert group_of(Channel.CONTROL) is None


@pytest.mark.parametrize("channel", [-1, 9, 255])
def test_no_channel_of_ours_has_no_scope_and_no_group(channel: int) -> None:
    """A number that is no channel opens nothing."""
    assert scope_of(channel) is None
    assert group_of(channel) is None


def test_the_aside_goes_one_way() -> None:
    """The aside is the agent's word to the recording; nobody answers on it."""
    pairs = opened_pairs(Scope)
    assert (Direction.FROM_AGENT, Channel.ASIDE) in pairs
    assert (Direction.FROM_TECHNICIAN, Channel.ASIDE) not in pairs
    assert opened_pairs(()) == {(0, Channel.CHAT), (1, Channel.CHAT), (0, Channel.ASIDE)}


def test_what_acts_on_a_screen_ends_with_it() -> None:
    """When view ends, control, files and clipboard end; a report does not need the screen."""
    assert ending_with({Scope.VIEW}) == {Scope.VIEW, Scope.CONTROL, Scope.FILES, Scope.CLIPBOARD}
    assert ending_with({Scope.REPORT}) == {Scope.REPORT}
    assert frozenset(Scope) - frozenset(REQUIRES) == LOOKING


def test_a_pause_closes_what_is_seen_and_moved() -> None:
    """Screen, pointer and keys rest in a pause, and nothing else does."""
    assert channels_of({Scope.VIEW, Scope.CONTROL}) == PAUSED_CHANNELS


def test_each_direction_knows_the_other() -> None:
    """There are two ways, each the other's opposite."""
    assert [direction.other.other for direction in Direction] == list(Direction)
    assert Direction.FROM_AGENT.other is Direction.FROM_TECHNICIAN


def test_the_browsers_tables_are_these() -> None:
    """The file that the browser's tables are compared with is written from this floor."""
    assert (FOLDER / "consent-tables.json").read_text(encoding="utf-8") == written()
