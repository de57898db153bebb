"""How a session begins and ends on disk and in the log."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING, Literal

from consent.encoding import b64u
from protocol.errors import LogNotWritten, RecordingDamaged, SessionHasEnded
from protocol.messages.relay import SessionClosed
from protocol.recording import Kind, Origin, SessionTree
from relay.logbook import Logged
from relay.recorder.live import LiveFile
from relay.recorder.recorder import Recorder
from relay.recorder.shelf import Finished
from relay.services import Services

if TYPE_CHECKING:
    from relay.session import Session

SALT_BYTES = 32
_TRY_AGAIN_AFTER = 2.0
Ended = Literal["said", "lost"]


async def begin_recording(session: Session) -> None:
    """
    Begin a session's recording with its opening entry, and log that the session was opened.

    Raises:
        RecordingStopped, LogNotWritten, OSError: The disk does not take it; nothing may be forwarded.
    """
    services = session.services
    salt = os.urandom(SALT_BYTES)
    path = await asyncio.to_thread(services.shelf.begin, session.id, salt)
    file = await asyncio.to_thread(LiveFile.create, path)
    recorder = Recorder(file, SessionTree(), services.syncs, session.recording_changed, services.milliseconds)
    session.record_with(recorder, salt)
    recorder.add(Kind.OPENING, Origin.RELAY, services.opening(session.id).body())
    await recorder.synced()
    policy = services.published.organisation.policy_sha256
    await services.logbook.append("session-opened", session=session.id, policy_sha256=policy)


async def finish_recording(services: Services, session: str, root: bytes, ended: Ended) -> tuple[Finished, Logged]:
    """
    Make the finished file, log its root, size and hash, and drop the live one; try again until the disk takes it.

    Raises:
        RecordingDamaged: What was written cannot be read back; it stays as it is.
    """
    while True:
        try:
            finished = await asyncio.to_thread(services.shelf.finish, session, root)
            logged = await services.logbook.append(
                "session-closed", session=session, root=b64u(finished.root), entries=finished.entries,
                bytes=finished.size, sha256=b64u(finished.sha256), ended=ended,
            )  # fmt: skip
            await asyncio.to_thread(services.shelf.drop_live, session)
        except (OSError, LogNotWritten) as wrong:
            services.say.error("cannot finish a recording", session=session, why=str(wrong))
            await asyncio.sleep(_TRY_AGAIN_AFTER)
        else:
            await services.listed(services.sessions.closed(session, ended, finished, services.seconds()))
            return finished, logged


async def close_session(session: Session, ended: Ended) -> None:
    """Finish a session's recording and tell the ends, the desk with the proof that its receipt needs."""
    recorder = session.stop_recording()
    await recorder.close()
    try:
        finished, logged = await finish_recording(session.services, session.id, recorder.tree.root(), ended)
    except RecordingDamaged as wrong:
        session.services.say.error("a recording is damaged", session=session.id, why=str(wrong))
    else:
        closed = SessionClosed(
            entry=b64u(logged.entry),
            salt=None,
            proof=logged.proof,
            root=b64u(finished.root),
            entries=finished.entries,
        )
        if session.agent.outlet is not None:
            session.agent.outlet.say(closed)
    session.over(SessionHasEnded())
