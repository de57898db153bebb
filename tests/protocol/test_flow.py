from __future__ import annotations

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from protocol import limits
from protocol.errors import CreditMalformed, FlowExceeded, NoRoom
from protocol.flow import ReceiveWindow, SendWindow

SIZE = 1000
BATCH = 100


def test_an_end_sends_no_more_than_its_window() -> None:
    """The window is what may be under way, to the byte."""
    window = SendWindow(SIZE)
    window.take(SIZE)
    with pytest.raises(NoRoom):
        window.take(1)
    window.give(10)
    window.take(10)
    assert window.room == 0


@pytest.mark.parametrize("credit", [0, -1, 501])
def test_credit_for_what_was_never_sent_is_refused(credit: int) -> None:
    """A relay that gives more than it took counts wrongly."""
    window = SendWindow(SIZE)
    window.take(500)
    with pytest.raises(CreditMalformed):
        window.give(credit)
    assert window.room == 500


def test_a_new_line_begins_with_a_whole_window() -> None:
    """What was under way when the line broke is recorded or lost, and takes no room."""
    window = SendWindow()
    window.take(limits.FLOW_WINDOW)
    window.renew()
    assert window.room == limits.FLOW_WINDOW


def test_a_sender_without_credit_is_caught() -> None:
    """The relay never holds more of one end than the window."""
    window = ReceiveWindow(SIZE, BATCH)
    window.arrived(SIZE)
    with pytest.raises(FlowExceeded):
        window.arrived(1)
    assert window.taken == SIZE


def test_credit_is_told_in_batches_but_never_withheld_from_a_full_window() -> None:
    """Small credits wait until they are worth a message, unless the sender may be standing still for want of them."""
    window = ReceiveWindow(SIZE, BATCH)
    window.arrived(150)
    assert window.gone(50) == 0
    assert window.gone(60) == 110
    window.arrived(960)
    assert window.gone(1) == 1


class Line(RuleBasedStateMachine):
    """A sender, a relay, and a slow reader behind it."""

    def __init__(self) -> None:
        super().__init__()
        self.sender = SendWindow(SIZE)
        self.relay = ReceiveWindow(SIZE, BATCH)
        self.held: list[int] = []
        self.credits: list[int] = []

    @rule(size=st.integers(1, SIZE))
    def send(self, size: int) -> None:
        """Send, as far as there is room."""
        if size <= self.sender.room:
            self.sender.take(size)
            self.relay.arrived(size)
            self.held.append(size)

    @precondition(lambda self: self.held)
    @rule()
    def forward(self) -> None:
        """Let the reader take one message."""
        self.credits.append(self.relay.gone(self.held.pop(0)))

    @precondition(lambda self: any(self.credits))
    @rule()
    def credit(self) -> None:
        """Let the sender hear of its credit."""
        credit = self.credits.pop(0)
        if credit:
            self.sender.give(credit)

    @invariant()
    def nobody_waits_for_the_other(self) -> None:
        """When everything has gone on and was told, the sender can send at least nearly a window again."""
        if not self.held and not any(self.credits):
            assert self.sender.room > SIZE - BATCH - 1


TestLine = Line.TestCase
