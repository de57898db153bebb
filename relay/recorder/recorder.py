"""
One session's recorder: what is handed to it is written before anything else happens to it.

Entries of one turn of the event loop are written together, then their followers run: forwarding is such a follower,
so nothing is forwarded that was not written. When the disk fails, the recorder stands still with what it was handed,
says so, and tries again until it works; followers wait, so nothing is lost and nothing passes unrecorded.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from hashlib import sha256
from time import time_ns

from protocol.errors import RecordingStopped
from protocol.recording import HEADER_BYTES, KIND_TOPICS, Kind, Note, Origin, SessionTree, header_of, leaf_of
from relay.recorder.container import CHANNEL_IDS, SEALED_CHANNEL_IDS, record_of
from relay.recorder.live import LiveFile
from relay.recorder.syncing import SyncThread

TRY_AGAIN_AFTER = 0.5
"""Seconds between two tries to write while the disk fails."""
CROWDED_BYTES = 16 * 2**20
"""Bytes that may wait for a failing disk before the ends are not read any more: both windows and some documents."""

Body = bytes | memoryview
Follower = Callable[[], None]
StateChanged = Callable[[bool], None]


def now_ms() -> int:
    """Give the time in milliseconds since 1970."""
    return time_ns() // 1_000_000


class Recorder:
    """
    Writes one session's entries. All methods belong to the event loop.

    `on_state` is told True when writing works again and False when it stops.
    """

    def __init__(
        self,
        file: LiveFile,
        tree: SessionTree,
        syncs: SyncThread,
        on_state: StateChanged,
        clock: Callable[[], int] = now_ms,
    ) -> None:
        self.tree = tree
        self._file = file
        self._on_state = on_state
        self._clock = clock
        self._loop = asyncio.get_running_loop()
        # What waits to be written: filled by `add`, emptied by `_flush`; the followers run in the same order.
        self._parts: list[Body] = []
        self._followers: list[Follower] = []
        self._waiting_bytes = 0
        self._flush_planned = False
        self._now = clock()
        self._syncs = syncs
        self._sync_due = False  # set here when something was written, cleared by the thread before it syncs
        self._closed = False
        self.running = asyncio.Event()
        self.running.set()

    @property
    def crowded(self) -> bool:
        """Say that so much waits to be written that nothing more should be taken."""
        return self._waiting_bytes > CROWDED_BYTES

    def add(
        self, kind: Kind, origin: Origin, body: Body, kid: int = 0, counter: int = 0, then: Follower | None = None
    ) -> None:
        """Take the next entry; `then` runs once it is written."""
        if not self._flush_planned:
            self._flush_planned = True
            self._loop.call_soon(self._flush)
            self._now = self._clock()
        tree, now, length = self.tree, self._now, len(body)
        index = tree.entries
        header = header_of(kind, origin, index, now, kid, counter, length)
        tree.add_leaf(leaf_of(header, sha256(body).digest()))
        channel = SEALED_CHANNEL_IDS[kid & 0x7F] if kind is Kind.SEALED else CHANNEL_IDS[KIND_TOPICS[kind]]
        self._parts += (record_of(channel, index, now, length), header, body)
        self._waiting_bytes += length + HEADER_BYTES
        if then is not None:
            self._followers.append(then)

    def note(self, note: Note) -> None:
        """Record what the relay saw."""
        self.add(Kind.NOTE, Origin.RELAY, note.body())

    async def written(self) -> None:
        """Wait until everything handed in so far is written."""
        if self._closed:
            return
        done = asyncio.Event()
        self._followers.append(done.set)
        if not self._flush_planned:
            self._flush_planned = True
            self._loop.call_soon(self._flush)
        await done.wait()

    async def synced(self) -> None:
        """Wait until everything handed in so far would survive a power cut."""
        await self.written()
        goal = self._file.length
        while self._file.durable < goal and not self._closed:
            await self._loop.run_in_executor(None, self._sync)
            await self.running.wait()

    async def close(self) -> int:
        """Write and sync the rest, let go of the file, and give its length. Hand nothing in any more."""
        await self.synced()
        self._let_go()
        return self._file.length

    def abandon(self) -> None:
        """Let go of the file with what is written; what still waits was never forwarded."""
        self._let_go()

    def _let_go(self) -> None:
        self._closed = self._flush_planned = True  # whatever is handed in from now on waits for ever
        self._file.close()

    def _flush(self) -> None:
        if self._closed:
            return
        try:
            self._file.write(self._parts)
        except RecordingStopped:
            self._stand_still()
            return
        followers, self._followers = self._followers, []
        self._parts, self._waiting_bytes, self._flush_planned = [], 0, False
        if not self._sync_due:
            self._sync_due = True
            self._syncs.soon(self._sync_in_turn)
        for follower in followers:
            follower()

    def _stand_still(self) -> None:
        # `_flush_planned` stays set: until the disk works again, only the timer below flushes.
        if self.running.is_set():
            self.running.clear()
            self._on_state(False)
            self.note(Note(what="paused", who="relay"))
        self._loop.call_later(TRY_AGAIN_AFTER, self._try_again)

    def _try_again(self) -> None:
        if self._closed:
            return
        if not self._file.distrusted:
            self._go_on()
            return
        rescue = self._loop.run_in_executor(None, self._file.rescue)
        rescue.add_done_callback(self._rescued)

    def _rescued(self, rescue: asyncio.Future[None]) -> None:
        if self._closed:
            return
        if rescue.exception() is None:
            self._go_on()
        else:
            self._loop.call_later(TRY_AGAIN_AFTER, self._try_again)

    def _go_on(self) -> None:
        self._flush()
        if self._flush_planned:
            return  # it failed again, and the timer is set
        self.running.set()
        self.note(Note(what="running", who="relay"))
        self._on_state(True)

    def _sync_in_turn(self) -> None:
        self._sync_due = False
        self._sync()

    def _sync(self) -> None:
        """Sync, in a thread. Only a failure wakes the loop: whoever waits for success waits for this thread."""
        try:
            self._file.sync()
        except RecordingStopped:
            self._loop.call_soon_threadsafe(self._sync_failed)

    def _sync_failed(self) -> None:
        if self._closed or not self.running.is_set():
            return  # it stands still already, and the next try will see that the file is not trusted
        self._flush_planned = True
        self._stand_still()
