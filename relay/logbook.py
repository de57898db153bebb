"""
What the relay writes into the organisation's log: pseudonyms, salted hashes, counts and coarse times, nothing else.

Appending blocks on the disk, so one thread does it, in the order in which entries were handed in.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from consent.canonical import canonical, parse_canonical
from protocol import limits, note
from protocol.errors import NotSetUp
from relay.log.store import LogFolder


@dataclass(frozen=True)
class Logged:
    """An entry that stands in the log: its exact bytes, and the proof of its place."""

    index: int
    entry: bytes
    proof: str


def coarse(seconds: int) -> str:
    """Write a time as the log has it: to the minute, which is enough to find a day's session and no more."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%MZ")


class Logbook:
    """The log for the relay's event loop. Close it when done."""

    def __init__(self, log: LogFolder, verifier: note.VerifierKey, clock: Callable[[], int]) -> None:
        self.log = log
        self._verifier = verifier
        self._clock = clock
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="log")

    @classmethod
    def open(cls, data: Path, key: note.SigningKey, clock: Callable[[], int]) -> Logbook:
        """
        Go on with the log of a data folder.

        Raises:
            NotSetUp: There is none.
            LogInUse, LogDamaged, LogRolledBack, LogNotWritten: As `LogFolder`.
        """
        if not (data / "log").is_dir():
            raise NotSetUp(str(data / "log"))
        return cls(LogFolder(data / "log", key, data / "log-key"), key.verifier, clock)

    @property
    def verifier(self) -> note.VerifierKey:
        """The public half of the log's key."""
        return self._verifier

    async def append(self, kind: str, **facts: Any) -> Logged:  # noqa: ANN401 - canonical JSON values
        """
        Add an entry of a kind with the present minute; when this returns it is durable and proven.

        Raises:
            LogNotWritten: The disk refused; nothing was added.
        """
        return (await self.append_all([{"kind": kind, **facts}]))[0]

    async def append_all(self, entries: Sequence[Mapping[str, Any]]) -> list[Logged]:
        """
        Add entries with the present minute, each naming its kind, as one batch: the disk works once for all of them.

        Raises:
            LogNotWritten: The disk refused; nothing was added.
        """
        time = coarse(self._clock())
        written = [canonical({**facts, "time": time}) for facts in entries]
        loop = asyncio.get_running_loop()
        logged: asyncio.Future[list[Logged]] = loop.create_future()
        self._thread.submit(
            self._append, written, lambda told: loop.call_soon_threadsafe(partial(_settle, logged, told))
        )
        return await logged

    async def proven(self, index: int) -> Logged:
        """Give an entry with its proof under the present checkpoint."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._proven, index)

    async def of_sessions(self, sessions: set[str]) -> dict[str, list[tuple[int, dict[str, Any]]]]:
        """Gather the entries of some sessions, newest part of the log first read, until each one's opening is found."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._of_sessions, sessions)

    def close(self) -> None:
        """Finish what was handed in and let go of the log."""
        self._thread.shutdown(wait=True)
        self.log.close()

    def _append(self, entries: list[bytes], tell: Callable[[list[Logged] | Exception], object]) -> None:
        try:
            first = self.log.append(entries, finish=False).first_index
            tell([Logged(index, entry, self.log.proof(index)) for index, entry in enumerate(entries, first)])
        except Exception as wrong:  # noqa: BLE001 - whatever it was, it is raised where it is waited for
            tell(wrong)
        finally:
            self.log.finish()  # what is left to do then, nobody has to wait for

    def _proven(self, index: int) -> Logged:
        return Logged(index, self.log.entry(index), self.log.proof(index))

    def _of_sessions(self, sessions: set[str]) -> dict[str, list[tuple[int, dict[str, Any]]]]:
        found: dict[str, list[tuple[int, dict[str, Any]]]] = {session: [] for session in sessions}
        unopened = set(sessions)
        for index, entry in self.log.backwards():
            if not unopened:
                break
            facts = parse_canonical(entry, limits.LOG_ENTRY_BYTES)
            session = facts.get("session")
            if session in found:
                found[session].insert(0, (index, facts))
                if facts["kind"] == "session-opened":
                    unopened.discard(session)
        return found


def _settle(logged: asyncio.Future[list[Logged]], told: list[Logged] | Exception) -> None:
    if logged.done():  # nobody waits any more
        return
    if isinstance(told, Exception):
        logged.set_exception(told)
    else:
        logged.set_result(told)
