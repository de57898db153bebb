"""A relay that ends without warning: what was forwarded is recorded, and both ends go on."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable, Iterator

import pytest
from mcap.reader import make_reader
from websockets.exceptions import ConnectionClosed

from consent.scopes import Scope
from protocol.recording import Entry, Kind, decode, read_note
from relay.recorder.recovery import read_live
from tests.support.ends import Ends
from tests.support.relay_process import RelayProcess, command, eventually, relay_process, seeded_key

AGENT, TECHNICIAN, SCREEN, POINTER = 0, 1, 1, 2


@pytest.fixture
def relay(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RelayProcess]:
    """Run a relay of one's own, to be killed."""
    with relay_process(tmp_path_factory.mktemp("relay") / "data") as started:
        yield started


@pytest.fixture
async def running(relay: RelayProcess) -> Ends:
    """Give a session in which picture and pointer may flow."""
    ana = seeded_key("Ana Weber")
    ends = await Ends(relay, ana, await asyncio.to_thread(relay.technician, ana)).pair()
    await ends.allow(Scope.VIEW, Scope.CONTROL)
    return ends


async def flow(ends: Ends, sizes: random.Random) -> None:
    """Let both ends talk until their lines break."""
    try:
        while True:
            await ends.say(AGENT, SCREEN, sizes.choice((40, 3_000, 70_000)))
            await ends.say(TECHNICIAN, POINTER)
            await asyncio.sleep(0.002)
    except (ConnectionClosed, AttributeError):  # asyncio's transport has no loop left when it is aborted twice
        return


async def come_back(ends: Ends) -> None:
    """Take the session up again from both ends; the desk's account ends where the recording does."""
    recorded = (await ends.resume("agent")).positions
    await ends.resume("technician")
    await ends.new_epoch(tuple(at for at in recorded if at.epoch == ends.epoch and at.channel))


@pytest.mark.timeout(300)
async def test_killing_the_relay_loses_nothing_that_was_forwarded(
    relay: RelayProcess, running: Ends, sized: Callable[[int, int], int]
) -> None:
    """At any moment of a kill, every sealed message that an end received is in the recovered recording."""
    dice = random.Random(20)
    received: set[bytes] = set()
    kills = sized(4, 20)
    for _ in range(kills):
        flowing = asyncio.create_task(flow(running, dice))
        await asyncio.sleep(dice.uniform(0.05, 0.4))
        relay.kill()
        await flowing
        await running.agent.closed.wait()
        await running.technician.closed.wait()
        received |= {data[1:] for data in running.agent.sealed + running.technician.sealed}
        relay.start()
        begun = time.monotonic()
        await come_back(running)
        assert time.monotonic() - begun < 5
    assert len(received) > 10

    live = relay.data / "recordings" / running.session / "live.mcap"
    with live.open("rb") as file:
        recorded = {entry.body for entry, _end in read_live(file) if entry.kind is Kind.SEALED}
    assert received <= recorded
    await running.goodbye()
    notes = [read_note(entry.body).what for entry in finished(relay, running.session) if entry.kind is Kind.NOTE]
    assert notes.count("recovered") == kills
    assert "Everything" in command("verify", running.session, "--data", relay.data)
    await running.close()


async def test_an_orderly_restart_is_no_end(relay: RelayProcess, running: Ends) -> None:
    """When the relay is stopped and started, nobody hears that the session is over, and both ends come back."""
    assert relay.stop() == 0
    await running.agent.closed.wait()
    assert running.agent.said["closed"].empty()

    relay.start()
    await come_back(running)

    message = await running.say(AGENT, SCREEN)
    await eventually(lambda: running.technician.sealed[-1:] == [message])
    await running.goodbye()
    await running.close()


async def test_a_document_lost_with_the_relay_is_acknowledged_after_it(relay: RelayProcess, running: Ends) -> None:
    """A grant that was recorded before the crash is in the log after it, once, and handed in again it is proven."""
    assert running.grant is not None
    relay.kill()
    await running.close()
    relay.start()
    await come_back(running)

    acknowledged = await running.hand_in(running.grant)

    assert acknowledged.proof is not None
    await running.goodbye()
    await running.close()


async def test_recover_finishes_what_nobody_takes_up(relay: RelayProcess, running: Ends) -> None:
    """`attended-relay recover` closes an unfinished recording in the log and says so; then nothing is left to do."""
    await running.say(AGENT, SCREEN)
    await eventually(lambda: len(running.technician.sealed) == 1)
    relay.kill()
    await running.close()

    assert "is finished" in command("recover", "--data", relay.data)
    assert "Nothing to recover" in command("recover", "--data", relay.data)

    entries = finished(relay, running.session)
    assert read_note(entries[-1].body).what == "ended-without-word"
    assert relay.sessions()[0]["ended"] == "lost"


async def test_a_torn_end_is_dropped_and_the_rest_kept(relay: RelayProcess, running: Ends) -> None:
    """A record that a power cut tore off goes; every whole entry before it stays."""
    message = await running.say(AGENT, SCREEN, 5_000)
    await eventually(lambda: len(running.technician.sealed) == 1)
    relay.kill()
    await running.close()
    live = relay.data / "recordings" / running.session / "live.mcap"
    live.write_bytes(live.read_bytes() + b"\x05\xff\x00\x00\x00\x00\x00\x00\x00torn")

    command("recover", "--data", relay.data)

    assert message[1:] in {entry.body for entry in finished(relay, running.session)}


async def test_a_recording_damaged_in_its_middle_is_left_alone(relay: RelayProcess, running: Ends) -> None:
    """What is no torn end is not repaired: it is named and stays as it is."""
    relay.kill()
    await running.close()
    live = relay.data / "recordings" / running.session / "live.mcap"
    data = bytearray(live.read_bytes())
    place = data.index(b"eyJ", len(data) // 2)  # inside a signed document
    data[place] ^= 1
    live.write_bytes(data)

    assert "R-302" in command("recover", "--data", relay.data, expect=1)
    assert live.read_bytes() == bytes(data)


def finished(relay: RelayProcess, session: str) -> list[Entry]:
    """Read a finished recording's entries in their order."""
    with (relay.data / "recordings" / session / "recording.mcap").open("rb") as file:
        messages = [decode(message.data) for _schema, _channel, message in make_reader(file).iter_messages()]
    return sorted(messages, key=lambda entry: entry.index)
