from __future__ import annotations

import pytest

from consent.errors import EpochOver
from consent.scopes import Group
from protocol import limits
from protocol.channels import Channel, Direction, Place
from protocol.errors import (
    ChannelShut,
    EpochOutOfOrder,
    KeyUnknown,
    MessageMissing,
    SealBroken,
    SealedRepeated,
    TooManyRefused,
)
from protocol.events import Channel0Keys
from protocol.keyring import SEAL_BYTES, Keyring
from protocol.keys import GroupSecret, SessionSecret, channel0
from tests.support.consent_scene import SESSION

SECRET = SessionSecret(bytes(range(64)))
GROUPS = {group: GroupSecret(bytes((number,)) * 32) for number, group in enumerate(Group)}
SHARED: dict[Group, GroupSecret] = {group: secret for group, secret in GROUPS.items() if group is not Group.ASIDE}


def _keys(epoch: int = 0, nonces: bytes = b"") -> Channel0Keys:
    return Channel0Keys(epoch, channel0(SECRET, epoch, 0, nonces), channel0(SECRET, epoch, 1, nonces))


def _rings(epoch: int | None = 1) -> tuple[Keyring, Keyring]:
    agent = Keyring(SESSION, Direction.FROM_AGENT, _keys())
    console = Keyring(SESSION, Direction.FROM_TECHNICIAN, _keys())
    if epoch is not None:
        agent.open_epoch(epoch, GROUPS)
        console.open_epoch(epoch, SHARED)
    return agent, console


@pytest.mark.parametrize("channel", sorted(set(Channel) - {Channel.ASIDE}))
def test_what_one_end_seals_the_other_opens(channel: Channel) -> None:
    """On every channel and in both directions, under keys that both ends hold."""
    agent, console = _rings()
    for speaker, hearer in ((agent, console), (console, agent)):
        sealed = speaker.seal(channel, b"words")
        assert len(sealed.data) <= len(b"words") + SEAL_BYTES
        assert hearer.open(sealed.data[1:]).plaintext == b"words"


def test_the_technician_has_no_key_to_the_aside() -> None:
    """What goes to the recording alone cannot be opened by the technician, and nobody answers there."""
    agent, console = _rings()
    with pytest.raises(KeyUnknown):
        console.open(agent.seal(Channel.ASIDE, b"match").data[1:])
    with pytest.raises(ChannelShut):
        console.speaking(Channel.ASIDE)


def test_nothing_but_control_is_keyed_before_the_first_epoch() -> None:
    """Before a yes there is no key under which a picture could be sent."""
    agent, _ = _rings(epoch=None)
    assert agent.speaking(Channel.CONTROL) == Place(0, 0, 0)
    for channel in set(Channel) - {Channel.CONTROL}:
        with pytest.raises(ChannelShut):
            agent.seal(channel, b"")


def test_a_gap_needs_a_reason_for_each_missing_message() -> None:
    """A message that the relay says it refused may be missing, any other ends the session."""
    agent, console = _rings()
    sealed = [console.seal(Channel.KEYS, b"k").data[1:] for _ in range(4)]
    at = Place(1, Direction.FROM_TECHNICIAN, Channel.KEYS)
    agent.refused(at, 0)
    agent.refused(at, 1)
    assert agent.open(sealed[2]).counter == 2
    again, _ = _rings()
    again.refused(at, 0)
    with pytest.raises(MessageMissing):
        again.open(sealed[2])


def test_a_notice_for_another_counter_explains_nothing() -> None:
    """Refusing a message that was delivered, or one that comes later, hides no other."""
    agent, console = _rings()
    sealed = [console.seal(Channel.KEYS, b"k").data[1:] for _ in range(4)]
    at = Place(1, Direction.FROM_TECHNICIAN, Channel.KEYS)
    agent.open(sealed[0])
    agent.refused(at, 0)
    agent.refused(at, 3)
    with pytest.raises(MessageMissing):
        agent.open(sealed[2])


