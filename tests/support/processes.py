"""Child processes of tests and demo: started by argument list, heard line by line, ended by their own id."""

import os
import re
import signal
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.support.forked import FORKING, Forked

TIME_TO_END = 5.0  # seconds that a program gets between SIGTERM and SIGKILL


class ChildFailed(AssertionError):
    """A child ended, or stayed silent, where a line was expected; holds what it said."""


class Child:
    """
    One child process, with everything it says on either output kept as lines.

    Use it as a context manager, or call `end()`; after that `ended` is true and `returncode` is set.
    """

    def __init__(
        self,
        argv: Sequence[str | Path],
        *,
        name: str = "",
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        pass_fds: Sequence[int] = (),
    ) -> None:
        self.argv = [str(part) for part in argv]
        self.name = name or Path(self.argv[0]).name
        self._lines: list[str] = []  # the hearing thread appends, under _news
        self._silent = False  # both outputs are closed; the hearing thread sets it, under _news
        self._news = threading.Condition()
        self._process = self._begin({**os.environ, **(env or {})}, cwd, pass_fds)
        self._hearing = threading.Thread(target=self._hear, name=f"hears {self.name}", daemon=True)
        self._hearing.start()

    @property
    def pid(self) -> int:
        """The process id; still the child's own after it ended, as it is remembered and not asked for."""
        return self._process.pid

    @property
    def returncode(self) -> int | None:
        """The exit status, negative for a signal; None while it runs."""
        return self._process.poll()

    @property
    def ended(self) -> bool:
        """Whether the process is gone and its status is collected."""
        return self.returncode is not None

    @property
    def lines(self) -> list[str]:
        """What it has said so far."""
        with self._news:
            return list(self._lines)

    def line(self, pattern: str, within: float = 20.0, after: int = 0) -> re.Match[str]:
        """
        Wait for a line that holds `pattern`, said before or from now on; `within` is in seconds.

        `after`: so many lines at the beginning are not looked at.

        Raises:
            ChildFailed: The time passed, or the child closed its outputs without such a line.
        """
        wanted, deadline, seen = re.compile(pattern), time.monotonic() + within, after
        with self._news:
            while True:
                for said in self._lines[seen:]:
                    if found := wanted.search(said):
                        return found
                seen = len(self._lines)
                left = deadline - time.monotonic()
                if self._silent or left <= 0:
                    raise ChildFailed(self._told(f"did not say {pattern!r} within {within} s"))
                self._news.wait(left)

    def say(self, text: str) -> None:
        """Write a line to the child's standard input."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{text}\n".encode())
        self._process.stdin.flush()

    def wait(self, within: float = 20.0) -> int:
        """
        Wait for the child to end by itself and give its exit status; `within` is in seconds.

        Raises:
            ChildFailed: It still runs.
        """
        try:
            status = self._process.wait(within)
        except subprocess.TimeoutExpired:
            raise ChildFailed(self._told(f"still runs after {within} s")) from None
        self._close()
        return status

    def signal(self, number: signal.Signals) -> None:
        """Send it a signal, unless it has ended."""
        if not self.ended:
            self._process.send_signal(number)

    def end(self) -> int:
        """End it by its id: SIGTERM, after `TIME_TO_END` SIGKILL; give the exit status."""
        self.signal(signal.SIGTERM)
        try:
            self._process.wait(TIME_TO_END)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._close()
        return self._process.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end()

    def _begin(
        self, env: Mapping[str, str], cwd: Path | None, pass_fds: Sequence[int]
    ) -> subprocess.Popen[bytes] | Forked:
        return subprocess.Popen(
            self.argv,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=env,
            cwd=cwd,
            pass_fds=pass_fds,
            # Ctrl+C goes to a terminal's whole group: whoever started the children ends them, in the right order.
            process_group=0,
        )

    def _hear(self) -> None:
        assert self._process.stdout is not None
        for raw in self._process.stdout:
            with self._news:
                self._lines.append(raw.decode(errors="replace").rstrip("\n"))
                self._news.notify_all()
        with self._news:
            self._silent = True
            self._news.notify_all()

    def _close(self) -> None:
        # A grandchild may hold the output open; it is not ours to end, so the thread is not waited for long.
        self._hearing.join(1.0)
        if self._process.stdin is not None:
            try:
                self._process.stdin.close()
            except BrokenPipeError:
                self._lines.append("(ended before it read its input)")
        if not self._hearing.is_alive() and self._process.stdout is not None:
            self._process.stdout.close()

    def _told(self, what: str) -> str:
        said = "\n".join(self._lines[-40:]) or "(nothing)"
        return f"{self.name} (pid {self.pid}, status {self.returncode}) {what}. It said:\n{said}"


class ForkedChild(Child):
    """A child whose modules are loaded already: `argv` is what follows `python -m`, and its folder is the root."""

    def _begin(
        self,
        env: Mapping[str, str],
        cwd: Path | None,  # noqa: ARG002 - see above
        pass_fds: Sequence[int],  # noqa: ARG002 - it takes none
    ) -> subprocess.Popen[bytes] | Forked:
        return FORKING.start(*self.argv, env=dict(env))


def is_alive(pid: int) -> bool:
    """Say whether a process with this id exists and is no zombie."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return False
    return status.rpartition(")")[2].split()[0] != "Z"
