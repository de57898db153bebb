"""The engine as a child process: started with inherited descriptors, watched through its pipe, ended by its id."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable

import psutil

from agent.engine.account import Account, new_account, read_account
from agent.pipe.desk_end import DeskEnd
from agent.pipe.messages import PipeMessage, Start
from protocol.errors import PipeBroken

Unwatch = Callable[[], None]
Watch = Callable[[int, Callable[[], None]], Unwatch]
"""Calls back whenever a descriptor can be read, until it is unwatched: Qt's socket notifier, or a test's loop."""

REAP_SECONDS = 2.0
LISTEN_SECONDS = 0.01
"""An engine may talk without end to put off its own."""
REPORT_ONLY = "report-only"
"""What an engine is told that neither captures nor injects, whatever is permitted."""


class EngineProcess:
    """One engine at a time (an `EnginePort`)."""

    def __init__(
        self,
        watch: Watch,
        heard: Callable[[PipeMessage], None],
        ended: Callable[[int | None], None],
        *,
        held: int,
        release: Callable[[], None],
        module: str = "agent.engine",
        more: tuple[str, ...] = (),
    ) -> None:
        """
        Take how to watch and whom to tell.

        `held` is the shared memory of held keys, `release` lets go of them; `module` is what the child runs, and `more`
        what it is told besides.
        """
        self._watch = watch
        self._heard = heard
        self._ended = ended
        self._held = held
        self._release = release
        self._module = module
        self._more = more
        self._account = new_account()
        self._process: subprocess.Popen[bytes] | None = None
        self._pipe: DeskEnd | None = None
        self._unwatch: Unwatch | None = None

    @property
    def pid(self) -> int | None:
        """Give the running engine's id."""
        return self._process.pid if self._process is not None else None

    def start(self) -> None:
        """Start it afresh."""
        self._start(self._more)

    def send(self, message: PipeMessage) -> None:
        """Say something; an engine that does not take it counts as gone."""
        if isinstance(message, Start) and message.closing:
            # A closing engine is another program: it opens neither capture nor input.
            self._start(("closing",))
        if self._pipe is None:
            return
        try:
            self._pipe.send(message)
        except PipeBroken:
            self._gone()

    def listen(self) -> None:
        """Take what it has said already: until there is no more, but not for long if it never stops talking."""
        until = time.monotonic() + LISTEN_SECONDS
        while self._pipe is not None and self._pipe.has_more() and time.monotonic() < until:
            self._readable()

    def kill(self) -> None:
        """End it this instant. Nothing is told: whoever kills knows."""
        process = self._process
        self._drop()
        if process is not None:
            _end_children(process.pid)
            process.kill()
            process.wait(REAP_SECONDS)

    def account(self) -> Account:
        """Give how far each stream had come when the engine last wrote it down."""
        return read_account(self._account)

    def release_held(self) -> None:
        """Let go of every key and button that the dead engine left pressed."""
        self._release()

    def close(self) -> None:
        """End the engine and give the shared memory back."""
        self.kill()
        os.close(self._account)

    def _start(self, more: tuple[str, ...]) -> None:
        self.kill()
        ours, theirs = socket.socketpair()
        with theirs:
            passed = (theirs.fileno(), self._account, self._held)
            self._process = subprocess.Popen(  # noqa: S603 - our own program, by argument list
                [sys.executable, "-m", self._module, *map(str, passed), str(os.getpid()), *more],
                pass_fds=passed,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,  # it speaks through its pipe; python-xlib writes about its own files there
            )
        self._pipe = DeskEnd(ours, self._heard)
        self._unwatch = self._watch(ours.fileno(), self._readable)

    def _readable(self) -> None:
        pipe = self._pipe
        if pipe is None:
            return
        try:
            is_open = pipe.readable()
        except PipeBroken:
            is_open = False
        if not is_open and pipe is self._pipe:
            self._gone()

    def _gone(self) -> None:
        process = self._process
        self._drop()
        code = None
        if process is not None:
            process.kill()
            code = process.wait(REAP_SECONDS)
        self._ended(code)

    def _drop(self) -> None:
        if self._unwatch is not None:
            self._unwatch()
        if self._pipe is not None:
            self._pipe.close()
        self._process, self._pipe, self._unwatch = None, None, None


def _end_children(engine: int) -> None:
    """End what an engine started: a report's commands run in groups of their own and would outlive a hanging one."""
    with contextlib.suppress(psutil.Error, OSError):
        os.kill(engine, signal.SIGSTOP)  # first, so that it starts no more
        for child in psutil.Process(engine).children(recursive=True):
            with contextlib.suppress(psutil.Error):
                child.kill()
