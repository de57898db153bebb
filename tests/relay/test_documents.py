"""Signed documents: judged, recorded, synced, logged, acknowledged; and never twice."""

from __future__ import annotations

import asyncio
import os

import pytest

from consent.encoding import b64u, unb64u
from consent.fields import Position
from consent.jws import sign
from consent.scopes import Group, Scope
from consent.statement import TranscriptStatement
from protocol.acknowledgement import verify_acknowledgement
from protocol.codec import encode_plain
from protocol.errors import AcknowledgementForeign, FlowExceeded
from protocol.messages.relay import DocumentSent, Wraps
from tests.support.ends import Ends
from tests.support.relay_process import seeded_key


async def refused(ends: Ends) -> str:
    """Wait for the relay's last word to the agent."""
    return str((await ends.agent.expect("closed")).code)


async def test_an_acknowledgement_is_what_a_desk_verifies(paired: Ends) -> None:
    """Grant and key list come back with a proof under the log key of the pairing, bound to this very document."""
    await paired.ask(Scope.VIEW)
    token, grant = await paired.document(paired.written_grant(Scope.VIEW))
    judged = verify_acknowledgement(grant, token, paired.session, paired.waiting.log_key)

    assert judged.proof is not None
    with pytest.raises(AcknowledgementForeign):
        verify_acknowledgement(grant, paired.request_token, paired.session, paired.waiting.log_key)
    paired.grant = token
    assert (await paired.new_epoch()).proof is not None


async def test_grant_and_key_list_handed_in_at_once_are_both_proven(paired: Ends) -> None:
    """The disk may settle them together; each has its own acknowledgement, the grant's first, and none comes twice."""
    await paired.ask(Scope.VIEW)
    grant = paired.written_grant(Scope.VIEW)
    token = sign(grant, paired.agent_key)
    paired.grant = token
    wraps = paired.written_wraps(grant=grant)
    for message in (DocumentSent(token=token), wraps, DocumentSent(token=token)):
        await paired.agent.send(message)
    answers = [await paired.agent.expect("acknowledged") for _ in range(3)]

    log_key = paired.waiting.log_key
    places = [
        verify_acknowledgement(answer, handed_in, paired.session, log_key).index
        for answer, handed_in in zip(answers, (token, wraps.list, token), strict=True)
    ]
    assert places[0] == places[2]
    assert places[1] == (places[0] or 0) + 1


async def test_what_is_not_logged_is_acknowledged_without_a_proof(paired: Ends) -> None:
    """A statement is recorded; the log holds only what has to be proven by itself."""
    _token, answer = await paired.document(TranscriptStatement(**paired.claims(lines=(), final=False)))

    assert (answer.entry, answer.salt, answer.proof) == (None, None, None)


async def test_a_grant_for_a_question_that_was_not_recorded_is_refused(paired: Ends) -> None:
    """The relay judges a yes by the question it answers; without one it is none."""
    await paired.ask(Scope.VIEW)
    await paired.agent.send(
        DocumentSent(token=sign(paired.written_grant(Scope.VIEW, request_sha256=b64u(bytes(32))), paired.agent_key))
    )

    assert (await refused(paired))[0] in "CPR"


@pytest.mark.parametrize("change", ["wider", "another's", "another session", "other readers"])
async def test_a_grant_that_is_not_what_was_asked_is_refused(paired: Ends, change: str) -> None:
    """A wider grant, another key's, another session's, or one for other readers opens nothing."""
    await paired.ask(Scope.VIEW)
    grant, key = paired.written_grant(Scope.VIEW), paired.agent_key
    if change == "wider":
        grant = paired.written_grant(Scope.VIEW, Scope.REPORT)
    elif change == "another's":
        key = seeded_key("another agent")
    elif change == "another session":
        grant = paired.written_grant(Scope.VIEW, sid=b64u(bytes(16)))
    else:
        readers = paired.written_grant(Scope.VIEW).readers
        thief = readers[0].model_copy(update={"reader": b64u(bytes(32))})
        grant = paired.written_grant(Scope.VIEW, readers=(thief, readers[1]))
    await paired.agent.send(DocumentSent(token=sign(grant, key)))

    assert (await refused(paired))[0] in "CPR"


