from __future__ import annotations

import pytest

from consent.scopes import Scope, channels_of
from protocol.channels import MAY_SPEAK, WITHOUT_SCOPE, Channel, Direction, First, Group, group_of, other, scope_of


def test_only_control_chat_and_aside_need_no_scope() -> None:
    """The list of what leaves a computer without a yes is three channels long."""
    assert {channel for channel in Channel if scope_of(channel) is None} == WITHOUT_SCOPE
    assert channels_of(Scope) | WITHOUT_SCOPE == set(Channel)


def test_nobody_answers_on_the_aside() -> None:
    """The aside goes from the agent to the recording; every other channel goes both ways."""
    assert MAY_SPEAK[Channel.ASIDE] == {Direction.FROM_AGENT}
    assert all(MAY_SPEAK[channel] == set(Direction) for channel in Channel if channel is not Channel.ASIDE)


def test_every_channel_but_control_has_a_reading_group() -> None:
    """Channel 0 is keyed from the pairing, all others from one group's secret."""
    assert {channel for channel in Channel if group_of(channel) is None} == {Channel.CONTROL}
    assert {group_of(channel) for channel in Channel} - {None} == set(Group)


@pytest.mark.parametrize("direction", Direction)
def test_the_other_way_is_the_other_way(direction: Direction) -> None:
    """There are two directions, and each has an opposite."""
    assert other(direction) is not direction
    assert other(other(direction)) is direction


def test_the_first_bytes_are_three() -> None:
    """Relay control, sealed, pairing: nothing else begins a message."""
    assert [int(first) for first in First] == [0, 1, 2]
