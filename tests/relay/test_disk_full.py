"""A disk that takes nothing more: the session pauses where both can see it, and nothing is lost or unrecorded."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path
from subprocess import run

import pytest
from mcap.reader import make_reader

from consent.scopes import Scope
from protocol.recording import Kind, decode, read_note
from tests.support.ends import Ends
from tests.support.relay_process import RelayProcess, eventually, relay_process, seeded_key

AGENT, SCREEN = 0, 1
LIMIT = 600_000
"""Bytes a file of this relay may have: the disk is full when the recording reaches it."""


@pytest.fixture
async def running(tmp_path: Path) -> AsyncIterator[Ends]:
    """Give a session at a relay whose recording will soon not grow any more."""
    with relay_process(tmp_path / "data", prefix=("prlimit", f"--fsize={LIMIT}:unlimited")) as relay:
        ana = seeded_key("Ana Weber")
        ends = await Ends(relay, ana, await asyncio.to_thread(relay.technician, ana)).pair()
        await ends.allow(Scope.VIEW)
        yield ends
        await ends.close()


def allow_bytes(relay: RelayProcess, size: str) -> None:
    """Say how large the files of a running relay may grow."""
    assert relay.child is not None
    run(["prlimit", f"--fsize={size}:unlimited", "--pid", str(relay.child.pid)], check=True)


def sealed_in(data: bytes) -> list[bytes]:
    """Read the sealed messages of a finished recording."""
    entries = [decode(message.data) for _s, _c, message in make_reader(BytesIO(data)).iter_messages()]
    return [entry.body for entry in sorted(entries, key=lambda entry: entry.index) if entry.kind is Kind.SEALED]


async def test_a_full_disk_pauses_in_words_and_goes_on_when_there_is_room(running: Ends) -> None:
    """Both ends hear of the pause; nothing passes meanwhile; with room again all of it arrives, recorded, in order."""
    sent = [await running.say(AGENT, SCREEN, 60_000) for _ in range(14)]

    for end in (running.agent, running.technician):
        told = await end.expect("recording")
        assert told.state == "paused"
        assert "recording stopped" in told.words
    passed = list(running.technician.sealed)
    assert passed == sent[: len(passed)]
    assert len(passed) < len(sent)
    late = await running.say(AGENT, SCREEN)
    await asyncio.sleep(1.2)  # two tries of the recorder: nothing may pass while they fail
    assert running.technician.sealed == passed

    allow_bytes(running.relay, "unlimited")

    for end in (running.agent, running.technician):
        assert (await end.expect("recording")).state == "running"
    await eventually(lambda: running.technician.sealed == [*sent, late])
    await running.goodbye()
    path = running.relay.data / "recordings" / running.session / "recording.mcap"
    assert sealed_in(path.read_bytes()) == [data[1:] for data in [*sent, late]]
    notes = [decode(m.data) for _s, _c, m in make_reader(BytesIO(path.read_bytes())).iter_messages(topics=["notes"])]
    assert [read_note(note.body).what for note in notes] == ["paused", "running"]


async def test_what_was_forwarded_before_a_full_disk_survives_a_kill_during_it(running: Ends) -> None:
    """Killed while it cannot write, the relay has lost nothing that it had forwarded."""
    for _ in range(14):
        await running.say(AGENT, SCREEN, 60_000)
    await running.technician.expect("recording")
    passed = list(running.technician.sealed)
    running.relay.kill()
    running.relay.prefix = ()
    running.relay.start()

    await running.resume("agent")
    await running.resume("technician")
    await running.new_epoch()
    await running.goodbye()

    path = running.relay.data / "recordings" / running.session / "recording.mcap"
    assert sealed_in(path.read_bytes())[: len(passed)] == [data[1:] for data in passed]


async def test_a_technician_who_joins_while_the_disk_is_full_hears_why(tmp_path: Path) -> None:
    """No record, no session: when a recording cannot begin, both ends are told in words."""
    with relay_process(tmp_path / "data") as relay:
        ana = seeded_key("Ana Weber")
        ends = Ends(relay, ana, await asyncio.to_thread(relay.technician, ana))
        await ends.wait()
        allow_bytes(relay, "20")

        await ends.join()

        for end in (ends.agent, ends.technician):
            assert "recording" in (await end.expect("closed")).words
        await ends.close()
        allow_bytes(relay, "unlimited")
