"""
The thread that makes recordings survive a power cut, less than half a second after each write.

It waits by itself and tells nobody that it worked: while a cursor blinks, waking the event loop for a timer and for
good news cost more than half as much as forwarding.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Lock, Thread
from time import monotonic

SYNC_EVERY = 0.4
"""Seconds between two rounds: with the sync itself, well within 500 ms of any write."""
_TOGETHER = 8
"""Syncs under way at a time: a disk takes several together faster than one after the other."""

Sync = Callable[[], None]


class SyncThread:
    """Runs in rounds what is due. A relay has one for all its recordings; it ends with the process or by `close`."""

    def __init__(self) -> None:
        # The event loop puts, the thread takes.
        self._due: deque[Sync] = deque()
        self._something = Event()
        # Held until `close`, then the thread's. An event would be ten calls a round, and nothing keeps them warm.
        self._open = Lock()
        self._open.acquire()
        Thread(target=self._run, name="sync", daemon=True).start()

    def soon(self, sync: Sync) -> None:
        """Run this once, within `SYNC_EVERY`, in a thread. It deals with its own failures."""
        self._due.append(sync)
        self._something.set()

    def close(self) -> None:
        """Begin no more rounds; what is due is not run any more."""
        self._open.release()
        self._something.set()

    def _run(self) -> None:
        with ThreadPoolExecutor(_TOGETHER, "sync") as pool:
            while True:
                self._something.wait()
                self._something.clear()
                # After a round that had work comes another: who wrote will write again, and need not wake this thread.
                worked, began = True, monotonic()
                while worked:
                    # From its beginning, so that what is written while a slow disk syncs waits no longer than else.
                    if self._open.acquire(timeout=max(0.0, began + SYNC_EVERY - monotonic())):
                        return
                    began = monotonic()
                    worked = self._round(pool)

    def _round(self, pool: ThreadPoolExecutor) -> bool:
        """Run what has become due meanwhile; say whether anything was."""
        due = [self._due.popleft() for _ in range(len(self._due))]
        if len(due) == 1:
            due[0]()
        else:
            for done in [pool.submit(sync) for sync in due]:
                done.result()
        return bool(due)
