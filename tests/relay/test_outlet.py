"""What waits for one end's socket."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from protocol import limits
from protocol.codec import encode_plain
from protocol.errors import LineGivenUp, PeerTooSlow
from protocol.messages.relay import Closed, LineHere, PeerBack
from relay.outlet import LEAST_BYTES, Outlet


class Socket:
    """A socket that takes messages while it is open, and keeps them."""

    def __init__(self) -> None:
        self.taken: list[dict[str, Any]] = []
        self.open = asyncio.Event()
        self.open.set()
        self.gone = False

    async def send(self, message: dict[str, Any]) -> None:
        """Take a message."""
        await self.open.wait()
        if self.gone:
            raise OSError("gone")
        self.taken.append(message)

    @property
    def sent(self) -> list[bytes]:
        """The data taken."""
        return [message["bytes"] for message in self.taken if message["type"] == "websocket.send"]


def closed(error: type[Any]) -> bytes:
    """Write the last word for an error."""
    return encode_plain(Closed(code=error.code, words=error.words, remedy=error.remedy))


async def test_what_is_put_goes_out_in_order_and_is_told_when_gone() -> None:
    """Messages keep their order, and `gone` hears a size only when the socket has taken it."""
    socket = Socket()
    gone: list[int] = []
    outlet = Outlet(socket.send)
    running = asyncio.create_task(outlet.run())
    outlet.put(b"first", gone.append)
    outlet.say(PeerBack())
    outlet.finish()
    await running

    assert socket.sent == [b"first", encode_plain(PeerBack())]
    assert gone == [5]
    assert socket.taken[-1] == {"type": "websocket.close", "code": 1000}


async def test_a_closed_outlet_says_why_last() -> None:
    """After the reason nothing more goes out."""
    socket = Socket()
    outlet = Outlet(socket.send)
    outlet.put(b"before")
    outlet.close(LineGivenUp())
    outlet.put(b"after")
    outlet.close(PeerTooSlow())
    await outlet.run()

    assert socket.sent == [b"before", closed(LineGivenUp)]
    assert outlet.broken.is_set()


async def test_answers_that_nobody_reads_cost_a_bounded_memory() -> None:
    """Whoever asks for the line without end and takes no answer is too slow, long before millions of them wait."""
    outlet = Outlet(Socket().send)
    answer = encode_plain(LineHere())
    for _ in range(limits.OUTBOX_BYTES // LEAST_BYTES):
        outlet.put(answer)
    assert not outlet.broken.is_set()
    outlet.put(answer)
    assert outlet.broken.is_set()


async def test_a_socket_that_takes_nothing_costs_a_bounded_memory() -> None:
    """Beyond its bound the outlet drops what waits and says that this end was too slow."""
    socket = Socket()
    socket.open.clear()
    outlet = Outlet(socket.send)
    running = asyncio.create_task(outlet.run())
    piece = bytes(2**20)
    for _ in range(limits.OUTBOX_BYTES // len(piece) + 2):
        outlet.put(piece)
    assert outlet.broken.is_set()

    socket.open.set()
    await running
    assert socket.sent[-1] == closed(PeerTooSlow)
    assert len(socket.sent) <= 2


async def test_a_socket_that_goes_away_ends_the_outlet() -> None:
    """Losing the socket is no fault: the outlet ends quietly and takes nothing more."""
    socket = Socket()
    socket.gone = True
    outlet = Outlet(socket.send)
    outlet.put(b"lost")
    await outlet.run()
    outlet.put(b"late")

    assert outlet.broken.is_set()
    assert socket.sent == []


@pytest.mark.parametrize("size", [0, 1])
async def test_an_outlet_without_words_just_closes(size: int) -> None:
    """Finishing sends what waits and closes the socket, without a last word."""
    socket = Socket()
    outlet = Outlet(socket.send)
    if size:
        outlet.put(b"x")
    outlet.finish()
    await outlet.run()

    assert len(socket.sent) == size
