import socket
import time

import pytest

from agent.pipe.desk_end import DeskEnd
from agent.pipe.frames import framed
from agent.pipe.messages import Drained, Mask, PipeMessage, written
from protocol.errors import PipeBroken


def test_what_the_engine_says_is_heard() -> None:
    """Several messages in one piece are heard in order, and the closed end is noticed."""
    ours, theirs = socket.socketpair()
    heard: list[PipeMessage] = []
    end = DeskEnd(ours, heard.append)
    with theirs:
        theirs.sendall(framed(written(Drained())) * 2)
        assert end.readable()
    assert heard == [Drained(), Drained()]
    assert not end.readable()
    end.close()


def test_nonsense_breaks_the_pipe() -> None:
    """An engine that says what is no message is not listened to any more."""
    ours, theirs = socket.socketpair()
    end = DeskEnd(ours, lambda message: None)
    with theirs:
        theirs.sendall(framed(b"nonsense"))
        with pytest.raises(PipeBroken):
            end.readable()
    end.close()


def test_an_engine_that_does_not_read_never_hangs_the_desk() -> None:
    """Saying something to a hanging engine ends within a moment."""
    ours, theirs = socket.socketpair()
    end = DeskEnd(ours, lambda message: None)
    began = time.monotonic()
    with theirs, pytest.raises(PipeBroken):
        say_much(end)
    assert time.monotonic() - began < 5
    end.close()


def say_much(end: DeskEnd) -> None:
    """Say more than any buffer holds."""
    for serial in range(100_000):
        end.send(Mask(serial=serial, areas=[], reach=[], clocks=[]))
