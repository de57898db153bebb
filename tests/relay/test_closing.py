"""How a session begins and ends on disk and in the log."""

from __future__ import annotations

import hashlib
import json

import pytest

from consent.encoding import unb64u
from consent.jws import sign
from consent.scopes import Scope
from consent.statement import TranscriptStatement
from protocol import limits
from protocol.acknowledgement import verify_closing
from protocol.messages.relay import DocumentSent
from tests.support.ends import Ends
from tests.support.relay_process import eventually


async def test_the_closing_entry_is_what_a_desk_verifies(paired: Ends) -> None:
    """It carries root, length, size and hash of the finished file, and its proof holds under the pairing's log key."""
    await paired.allow(Scope.VIEW)
    closed = await paired.goodbye()

    judged = verify_closing(closed, paired.session, paired.waiting.log_key)
    entry = json.loads(unb64u(closed.entry))
    data = (paired.relay.data / "recordings" / paired.session / "recording.mcap").read_bytes()
    assert judged.entries == closed.entries
    assert (entry["kind"], entry["ended"], entry["bytes"]) == ("session-closed", "said", len(data))
    assert unb64u(entry["sha256"]) == hashlib.sha256(data).digest()


async def test_the_technician_hears_of_the_end_in_the_desks_signature(paired: Ends) -> None:
    """Without a sealed word, too, its last statement is asked for, and the relay waits for it before it closes."""
    await paired.allow(Scope.VIEW)
    token, _ = await paired.document(paired.end_document())

    assert (await paired.technician.expect("end.signed")).token == token
    final = paired.claims(lines=(), final=True) | {"iss": paired.technician_key.verify_key.thumbprint}
    await paired.document(TranscriptStatement(**final), of_technician=True)
    await paired.document(TranscriptStatement(**paired.claims(lines=(), final=True)))
    assert await paired.agent.expect("session.closed", limits.FINAL_STATEMENT_SECONDS / 2)


async def test_a_goodbye_does_not_wait_for_a_technician_who_says_nothing(paired: Ends) -> None:
    """Without the technician's last statement the session still closes within seconds."""
    await paired.allow(Scope.VIEW)
    await paired.document(paired.end_document())

    assert await paired.agent.expect("session.closed", 6)


async def test_a_goodbye_after_the_technician_left_closes(paired: Ends) -> None:
    """A desk that stays alone says goodbye, and gets its closing entry."""
    await paired.allow(Scope.VIEW)
    await paired.technician.drop()
    await paired.agent.expect("peer.lost")
    await paired.agent.send(DocumentSent(token=sign(paired.end_document(), paired.agent_key)))

    assert await paired.agent.expect("session.closed", 6)


@pytest.mark.parametrize("who", ["agent", "technician"])
async def test_a_pairing_that_breaks_off_is_finished_as_lost(ends: Ends, who: str) -> None:
    """What was recorded of it is finished and logged; nobody waits a minute for a pairing."""
    await ends.wait()
    await ends.share()
    await (ends.agent if who == "agent" else ends.technician).drop()

    folder = ends.relay.data / "recordings" / ends.session
    await eventually(lambda: (folder / "recording.mcap").exists() and not (folder / "live.mcap").exists())
    other = ends.technician if who == "agent" else ends.agent
    assert await other.expect("closed" if who == "agent" else "peer.left")


async def test_the_log_holds_no_word_of_the_session_itself(paired: Ends) -> None:
    """Scope names, pseudonyms, salted hashes, counts and minutes: no name, no key, no document."""
    await paired.allow(Scope.VIEW)
    await paired.goodbye()

    entries = (paired.relay.data / "log" / "tile" / "entries").rglob("*")
    held = b"".join(path.read_bytes() for path in entries if path.is_file())
    assert paired.session.encode() in held
    for secret in ("Ana", paired.agent_key.verify_key.thumbprint, paired.technician_key.verify_key.thumbprint, "eyJ"):
        assert secret.encode() not in held
