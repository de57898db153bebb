"""The list of sessions, as people see it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import or_, select, update

from consent.encoding import b64u
from relay.recorder.shelf import Finished
from relay.store.database import Database
from relay.store.tables import Opening, Person, SessionRow


class SessionList:
    """What `attended-relay sessions` and the console list. Loss of it loses no evidence."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def opened(self, session: str, person: int, thumbprint: str, at: int) -> None:
        """Add a session."""
        row = SessionRow(session=session, person=person, technician=thumbprint, opened=at, scopes="")
        async with self._database.work() as work:
            await work.merge(row)

    async def granted(self, session: str, scopes: Sequence[str]) -> None:
        """Note what was allowed."""
        async with self._database.work() as work:
            row = await work.get(SessionRow, session)
            if row is not None:
                row.scopes = " ".join(sorted(set(row.scopes.split()) | set(scopes)))

    async def closed(self, session: str, ended: str, finished: Finished, at: int) -> None:
        """Note how it ended and what the log says of its recording."""
        values = {
            "closed": at,
            "ended": ended,
            "entries": finished.entries,
            "bytes": finished.size,
            "root": b64u(finished.root),
            "sha256": b64u(finished.sha256),
        }
        async with self._database.work() as work:
            await work.execute(update(SessionRow).where(SessionRow.session == session).values(**values))

    async def complained(self, session: str, count: int, at: int | None) -> None:
        """Note how many complaints there are, and since when the recording is held; None where nothing holds it."""
        async with self._database.work() as work:
            row = await work.get(SessionRow, session)
            if row is not None:
                row.complaints = count
                row.held = row.held or at

    async def rated(self, session: str, points: int) -> None:
        """Note how the customer found it."""
        async with self._database.work() as work:
            await work.execute(update(SessionRow).where(SessionRow.session == session).values(rating=points))

    async def held(self, session: str, at: int | None) -> None:
        """Note since when a recording is held; None once it is not any more."""
        async with self._database.work() as work:
            await work.execute(update(SessionRow).where(SessionRow.session == session).values(held=at))

    async def technician_of(self, session: str) -> int | None:
        """Tell which person held a session."""
        async with self._database.work() as work:
            return await work.scalar(select(SessionRow.person).where(SessionRow.session == session))

    async def helped_in(self, session: str, person: int, thumbprint: str) -> bool:
        """Say whether this person, or this key whoever it belonged to then, was a session's technician."""
        own = or_(SessionRow.person == person, SessionRow.technician == thumbprint)
        async with self._database.work() as work:
            return await work.scalar(select(SessionRow.session).where(SessionRow.session == session, own)) is not None

    async def listed(self, person: int | None = None) -> list[tuple[SessionRow, str | None]]:
        """Give all sessions, or one person's, newest first, with the technician's name."""
        query = select(SessionRow, Person.name).outerjoin(Person, SessionRow.person == Person.id)
        if person is not None:
            query = query.where(SessionRow.person == person)
        async with self._database.work() as work:
            rows = await work.execute(query.order_by(SessionRow.opened.desc()))
            return [(row, name) for row, name in rows]

    async def handed_out(self, session: str, reader: str, groups: str, reason: str, at: int) -> None:
        """Note an opening, after its log entry."""
        async with self._database.work() as work:
            work.add(Opening(session=session, reader=reader, groups=groups, reason=reason, time=at))
