import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import pytest

from agent.desk import engine_process
from agent.desk.engine_process import EngineProcess
from agent.engine.account import Account
from agent.input.memory import InputMemory
from agent.pipe.messages import Mask, Masked, PipeMessage, Start

_PARENT = """
import subprocess, sys
child = subprocess.Popen([sys.executable, "-c", "import signal; signal.pause()"], start_new_session=True)
print(child.pid, flush=True)
child.wait()
"""


class Loop:
    """Watches descriptors as Qt does."""

    def __init__(self) -> None:
        self.heard: list[PipeMessage] = []
        self.ended: list[int | None] = []
        self._watched: dict[int, Callable[[], None]] = {}

    def watch(self, descriptor: int, readable: Callable[[], None]) -> Callable[[], None]:
        """Watch one."""
        self._watched[descriptor] = readable
        return lambda: self._watched.pop(descriptor, None) and None

    def until(self, holds: Callable[[], bool]) -> None:
        """Turn until something holds."""
        ends = time.monotonic() + 20
        while not holds():
            assert time.monotonic() < ends
            ready, _, _ = select.select(list(self._watched), [], [], 0.1)
            for descriptor in ready:
                if descriptor in self._watched:
                    self._watched[descriptor]()


@pytest.fixture
def loop() -> Loop:
    """Give a loop."""
    return Loop()


@pytest.fixture
def engine(loop: Loop) -> Iterator[EngineProcess]:
    """Give a real engine process with the test card."""
    held = InputMemory.create()
    made = EngineProcess(
        loop.watch,
        loop.heard.append,
        loop.ended.append,
        held=held.descriptor,
        release=lambda: None,
        module="tests.support.card_engine",
    )
    made.start()
    yield made
    made.close()
    held.close()


def alive(pid: int | None) -> bool:
    """Say whether a process is there."""
    try:
        os.kill(pid or 0, 0)
    except ProcessLookupError:
        return False
    return True


def test_the_engine_hears_and_answers(engine: EngineProcess, loop: Loop) -> None:
    """Over the pipe it inherited."""
    engine.send(Mask(serial=3, areas=[], reach=[], clocks=[]))
    loop.until(lambda: Masked(serial=3) in loop.heard)
    assert engine.account() == Account([], [])


def test_an_engine_that_dies_is_noticed(engine: EngineProcess, loop: Loop) -> None:
    """Its exit code is told once."""
    assert engine.pid is not None
    os.kill(engine.pid, signal.SIGKILL)
    loop.until(lambda: bool(loop.ended))
    assert loop.ended == [-signal.SIGKILL]


@pytest.mark.alone
def test_a_killed_engine_is_gone_even_when_it_hangs(engine: EngineProcess, loop: Loop) -> None:
    """SIGSTOP does not save it, and whoever kills is not told again."""
    pid = engine.pid
    assert pid is not None
    os.kill(pid, signal.SIGSTOP)
    began = time.monotonic()
    engine.kill()
    assert time.monotonic() - began < 0.25
    assert not alive(pid)
    assert loop.ended == []


def test_a_closing_engine_is_another_process(engine: EngineProcess) -> None:
    """It takes the place of the one before."""
    before = engine.pid
    engine.send(Start(origin="http://localhost:1", websocket="ws://localhost:1/agent", first="{}", closing=True))
    assert engine.pid != before
    assert not alive(before)


def test_saying_something_to_nobody_is_no_fault(engine: EngineProcess, loop: Loop) -> None:
    """After its end nothing is heard and nothing raised."""
    engine.kill()
    engine.send(Mask(serial=1, areas=[], reach=[], clocks=[]))
    assert loop.heard == []


def test_what_an_engine_started_ends_with_it() -> None:
    """A command in a group of its own does not outlive an engine that is killed while it hangs."""
    with subprocess.Popen([sys.executable, "-c", _PARENT], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        watched = os.pidfd_open(child)
        engine_process._end_children(parent.pid)
        ended, _, _ = select.select([watched], [], [], 5)
        parent.kill()
    os.close(watched)
    assert ended
