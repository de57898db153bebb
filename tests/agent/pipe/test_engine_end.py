import socket

import pytest

from agent.pipe.engine_end import EngineEnd
from agent.pipe.frames import framed
from agent.pipe.messages import Drained, GoOn, Halt, written
from protocol.errors import PipeBroken


async def test_the_desk_is_heard_until_its_end_closes() -> None:
    """Messages come in turn; the closed pipe ends them."""
    ours, theirs = socket.socketpair()
    end = await EngineEnd.over(theirs)
    with ours:
        ours.sendall(framed(written(Halt())) + framed(written(GoOn())))
        end.send(Drained())
        ours.settimeout(5)
        assert ours.recv(100) == framed(written(Drained()))
    assert [message async for message in end.messages()] == [Halt(), GoOn()]
    await end.close()


async def test_nonsense_breaks_the_pipe() -> None:
    """What is no message ends the engine."""
    ours, theirs = socket.socketpair()
    end = await EngineEnd.over(theirs)
    with ours:
        ours.sendall(framed(b"{}"))
        with pytest.raises(PipeBroken):
            await anext(aiter(end.messages()))
    await end.close()
