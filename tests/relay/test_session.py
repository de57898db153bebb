"""A session at the relay, on real sockets: what passes, what is refused, who comes back, how it ends."""

from __future__ import annotations

import asyncio
from io import BytesIO

import pytest
from mcap.reader import make_reader

from consent.encoding import b64u
from consent.jws import SigningKey
from consent.scopes import Scope
from protocol import limits
from protocol.codec import encode_plain
from protocol.errors import FlowExceeded, MessageNotYours
from protocol.messages.relay import Credit, LineAsk
from protocol.recording import Entry, Kind, Origin, SessionTree, decode, read_opening
from relay.session import CREDIT, GOODBYE_SECONDS, Stage
from tests.support.ends import Ends
from tests.support.relay_process import RelayProcess, eventually, seeded_key

SCREEN, POINTER, CHAT, ASIDE = 1, 2, 4, 8
AGENT, TECHNICIAN = 0, 1


def recorded(relay: RelayProcess, session: str) -> list[Entry]:
    """Read a finished recording's entries."""
    data = (relay.data / "recordings" / session / "recording.mcap").read_bytes()
    messages = make_reader(BytesIO(data), validate_crcs=True).iter_messages()
    return sorted((decode(message.data) for _schema, _channel, message in messages), key=lambda entry: entry.index)


async def test_what_the_agent_says_reaches_the_technician_as_it_was_sealed(paired: Ends) -> None:
    """With a recorded grant, sealed messages cross unchanged and in order, both ways."""
    await paired.allow(Scope.VIEW, Scope.CONTROL)
    shown = [await paired.say(AGENT, SCREEN, size) for size in (16, 1000, 300_000)]
    moved = [await paired.say(TECHNICIAN, POINTER) for _ in range(3)]

    await eventually(lambda: paired.technician.sealed == shown and paired.agent.sealed == moved)


async def test_control_needs_no_grant_and_nothing_else_passes_without_one(paired: Ends) -> None:
    """Channel 0 is open from the pairing on; every other channel is refused before the first grant, at both ends."""
    await paired.say(AGENT, 0, epoch=0)
    await eventually(lambda: len(paired.technician.sealed) == 1)

    for channel in (SCREEN, POINTER, CHAT, ASIDE):
        await paired.say(AGENT, channel, epoch=1)
        for end in (paired.agent, paired.technician):
            told = await end.expect("refused")
            assert (told.channel, told.epoch, told.counter, told.code) == (channel, 1, 0, "C-201")
    assert len(paired.technician.sealed) == 1


async def test_the_way_there_and_back_is_told_to_the_page_and_not_recorded(paired: Ends, relay: RelayProcess) -> None:
    """It is answered at once, as often as it is asked; the other end hears nothing of it."""
    await paired.allow(Scope.VIEW)
    for _ in range(3):
        await paired.technician.send(LineAsk())
        await paired.technician.expect("line.here")
    await paired.goodbye()
    assert not [entry for entry in recorded(relay, paired.session) if b"line." in entry.body]
    assert not [kind for kind in paired.agent.said if kind.startswith("line.")]


async def test_an_agent_has_no_business_to_ask_for_the_line(paired: Ends) -> None:
    """It closes the socket of whoever says what is not its own to say."""
    await paired.agent.send(LineAsk())
    assert (await paired.agent.expect("closed")).code == MessageNotYours.code


async def test_a_withdrawn_scope_passes_no_more(paired: Ends) -> None:
    """From the withdrawal on, the gate refuses what it let through before."""
    await paired.allow(Scope.VIEW)
    await paired.say(AGENT, SCREEN)
    await eventually(lambda: len(paired.technician.sealed) == 1)

    acknowledged = await paired.withdraw(Scope.VIEW)
    await paired.say(AGENT, SCREEN)

    assert acknowledged.proof is not None
    assert (await paired.technician.expect("refused")).counter == 1
    assert len(paired.technician.sealed) == 1


async def test_the_aside_is_recorded_and_never_forwarded(relay: RelayProcess, paired: Ends) -> None:
    """What is for the recording only does not reach the technician, and its credit comes back."""
    await paired.allow(Scope.VIEW)
    aside = await paired.say(AGENT, ASIDE, limits.CREDIT_BATCH)

    assert (await paired.agent.expect("credit")).bytes == len(aside)
    await paired.goodbye()

    entries = recorded(relay, paired.session)
    assert [entry.body for entry in entries if entry.topic() == "aside"] == [aside[1:]]
    assert paired.technician.sealed == []


