"""A slow end costs the relay a bounded memory, and the other end waits instead of filling it."""

from __future__ import annotations

import psutil

from consent.scopes import Scope
from protocol import limits
from tests.support.ends import Ends
from tests.support.relay_process import eventually

AGENT, SCREEN = 0, 1
PIECE = 256 * 1024


def resident(ends: Ends) -> int:
    """Measure the relay's memory in bytes."""
    assert ends.relay.child is not None
    return int(psutil.Process(ends.relay.child.pid).memory_info().rss)


async def test_a_technician_who_does_not_read_holds_the_agent_back(paired: Ends) -> None:
    """The agent runs out of credit, the relay's memory stays bounded; when the reader wakes, all of it arrives."""
    await paired.allow(Scope.VIEW)
    before = resident(paired)
    paired.technician.reading.clear()
    room, sent = limits.FLOW_WINDOW, []
    while True:
        if room < PIECE + 64:
            try:
                room += (await paired.agent.expect("credit", 0.5)).bytes
            except TimeoutError:
                break  # nobody takes any more: this is where an honest agent waits
            continue
        message = await paired.say(AGENT, SCREEN, PIECE)
        room -= len(message)
        sent.append(message)
    assert len(sent) >= limits.FLOW_WINDOW // (PIECE + 64)
    assert resident(paired) - before < 4 * limits.FLOW_WINDOW

    paired.technician.reading.set()

    await eventually(lambda: paired.technician.sealed == sent)
    await paired.agent.expect("credit")


async def test_the_other_direction_is_held_back_alike(paired: Ends) -> None:
    """An agent that does not read holds the technician back, and its own picture goes on."""
    await paired.allow(Scope.VIEW, Scope.CONTROL)
    paired.agent.reading.clear()
    sent = [await paired.say(1, 2, PIECE) for _ in range(limits.FLOW_WINDOW // (PIECE + 64))]
    shown = await paired.say(AGENT, SCREEN)
    await eventually(lambda: paired.technician.sealed == [shown])

    paired.agent.reading.set()
    await eventually(lambda: paired.agent.sealed == sent)
