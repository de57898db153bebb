"""Programs that are forked do what those do that are started."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.forked import FORKING, ROOT
from tests.support.processes import ForkedChild, is_alive
from tests.support.relay_process import PROGRAM, RelayProcess


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--help",),
        ("settings",),
        ("invite", "--role", "technician"),
        ("invite", "--role", "boss", "--name", "Ana"),
        ("sessions", "--json"),
    ],
    ids=" ".join,
)
def test_it_says_and_ends_as_one_that_people_start(arguments: tuple[str, ...], tmp_path: Path) -> None:
    """The same words on the same outputs and the same exit code, for commands that work and for such that do not."""
    env = {**os.environ, "ATTENDED_DATA": str(tmp_path / "data"), "COLUMNS": "100", "NO_COLOR": "1"}
    argv = [sys.executable, "-m", PROGRAM, *arguments]
    started = subprocess.run(argv, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    forked = FORKING.run(PROGRAM, *arguments, env=env)

    assert (forked.returncode, forked.stdout, forked.stderr) == (started.returncode, started.stdout, started.stderr)


def test_it_has_an_input_and_a_group_of_its_own() -> None:
    """It hears what is said to it and nothing else, and leads its own group of processes."""
    running = FORKING.start("json.tool", "--no-indent", env=dict(os.environ))
    assert os.getpgid(running.pid) == running.pid
    assert running.stdin is not None
    assert running.poll() is None
    running.stdin.write(b'{"a": [1]}')
    running.stdin.close()

    assert running.stdout.read() == b'{"a": [1]}\n'
    assert running.wait(10) == 0
    running.stdout.close()


def test_signals_reach_it_and_its_end_is_told() -> None:
    """SIGTERM and a kill are the program's own: the status is negative, and nothing is sent to an id that is free."""
    with ForkedChild(["json.tool"]) as deaf:
        assert is_alive(deaf.pid)
        deaf.signal(signal.SIGKILL)
        assert deaf.wait() == -signal.SIGKILL
        deaf.signal(signal.SIGTERM)
    assert not is_alive(deaf.pid)
    assert deaf.returncode == -signal.SIGKILL


def test_a_relay_is_killed_and_stands_again(tmp_path: Path) -> None:
    """Its process is gone with all it held, its port is free at once, and in order it ends with 0."""
    relay = RelayProcess(tmp_path / "data").init().start()
    assert relay.child is not None
    first = relay.child.pid
    relay.kill()
    assert not is_alive(first)
    relay.start()
    assert relay.child.pid != first
    assert relay.stop() == 0
    relay.close()


def test_one_that_takes_too_long_is_ended() -> None:
    """After its time it is killed, and the wait raises as that of `subprocess` does."""
    with pytest.raises(subprocess.TimeoutExpired):
        FORKING.run("http.server", "--bind", "127.0.0.1", "0", env=dict(os.environ), within=0.3)
