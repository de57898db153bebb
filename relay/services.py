"""What every session of this relay shares."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import structlog

from protocol.errors import AttendedError
from protocol.recording import Opening
from relay.accounts import Accounts
from relay.gate import Rules
from relay.logbook import Logbook
from relay.metrics import Metrics
from relay.organisation.in_force import InForce
from relay.organisation.keys import Published
from relay.recorder.shelf import Shelf
from relay.recorder.syncing import SyncThread
from relay.rooms import Directory
from relay.store.sessions import SessionList
from relay.tickets import Throttle

if TYPE_CHECKING:
    from relay.session import Session

VERSION = "attended.v1"


@dataclass(frozen=True)
class Services:
    """The relay's parts, made once. `seconds` gives Unix time, `milliseconds` the same finer."""

    origin: str
    in_force: InForce
    logbook: Logbook
    shelf: Shelf
    syncs: SyncThread
    sessions: SessionList
    accounts: Accounts
    directory: Directory[Session]
    metrics: Metrics
    failures: Throttle
    seconds: Callable[[], int]
    milliseconds: Callable[[], int]
    say: structlog.stdlib.BoundLogger
    tasks: set[asyncio.Task[None]] = field(default_factory=set)
    afterwards: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Held while something that was said once a session was over is kept and logged: one at a time, each once."""

    @property
    def published(self) -> Published:
        """
        What the organisation signed.

        Raises:
            NoOrganisation: Nothing yet; whoever asks is refused with it.
        """
        return self.in_force.published(self.seconds())

    @property
    def log_key(self) -> str:
        """The log's verifier key, as everybody is told it."""
        return str(self.logbook.verifier)

    @property
    def rules(self) -> Rules:
        """What sessions that begin now are judged by."""
        organisation = self.published.organisation
        return Rules(self.origin, organisation.policy, organisation.policy_sha256)

    def opening(self, session: str) -> Opening:
        """Write the first entry of a session's recording."""
        return Opening(
            version=VERSION,
            session=session,
            origin=self.origin,
            log_key=self.log_key,
            organisation=self.published.organisation.domain,
            policy=self.published.policy,
            directory_key=self.published.directory,
        )

    async def listed(self, work: Awaitable[None]) -> None:
        """Note something in the list of sessions; a list that cannot be written loses no evidence and ends nothing."""
        try:
            await work
        except AttendedError as wrong:
            self.say.error("the list of sessions cannot be written", why=str(wrong))

    def spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Start something that nobody waits for; what goes wrong in it is told, never lost."""
        task = asyncio.get_running_loop().create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self._done)
        return task

    def _done(self, task: asyncio.Task[None]) -> None:
        self.tasks.discard(task)
        if not task.cancelled() and (wrong := task.exception()) is not None:
            self.say.error("unforeseen", where=task.get_coro().__qualname__, what=repr(wrong))  # type: ignore[union-attr]
