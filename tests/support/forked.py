"""
Programs of the relay that begin where loading ends: forked from a process that has loaded the modules and run nothing.

Loading takes a second of the processor, and the tests start more than a hundred relays and commands. Arguments,
environment, folder, standard files, process group and id are each program's own. People's begin by `python -m`;
`test_forked.py` compares the two, and the README's commands are tried as people type them.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import runpy
import select
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, NamedTuple

ROOT = Path(__file__).parent.parent.parent
LOADED = ("uvloop", "relay.main", "relay.server", "relay.setup", "relay.rebuild", "relay.organisation.demo")
"""What every forked program has when it begins."""
_REQUEST_BYTES = 160 * 1024
"""Room for one program's arguments and environment; a socket's usual room is a little more."""
_FILES = 4
"""Input, output, complaints, and where its keeper tells its id and its end."""


class Finished(NamedTuple):
    """A program that ended: its exit status, and what it said."""

    returncode: int
    stdout: str
    stderr: str


class Forked:
    """A running program, worked as one of `subprocess.Popen` is."""

    def __init__(self, argv: Sequence[str], telling: IO[bytes], stdin: IO[bytes] | None, stdout: IO[bytes]) -> None:
        self.args = argv
        self.stdin = stdin
        self.stdout = stdout
        self.returncode: int | None = None
        self._telling = telling
        self.pid = int(telling.readline())

    def poll(self) -> int | None:
        """Give the exit status, negative for a signal; None while it runs."""
        return self._look(0)

    def wait(self, timeout: float | None = None) -> int:
        """
        Wait for its end.

        Raises:
            subprocess.TimeoutExpired: It still runs.
        """
        status = self._look(timeout)
        if status is None:
            raise subprocess.TimeoutExpired(list(self.args), timeout or 0.0)
        return status

    def send_signal(self, number: int) -> None:
        """Send it a signal, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """End it as a crash would."""
        self.send_signal(signal.SIGKILL)

    def _look(self, seconds: float | None) -> int | None:
        if self.returncode is None and select.select([self._telling], [], [], seconds)[0]:
            self.returncode = int(self._telling.readline())
            self._telling.close()
        return self.returncode


class Forking:
    """The process that programs are forked from; started when the first of them is asked for, ended with the tests."""

    def __init__(self) -> None:
        self.offered = False
        """Whether programs are forked: a benchmark measures those that people start."""
        self._process: subprocess.Popen[bytes] | None = None
        self._line: socket.socket | None = None

    def start(self, module: str, *arguments: str, env: dict[str, str]) -> Forked:
        """Begin `python -m module`, in a process group of its own, with both outputs in one."""
        (reads, writes), (hears, says) = os.pipe(), os.pipe()
        try:
            telling = self._begin(module, arguments, env, (reads, says, says))
        finally:
            os.close(reads)
            os.close(says)
        return Forked((module, *arguments), telling, os.fdopen(writes, "wb", 0), os.fdopen(hears, "rb"))

    def run(self, module: str, *arguments: str, env: dict[str, str], within: float = 60.0) -> Finished:
        """
        Run `python -m module` to its end, with nothing to read; `within` is in seconds.

        Raises:
            subprocess.TimeoutExpired: It took longer, and was ended.
        """
        with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as complained, Path(os.devnull).open() as none:
            files = (none.fileno(), said.fileno(), complained.fileno())
            running = Forked((module, *arguments), self._begin(module, arguments, env, files), None, said)
            try:
                status = running.wait(within)
            except subprocess.TimeoutExpired:
                running.kill()
                running.wait()
                raise
            said.seek(0)
            complained.seek(0)
            return Finished(status, said.read().decode(), complained.read().decode())

    def end(self) -> None:
        """End the process that forks; programs that still run go on."""
        process, line = self._process, self._line
        self._process = self._line = None
        if line is not None:
            line.close()
        if process is not None:
            process.wait()

    def _begin(
        self, module: str, arguments: Sequence[str], env: dict[str, str], files: tuple[int, int, int]
    ) -> IO[bytes]:
        if self._line is None:
            self._line, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            argv = [sys.executable, "-m", "tests.support.forked", str(theirs.fileno())]
            self._process = subprocess.Popen(
                argv, cwd=ROOT, pass_fds=[theirs.fileno()], process_group=0,
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            )  # fmt: skip
            theirs.close()
        hears, tells = os.pipe()
        request = json.dumps([module, list(arguments), env]).encode()
        socket.send_fds(self._line, [request], [*files, tells])
        os.close(tells)
        return os.fdopen(hears, "rb", 0)


FORKING = Forking()


class _Program(NamedTuple):
    module: str
    arguments: list[str]
    env: dict[str, str]


def _forks(line: socket.socket) -> _Program | None:
    """Fork a program for every request. Each returns here and is told what to run; None when no more are wanted."""
    while True:
        request, files, _, _ = socket.recv_fds(line, _REQUEST_BYTES, _FILES)
        if not request:
            return None
        if os.fork() == 0 and _kept(files):
            line.close()
            return _Program(*json.loads(request))
        for file in files:
            os.close(file)


def _kept(files: Sequence[int]) -> bool:
    """Fork the program proper, and stay to tell its id and its exit status; give True in the program."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    *standard, tells = files
    program = os.fork()
    os.setpgid(program, 0 if program == 0 else program)  # by both: whoever comes first, it is done before all else
    if program == 0:
        for place, file in enumerate(standard):
            os.dup2(file, place)
    for file in {*standard, *((tells,) if program == 0 else ())}:
        os.close(file)
    if program == 0:
        return True
    os.write(tells, b"%d\n" % program)
    _, status = os.waitpid(program, 0)
    os.write(tells, b"%d\n" % os.waitstatus_to_exitcode(status))
    os._exit(0)


def _collect(_number: int, _frame: object) -> None:
    """Take note of keepers that ended: what they and their programs took of the processor is counted with us then."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _serve(descriptor: int) -> None:
    for module in LOADED:
        importlib.import_module(module)
    gc.freeze()  # what is shared stays shared
    signal.signal(signal.SIGCHLD, _collect)
    program = _forks(socket.socket(fileno=descriptor))
    if program is None:
        return
    os.environ.clear()
    os.environ.update(program.env)
    sys.argv = [program.module, *program.arguments]
    runpy.run_module(program.module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    _serve(int(sys.argv[1]))