async def test_the_finished_recording_holds_all_of_it_under_the_logged_root(relay: RelayProcess, paired: Ends) -> None:
    """Opening, pairing, documents, messages and refusals stand in it, and their tree has the root that was told."""
    await paired.allow(Scope.VIEW)
    shown = await paired.say(AGENT, SCREEN, 5_000)
    await paired.say(TECHNICIAN, POINTER)
    await paired.agent.expect("refused")
    closed = await paired.goodbye()

    entries = recorded(relay, paired.session)
    tree = SessionTree()
    for entry in entries:
        tree.add(entry)
    assert tree.entries == closed.entries
    assert b64u(tree.root()) == closed.root
    assert read_opening(entries[0].body).session == paired.session
    assert [entry.kind for entry in entries].count(Kind.PAIRING) == 5
    assert next(entry.body for entry in entries if entry.kind is Kind.SEALED) == shown[1:]
    assert next(entry for entry in entries if entry.kind is Kind.REFUSED).origin is Origin.TECHNICIAN


async def test_a_closed_session_closes_both_sockets(relay: RelayProcess, paired: Ends) -> None:
    """After the goodbye each end hears that the session is over, and the list says how it ended."""
    await paired.allow(Scope.VIEW)
    await paired.goodbye()

    for end in (paired.agent, paired.technician):
        assert (await end.expect("closed")).code == "R-211"
        await asyncio.wait_for(end.closed.wait(), 5)
    row = next(row for row in relay.sessions() if row["session"] == paired.session)
    assert (row["ended"], row["scopes"]) == ("said", ["view"])


async def test_a_document_that_comes_again_is_acknowledged_again(relay: RelayProcess, paired: Ends) -> None:
    """The same token gives the same log entry, and stands in the recording once."""
    first = await paired.allow(Scope.VIEW)
    assert paired.grant is not None
    again = await paired.hand_in(paired.grant)

    assert (again.entry, again.salt) == (first.entry, first.salt)
    await paired.goodbye()
    tokens = [entry.body for entry in recorded(relay, paired.session) if entry.kind is Kind.DOCUMENT]
    assert tokens.count(paired.grant.encode()) == 1


@pytest.mark.parametrize("direction", [AGENT, TECHNICIAN])
async def test_an_end_that_says_what_only_the_other_may_is_closed(paired: Ends, direction: int) -> None:
    """A key id of the other direction is nobody's mistake."""
    other = paired.sealed(1 - direction, 0, epoch=0)
    socket = paired.agent if direction == AGENT else paired.technician
    await socket.connection.send(other)

    assert (await socket.expect("closed")).code.startswith("P-")


async def test_a_counter_that_comes_twice_closes_the_line(paired: Ends) -> None:
    """The relay forwards no message twice, even when its sender wants to."""
    message = await paired.say(AGENT, 0, epoch=0)
    await paired.agent.connection.send(message)

    assert (await paired.agent.expect("closed")).code == "P-143"
    await eventually(lambda: paired.technician.sealed == [message])


async def test_more_than_the_window_closes_the_line(paired: Ends) -> None:
    """An end that sends beyond its credit is told so."""
    await paired.allow(Scope.VIEW)
    paired.technician.reading.clear()

    # The other end's kernel and the relay's own buffers take some of it, so the window is filled several times over.
    async def flood() -> None:
        for _ in range(100):
            await paired.say(AGENT, SCREEN, 1_000_000)

    flooding = asyncio.create_task(flood())
    assert (await paired.agent.expect("closed", 20)).code == FlowExceeded.code
    flooding.cancel()


async def test_an_end_that_comes_back_hears_what_was_recorded(paired: Ends, ana: SigningKey) -> None:
    """After a lost line both ends resume by the key they paired with, and the new epoch flows."""
    await paired.allow(Scope.VIEW)
    await paired.say(AGENT, SCREEN)
    await paired.agent.drop()
    assert (await paired.technician.expect("peer.lost")).seconds == limits.RESUME_SECONDS

    resumed = await paired.resume("agent")

    await paired.technician.expect("peer.back")
    assert resumed.peer
    assert (1, AGENT, SCREEN, 1) in [(*position.pair, position.count) for position in resumed.positions]
    await paired.new_epoch()
    message = await paired.say(AGENT, SCREEN)
    await eventually(lambda: paired.technician.sealed[-1:] == [message])

    await paired.technician.drop()
    await paired.agent.expect("peer.lost")
    assert (await paired.resume("technician")).peer
    await paired.agent.expect("peer.back")


async def test_nobody_takes_up_a_session_with_another_key(paired: Ends) -> None:
    """A resume without the pairing's key is refused, and the true end can still come back."""
    await paired.agent.drop()
    true_socket = paired.agent

    with pytest.raises(TimeoutError):
        await asyncio.wait_for(paired.resume("agent", seeded_key("a thief")), 1)
    assert (await paired.agent.expect("closed")).code == "R-208"

    paired.agent = true_socket
    assert (await paired.resume("agent")).peer


def test_credit_is_written_as_the_codec_writes_it() -> None:
    """The one message that is written by hand is the catalogue's own."""
    assert encode_plain(Credit(bytes=65_536)) == CREDIT % 65_536


def test_every_stage_names_what_is_true_of_the_people() -> None:
    """No two stages say the same, and a goodbye has time for the words after the last yes."""
    assert len({stage.value for stage in Stage}) == len(Stage)
    assert GOODBYE_SECONDS >= 300
