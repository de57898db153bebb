"""Promise 9: anybody can prove from the sealed recording alone that nothing flowed outside a yes."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest

from consent.law import State
from consent.scopes import Channel, Scope
from protocol.catalogue import CATALOGUE
from protocol.channels import Direction
from protocol.coverage import Outcome
from protocol.sframe import read_header
from tests.support.pair import TEST_CARD, Pair
from tests.support.standing import BY_TECHNICIAN, MAY_FLOW, Standing


@pytest.mark.parametrize("state", State)
def test_whatever_gets_past_a_gate_that_is_open_is_found(state: State) -> None:
    """A relay that lets everything through cannot hide it: the judge names each message that no yes covered."""
    session = Standing().at(state)
    for counter, message in enumerate(BY_TECHNICIAN, 5_000):
        channel = CATALOGUE[message.kind].channel
        epoch = max(1, session.relay.coverage.epoch or 0)
        verdict = session.relay.coverage.message(
            epoch if channel else 0,
            Direction.FROM_TECHNICIAN,
            channel,
            counter,
            1,
        )
        covered = channel in MAY_FLOW[state] or state is State.LINE_LOST
        if channel is not Channel.CONTROL and state is not State.LINE_LOST:
            assert (verdict.outcome is Outcome.VIOLATION) is not covered, message.kind


@pytest.mark.parametrize("direction", Direction)
def test_a_message_by_the_wrong_hand_is_found(direction: Direction) -> None:
    """A relay that put one end's message under the other's name is told apart by the recorded origin."""
    coverage = Pair().paired().ask_and_accept(Scope.VIEW).relay.coverage
    assert coverage.message(1, direction, 1, 700, 1 - direction).outcome is Outcome.VIOLATION


def test_what_was_sent_beyond_a_withdrawal_is_found() -> None:
    """An agent that sent two more pictures than its withdrawal says is caught by position, not by a clock."""
    pair = Pair(open_gate=True).paired().ask_and_accept(Scope.VIEW).show(TEST_CARD)
    positions = pair.agent.positions()
    for _ in range(2):
        pair.agent.send_screen(TEST_CARD)
        for data in pair.agent.to_send():
            pair.relay.pass_on(data, Direction.FROM_AGENT)
    pair.agent.positions = lambda channels=None: positions  # type: ignore[method-assign]
    pair.withdraw(Scope.VIEW)
    assert sum(verdict.count for verdict in pair.relay.coverage.violations) == 2


def test_a_shuffled_recording_never_reads_cleaner(sized: Callable[[int, int], int]) -> None:
    """Headers fed in any other order, or with one told twice, give at least one finding or fail to stand."""
    pair = Pair().paired().ask_and_accept(Scope.VIEW)
    for _ in range(6):
        pair.show(TEST_CARD)
    headers = [
        read_header(data[1:])
        for way, data in pair.relay.recorded
        if way == Direction.FROM_AGENT and read_header(data[1:]).kid & 0x7F == 1
    ]
    for seed in range(sized(50, 2_000)):
        order = headers.copy()
        Random(seed).shuffle(order)
        if order == headers:
            continue
        coverage = Pair().paired().ask_and_accept(Scope.VIEW).relay.coverage
        for header in order:
            coverage.message(header.kid >> 8, 0, header.kid & 0x7F, header.counter)
        assert coverage.violations