def test_a_message_comes_once() -> None:
    """Repeated, late or altered: the seal's owner notices."""
    agent, console = _rings()
    sealed = [console.seal(Channel.KEYS, b"k").data[1:] for _ in range(2)]
    agent.open(sealed[0])
    with pytest.raises(SealedRepeated):
        agent.open(sealed[0])
    with pytest.raises(SealBroken):
        agent.open(sealed[1][:-1] + bytes((sealed[1][-1] ^ 1,)))


def test_a_flood_of_refusals_is_bounded() -> None:
    """A relay cannot fill an end's memory with notices of messages that never come."""
    agent, _ = _rings()
    at = Place(1, Direction.FROM_TECHNICIAN, Channel.KEYS)
    for counter in range(limits.GAPS_KNOWN):
        agent.refused(at, counter)
    with pytest.raises(TooManyRefused):
        agent.refused(at, limits.GAPS_KNOWN)
    agent.refused(Place(9, 1, Channel.KEYS), 0)  # an epoch that nobody keyed: not remembered at all


def test_an_epoch_never_comes_twice() -> None:
    """Going back to old keys would bring old counters back."""
    agent, _ = _rings(epoch=5)
    for epoch in (4, 5):
        with pytest.raises(EpochOutOfOrder):
            agent.open_epoch(epoch, GROUPS)
        with pytest.raises(EpochOutOfOrder):
            agent.rekey(_keys(epoch, bytes(64)))


def test_what_is_late_is_checked_and_not_accepted() -> None:
    """A message of the former epoch that was on its way breaks no seal, and counts for nothing."""
    agent, console = _rings()
    late = console.seal(Channel.KEYS, b"k").data[1:]
    agent.open_epoch(2, GROUPS)
    opened = agent.open(late)
    with pytest.raises(EpochOver):
        agent.accept(opened.place, opened.counter)
    agent.open_epoch(3, GROUPS)
    with pytest.raises(KeyUnknown):
        agent.open(late)


def test_a_shut_keyring_accepts_control_only() -> None:
    """While an epoch's positions are being written down nothing may be added to them."""
    agent, console = _rings()
    key, word = console.seal(Channel.KEYS, b"k").data[1:], console.seal(Channel.CONTROL, b"w").data[1:]
    agent.shut_all()
    for sealed in (key, word):
        opened = agent.open(sealed)
        if opened.place.channel == Channel.CONTROL:
            agent.accept(opened.place, opened.counter)
        else:
            with pytest.raises(EpochOver):
                agent.accept(opened.place, opened.counter)
    assert {position.count for position in agent.positions()} == {0}


def test_a_lost_line_takes_the_keys_and_leaves_the_counts() -> None:
    """The key list after a resume names how far the epoch before had come."""
    agent, console = _rings()
    for _ in range(3):
        agent.seal(Channel.SCREEN, b"picture")
    opened = agent.open(console.seal(Channel.KEYS, b"k").data[1:])
    agent.accept(opened.place, opened.counter)
    before = agent.positions()
    agent.forget_all()
    agent.rekey(_keys(2, bytes(64)))
    assert agent.positions() == before
    assert {(p.direction, p.channel): p.count for p in before if p.count} == {(0, 1): 3, (1, 3): 1}
    with pytest.raises(ChannelShut):
        agent.seal(Channel.SCREEN, b"picture")
    agent.open_epoch(2, GROUPS)
    assert {position.count for position in agent.positions()} == {0}


def test_positions_name_every_open_place() -> None:
    """Those without a message too, and only those asked for."""
    agent, console = _rings()
    assert len(agent.positions()) == 15
    assert len(console.positions()) == 14
    assert [(p.direction, p.channel) for p in agent.positions([2, 3])] == [(0, 2), (0, 3), (1, 2), (1, 3)]
    assert [(p.epoch, p.direction) for p in agent.positions([0])] == [(0, 0), (0, 1)]
    assert sorted(agent.counts()) == [(p.pair, p.count) for p in agent.positions()]
