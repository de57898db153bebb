"""After a start: what was running goes on for those who come back, and what cannot go on is finished."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from consent.fields import SessionId
from consent.jws import read, sha256_of
from consent.policy import OrganisationPolicy
from protocol.acknowledgement import document_hash
from protocol.catalogue import Sender
from protocol.codec import decode_pairing
from protocol.errors import AttendedError, FileTrouble, RecordingDamaged
from protocol.recording import Entry, Kind, Note, Origin, SessionTree, read_note, read_opening
from relay.closing import Ended, finish_recording
from relay.gate import Rules
from relay.recorder.live import LiveFile
from relay.recorder.recorder import Recorder
from relay.services import Services
from relay.session import Session, Stage

_SENDERS = {Origin.AGENT: Sender.AGENT, Origin.TECHNICIAN: Sender.TECHNICIAN}


@dataclass(frozen=True)
class Recovered:
    """What became of one unfinished recording; `good` is False when it was left as it is."""

    session: str
    words: str
    good: bool = True


async def recover(services: Services, *, resume: bool) -> list[Recovered]:
    """
    Go through all unfinished recordings; say in words what became of each.

    With `resume`, paired sessions wait a minute for their ends; without, everything is finished now.

    Raises:
        NoOrganisation: There are some, and the signed rules that they were made under are gone from the folder.
    """
    unfinished = await asyncio.to_thread(services.shelf.unfinished)
    if unfinished:
        services.in_force.published(services.seconds())
    logged = await services.logbook.of_sessions(set(unfinished))
    told = []
    for session in unfinished:
        facts = {str(held["hash"]): index for index, held in logged[session] if "hash" in held}
        closed = any(held["kind"] == "session-closed" for _index, held in logged[session])
        try:
            told.append(Recovered(session, await _recover_one(services, session, facts, closed=closed, resume=resume)))
        except (AttendedError, OSError) as wrong:
            services.say.error("a recording cannot be recovered", session=session, why=str(wrong))
            told.append(Recovered(session, _words_of(wrong), good=False))
    return told


def _words_of(wrong: AttendedError | OSError) -> str:
    if isinstance(wrong, OSError):
        wrong = FileTrouble(wrong.strerror or "")
    return f"{wrong.words} {wrong.remedy} [{wrong.code}]"


async def _recover_one(services: Services, name: str, logged: dict[str, int], *, closed: bool, resume: bool) -> str:
    if closed:  # the relay ended between the log entry and the removal of the live file
        await asyncio.to_thread(services.shelf.drop_live, name)
        return "was finished already"
    replayed = await asyncio.to_thread(_replay, services, name)
    if replayed is None:
        await asyncio.to_thread(services.shelf.drop_live, name)
        return "held nothing"
    session, tree, end = replayed
    salt = await asyncio.to_thread(services.shelf.salt, name)
    file = await asyncio.to_thread(LiveFile.take_up, services.shelf.live(name), end)
    recorder = Recorder(file, tree, services.syncs, session.recording_changed, services.milliseconds)
    session.record_with(recorder, salt)
    recorder.note(Note(what="recovered", who="relay"))
    for taken in session.gate.taken.values():
        index = logged.get(document_hash(salt, taken.token))
        if index is not None:
            session.documents.logged(taken.sha256, index)
    await recorder.synced()
    await session.documents.log_missing()
    if resume and session.pairing.paired and not session.gate.ended and session.gate.origin == services.origin:
        session.stage, session.person = Stage.PAIRED, await services.sessions.technician_of(name)
        services.directory.keep(session.id, session)
        session.wait_for(session.agent)
        session.wait_for(session.technician)
        return "waits a minute for its ends"
    ended: Ended = "said" if session.gate.ended else "lost"
    if ended == "lost":
        recorder.note(Note(what="ended-without-word", who="relay"))
    await session.stop_recording().close()
    await finish_recording(services, name, tree.root(), ended)
    return "is finished"


def _replay(services: Services, name: str) -> tuple[Session, SessionTree, int] | None:
    """Make a session of what was recorded; give it with its tree and where the whole entries end."""
    session, tree, end = None, SessionTree(), 0
    for entry, place in services.shelf.read(name):
        tree.add(entry)
        end = place
        try:
            if session is None:
                session = Session(services, SessionId(name), _rules(services, entry))
            _feed(session, entry)
        except AttendedError as wrong:
            raise RecordingDamaged(f"entry {entry.index}: {wrong}") from None
    return None if session is None else (session, tree, end)


def _rules(services: Services, first: Entry) -> Rules:
    """Take the rules of a session from its own first entry: settings and policy may have changed since."""
    opening = read_opening(first.body)
    policy = read(opening.policy, OrganisationPolicy, services.published.organisation.key)
    return Rules(opening.origin, policy, sha256_of(opening.policy))


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
