"""After a start: what was running goes on for those who come back, and what cannot go on is finished."""

from __future__ import annotations

import asyncio

from consent.fields import SessionId
from protocol.acknowledgement import LOGGED, document_hash
from protocol.catalogue import Sender
from protocol.codec import decode_pairing
from protocol.errors import AttendedError, RecordingDamaged
from protocol.recording import Entry, Kind, Note, Origin, SessionTree, read_note
from relay.closing import Ended, finish_recording
from relay.recorder.live import LiveFile
from relay.recorder.recorder import Recorder
from relay.services import Services
from relay.session import Session, Stage

_SENDERS = {Origin.AGENT: Sender.AGENT, Origin.TECHNICIAN: Sender.TECHNICIAN}


async def recover(services: Services, *, resume: bool) -> list[str]:
    """
    Go through all unfinished recordings; say in words what became of each.

    With `resume`, paired sessions wait a minute for their ends; without, everything is finished now.
    """
    unfinished = await asyncio.to_thread(services.shelf.unfinished)
    logged = await services.logbook.of_sessions(set(unfinished))
    told = []
    for session in unfinished:
        facts = {str(held["hash"]): index for index, held in logged[session] if "hash" in held}
        closed = any(held["kind"] == "session-closed" for _index, held in logged[session])
        try:
            told.append(f"{session}: {await _recover_one(services, session, facts, closed=closed, resume=resume)}")
        except (AttendedError, OSError) as wrong:
            services.say.error("a recording cannot be recovered", session=session, why=str(wrong))
            told.append(f"{session}: {wrong}")
    return told


async def _recover_one(services: Services, name: str, logged: dict[str, int], *, closed: bool, resume: bool) -> str:
    if closed:  # the relay ended between the log entry and the removal of the live file
        await asyncio.to_thread(services.shelf.drop_live, name)
        return "was finished already"
    session = Session(services, SessionId(name))
    tree, end = await asyncio.to_thread(_replay, session)
    salt = await asyncio.to_thread(services.shelf.salt, name)
    live = services.shelf.live(name)
    if tree.entries == 0:
        await asyncio.to_thread(services.shelf.drop_live, name)
        return "held nothing"
    file = await asyncio.to_thread(LiveFile.take_up, live, end)
    recorder = Recorder(file, tree, session.recording_changed, services.milliseconds)
    session.record_with(recorder, salt)
    recorder.note(Note(what="recovered", who="relay"))
    for taken in session.gate.taken.values():
        index = logged.get(document_hash(salt, taken.token)) if taken.document.typ in LOGGED else None
        if index is not None:
            session.documents.logged(taken.sha256, index)
    await recorder.synced()
    await session.documents.log_missing()
    if resume and session.pairing.paired and not session.gate.ended:
        session.stage, session.person = Stage.PAIRED, await services.sessions.technician_of(name)
        services.directory.keep(name, session)
        session.wait_for(session.agent)
        session.wait_for(session.technician)
        return "waits a minute for its ends"
    ended: Ended = "said" if session.gate.ended else "lost"
    if ended == "lost":
        recorder.note(Note(what="ended-without-word", who="relay"))
    await recorder.close()
    session.stop_recording()
    await finish_recording(services, name, tree.root(), ended)
    return "is finished"


def _replay(session: Session) -> tuple[SessionTree, int]:
    """Feed a session with what was recorded of it; give its tree and where the whole entries end."""
    tree, end = SessionTree(), 0
    for entry, place in session.services.shelf.read(session.id):
        tree.add(entry)
        end = place
        try:
            _feed(session, entry)
        except AttendedError as wrong:
            raise RecordingDamaged(f"entry {entry.index}: {wrong}") from None
    return tree, end


def _feed(session: Session, entry: Entry) -> None:
    if entry.kind is Kind.SEALED:
        session.gate.message(entry.kid, entry.counter)
    elif entry.kind is Kind.REFUSED:
        session.gate.refused(entry.kid, entry.counter)
    elif entry.kind is Kind.DOCUMENT:
        session.gate.document(entry.body.decode("ascii"), entry.origin, lambda _document: None)
    elif entry.kind is Kind.NOTE and read_note(entry.body).what == "back":
        session.pairing.line_back()
    elif entry.kind is Kind.PAIRING:
        session.pairing.heard(decode_pairing(entry.body, _SENDERS[entry.origin]))
        if session.pairing.technician_key and session.pairing.agent_key and not session.gate.knows_keys:
            session.gate.pair(session.pairing.technician_key, session.pairing.agent_key)