async def test_the_technician_cannot_sign_for_the_desk(paired: Ends) -> None:
    """A grant in the technician's hands is refused even when it is genuine."""
    await paired.ask(Scope.VIEW)
    await paired.technician.send(DocumentSent(token=sign(paired.written_grant(Scope.VIEW), paired.agent_key)))

    assert (await paired.technician.expect("closed")).code[0] in "CPR"


async def test_a_key_list_needs_its_very_wraps(paired: Ends) -> None:
    """Handed in without wraps, or with one exchanged, a key list opens no epoch."""
    await paired.ask(Scope.VIEW)
    paired.grant, _ = await paired.document(paired.written_grant(Scope.VIEW))
    whole = paired.written_wraps()
    thief = whole.wraps[0].model_copy(update={"wrapped": b64u(os.urandom(64))})
    await paired.agent.send(Wraps(list=whole.list, wraps=(thief, *whole.wraps[1:])))

    assert await refused(paired) == "R-209"


async def test_a_key_for_somebody_the_grant_does_not_name_is_refused(paired: Ends) -> None:
    """A desk that wraps what was typed for the quality team, or anything for a stranger, opens no epoch."""
    await paired.ask(Scope.VIEW)
    grant = paired.written_grant(Scope.VIEW)
    paired.grant, _ = await paired.document(grant)
    wider = grant.model_copy(
        update={"readers": tuple(one.model_copy(update={"groups": tuple(Group)}) for one in grant.readers)}
    )
    await paired.agent.send(paired.written_wraps(grant=wider))

    assert await refused(paired) == "R-217"


async def test_a_key_list_alone_is_no_document(paired: Ends) -> None:
    """The list without what it lists is refused."""
    await paired.ask(Scope.VIEW)
    paired.grant, _ = await paired.document(paired.written_grant(Scope.VIEW))
    await paired.agent.send(DocumentSent(token=paired.written_wraps().list))

    assert await refused(paired) == "R-217"


async def test_wraps_lie_beside_the_recording_as_they_were_sent(paired: Ends) -> None:
    """Each epoch's wraps are kept once the list is acknowledged, and they are not in the recording."""
    await paired.allow(Scope.VIEW)
    folder = paired.relay.data / "recordings" / paired.session
    wraps = (folder / "wraps.json").read_text()

    assert wraps.count('"epoch": 1') == 7  # four groups for the spare key, three for quality
    assert len(unb64u((folder / "salt").read_text())) == 32
    assert b"wrapped" not in (folder / "live.mcap").read_bytes()


@pytest.mark.parametrize("token", ["a.b.c", "x" * 100 + ".y.z"])
async def test_what_is_no_document_closes_the_line(paired: Ends, token: str) -> None:
    """Text that is no token is refused in words."""
    await paired.agent.send(DocumentSent(token=token))

    assert (await refused(paired))[0] in "CPR"


async def test_an_old_grant_does_not_come_back(paired: Ends) -> None:
    """After a newer grant the former one is acknowledged as known, and opens nothing again."""
    await paired.allow(Scope.VIEW, Scope.CONTROL)
    old = paired.grant
    assert old is not None
    positions = tuple(
        Position(epoch=1, direction=direction, channel=channel, count=0)
        for direction, channel in ((0, 1), (1, 1), (0, 2), (1, 2), (0, 3), (1, 3))
    )
    await paired.ask(Scope.VIEW)
    paired.grant, _ = await paired.document(paired.written_grant(Scope.VIEW, Scope.CONTROL))
    await paired.withdraw(Scope.CONTROL, positions=positions)
    await paired.new_epoch()

    await paired.hand_in(old)
    await paired.say(1, 2)

    assert (await paired.agent.expect("refused")).channel == 2


async def test_a_flood_of_documents_closes_the_line(paired: Ends) -> None:
    """An end that hands in faster than anything can be synced is told, and costs no memory without bound."""
    token = sign(TranscriptStatement(**paired.claims(lines=(), final=False)), paired.agent_key)
    data = encode_plain(DocumentSent(token=token))

    async def flood() -> None:
        for _ in range(20_000):
            await paired.agent.connection.send(data)

    flooding = asyncio.create_task(flood())
    assert (await paired.agent.expect("closed", 30)).code == FlowExceeded.code
    flooding.cancel()
