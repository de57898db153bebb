"""Promise 7: what is not written is not forwarded; killed relays and full disks stand in `tests/e2e`."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from consent.scopes import Scope
from protocol.recording import Kind
from relay.recorder.recovery import read_live
from tests.support.ends import Ends
from tests.support.relay_process import RelayProcess, eventually

AGENT, TECHNICIAN = 0, 1
SCREEN, CHAT, ASIDE = 1, 4, 8


class Arrivals(list[bytes]):
    """What a socket was sent; at each arrival it looks whether the very bytes are in the recording already."""

    def __init__(self, live: Path) -> None:
        super().__init__()
        self.live = live
        self.early: list[bytes] = []

    def append(self, data: bytes, /) -> None:
        """Look into the file before anything else."""
        if data[1:] not in self.live.read_bytes():
            self.early.append(data)
        super().append(data)


def live_file(relay: RelayProcess, session: str) -> Path:
    """Give the path of a running session's recording."""
    return relay.data / "recordings" / session / "live.mcap"


async def test_nothing_arrives_that_is_not_in_the_file(relay: RelayProcess, paired: Ends) -> None:
    """At the moment a message reaches an end its bytes stand in the recording: sealed, both ways, small and great."""
    await paired.allow(Scope.VIEW)
    at_technician, at_agent = (Arrivals(live_file(relay, paired.session)) for _ in range(2))
    paired.technician.sealed, paired.agent.sealed = at_technician, at_agent
    for number in range(150):
        await paired.say(AGENT, SCREEN, 200 + number * 131)
        if number % 3 == 0:
            await paired.say(TECHNICIAN, SCREEN)
        if number % 30 == 0:
            await asyncio.sleep(0.01)
    await eventually(lambda: len(at_technician) == 150 and len(at_agent) == 50)
    assert at_technician.early == []
    assert at_agent.early == []


async def test_an_acknowledged_grant_is_in_the_file_and_in_the_log(relay: RelayProcess, paired: Ends) -> None:
    """When the desk hears that its grant is on record, it is: in the recording, and in the log on the disk."""
    acknowledged = await paired.allow(Scope.VIEW)
    assert paired.grant is not None
    assert paired.grant.encode() in live_file(relay, paired.session).read_bytes()
    entries = b"".join(
        path.read_bytes() for path in (relay.data / "log" / "tile" / "entries").rglob("*") if path.is_file()
    )
    assert acknowledged.proof is not None
    assert paired.session.encode() in entries


async def test_what_the_gate_refuses_is_recorded_and_goes_nowhere(relay: RelayProcess, paired: Ends) -> None:
    """A refused message leaves its header and hash in the recording, and no byte at the other end."""
    await paired.allow(Scope.VIEW)
    data = await paired.say(TECHNICIAN, 3)
    assert (await paired.technician.expect("refused")).code == "C-201"
    with live_file(relay, paired.session).open("rb") as file:
        refused = [entry for entry, _ in read_live(file) if entry.kind is Kind.REFUSED]
    assert len(refused) == 1
    assert data[1:] not in live_file(relay, paired.session).read_bytes()
    assert paired.agent.sealed == []


async def test_what_is_said_to_the_recording_alone_is_not_forwarded(relay: RelayProcess, paired: Ends) -> None:
    """The aside is written and never reaches the technician."""
    await paired.allow(Scope.VIEW)
    aside = await paired.say(AGENT, ASIDE)
    chat = await paired.say(AGENT, CHAT)
    await eventually(lambda: paired.technician.sealed == [chat])
    assert aside[1:] in live_file(relay, paired.session).read_bytes()


@pytest.mark.parametrize("channel", [1, 2, 3, 4, 5, 6, 7, 8])
async def test_before_the_key_list_is_recorded_no_channel_passes(paired: Ends, channel: int) -> None:
    """A recorded grant alone opens nothing: its keys must be wrapped for the readers and on record first."""
    await paired.ask(Scope.VIEW)
    paired.grant, _ = await paired.document(paired.written_grant(Scope.VIEW))
    await paired.say(AGENT, channel, epoch=1)
    assert (await paired.agent.expect("refused")).channel == channel
    assert paired.technician.sealed == []
