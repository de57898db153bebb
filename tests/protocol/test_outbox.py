from __future__ import annotations

import pytest

from protocol import limits
from protocol.channels import Channel
from protocol.errors import NoRoom
from protocol.keyring import SEAL_BYTES
from protocol.outbox import May, Outbox


def _send(box: Outbox, fates: dict[Channel, May] | None = None) -> list[bytes]:
    out = []
    for waiting in box.take(lambda channel: (fates or {}).get(channel, May.GO)):
        box.window.take(waiting.size)
        out.append(waiting.plaintext)
    return out


def test_messages_go_in_the_order_they_were_said_but_control_goes_first() -> None:
    """A new epoch's keys are told before anything is sealed with them; the rest keeps its order."""
    box = Outbox()
    for number in range(6):
        box.put((Channel.CONTROL, Channel.CHAT, Channel.POINTER)[number % 3], bytes((number,)))
    assert _send(box) == [bytes((number,)) for number in (0, 3, 1, 2, 4, 5)]
    assert _send(box) == []


def test_without_credit_messages_wait() -> None:
    """Nothing goes beyond the window; what waits goes when credit comes."""
    box = Outbox()
    box.window.take(limits.FLOW_WINDOW - limits.FLOW_RESERVE - SEAL_BYTES - 1)
    box.put(Channel.CHAT, b"a")
    box.put(Channel.CHAT, b"b")
    assert _send(box) == [b"a"]
    assert box.room == 0
    box.window.give(SEAL_BYTES + 1)
    assert _send(box) == [b"b"]


def test_a_slow_line_costs_bounded_memory() -> None:
    """So much may wait and no more; what is refused was not queued."""
    box = Outbox()
    box.window.take(limits.FLOW_WINDOW)
    for _ in range(limits.WAITING_BYTES // 1024):
        box.put(Channel.CHAT, bytes(1024))
    with pytest.raises(NoRoom):
        box.put(Channel.CHAT, b"a")
    box.window.give(limits.FLOW_WINDOW)
    assert len(_send(box)) == limits.WAITING_BYTES // 1024


def test_a_large_message_may_go_when_it_can_go_at_once() -> None:
    """A picture is larger than what may wait; it passes while nothing waits and there is credit."""
    box = Outbox()
    box.put(Channel.SCREEN, bytes(limits.WAITING_BYTES + 1))
    with pytest.raises(NoRoom):
        box.put(Channel.SCREEN, bytes(limits.WAITING_BYTES + 1))
    assert len(_send(box)) == 1


def test_what_may_not_go_any_more_is_dropped_before_it_is_sealed() -> None:
    """Stopping leaves no gap in the counters, because what was waiting never had one."""
    box = Outbox()
    box.put(Channel.SCREEN, b"picture")
    box.put(Channel.CONTROL, b"ended")
    assert _send(box, {Channel.SCREEN: May.DROP}) == [b"ended"]
    assert _send(box) == []


def test_what_waits_for_the_next_epoch_keeps_its_place() -> None:
    """Between two epochs only control goes; the rest follows in its order."""
    box = Outbox()
    for text in (b"1", b"2"):
        box.put(Channel.CHAT, text)
    box.put(Channel.CONTROL, b"0")
    assert _send(box, {Channel.CHAT: May.WAIT}) == [b"0"]
    box.put(Channel.CHAT, b"3")
    assert _send(box) == [b"1", b"2", b"3"]


def test_a_cleared_box_holds_nothing_and_owes_nothing() -> None:
    """On a new line everything begins anew."""
    box = Outbox()
    box.window.take(1000)
    box.put(Channel.CHAT, b"a")
    box.clear()
    assert _send(box) == []
    assert box.room == limits.FLOW_WINDOW - limits.FLOW_RESERVE - SEAL_BYTES


def test_control_overtakes_what_has_no_credit() -> None:
    """That something has ended is said while pictures fill the line; the rest keeps its order."""
    box = Outbox()
    box.put(Channel.CHAT, b"1")
    box.window.take(box.window.room - limits.FLOW_RESERVE)
    box.put(Channel.CHAT, b"2")
    box.put(Channel.CONTROL, b"ended")
    assert _send(box) == [b"ended"]
    assert _send(box) == []
    box.window.give(limits.FLOW_WINDOW - limits.FLOW_RESERVE)
    assert _send(box) == [b"1", b"2"]


def test_what_may_not_go_blocks_nobody() -> None:
    """A large message whose yes has ended is dropped even while there is no credit for it."""
    box = Outbox()
    box.put(Channel.SCREEN, bytes(1000))
    box.window.take(box.window.room - limits.FLOW_RESERVE - 100)
    box.put(Channel.CHAT, b"1")
    assert _send(box, {Channel.SCREEN: May.DROP}) == [b"1"]
