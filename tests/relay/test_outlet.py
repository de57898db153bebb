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

    def send_now(self, data: bytes) -> bool:
        """Take a message at once, or not at all."""
        takes = self.open.is_set() and not self.gone
        if takes:
            self.taken.append({"type": "websocket.send", "bytes": data})
        return takes

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
    outlet = Outlet(socket.send, socket.send_now)
    running = asyncio.create_task(outlet.run())
    outlet.put(b"first", gone.append)
    outlet.say(PeerBack())
    outlet.finish()
    await running

    assert socket.sent == [b"first", encode_plain(PeerBack())]
    assert gone == [5]
    assert socket.taken[-1] == {"type": "websocket.close", "code": 1000}


async def test_what_the_socket_takes_at_once_waits_for_no_turn_of_the_loop() -> None:
    """While nothing waits, a message is in the socket, and told as gone, before `put` returns."""
    socket = Socket()
    gone: list[int] = []
    outlet = Outlet(socket.send, socket.send_now)
    outlet.put(b"first", gone.append)

    assert (socket.sent, gone) == ([b"first"], [5])


async def test_nothing_overtakes_what_waits() -> None:
    """A socket that is free again gets what waited first: what is on its way, what stands behind it, then the new."""
    socket = Socket()
    gone: list[int] = []
    outlet = Outlet(socket.send, socket.send_now)
    running = asyncio.create_task(outlet.run())
    socket.open.clear()
    outlet.put(b"1", gone.append)
    await asyncio.sleep(0)  # `run` holds it now, and waits for the socket
    outlet.put(b"22", gone.append)
    assert gone == []

    socket.open.set()
    outlet.put(b"333", gone.append)
    outlet.finish()
    await running

    assert socket.sent == [b"1", b"22", b"333"]
    assert gone == [1, 2, 3]


async def test_a_closed_outlet_says_why_last() -> None:
    """After the reason nothing more goes out."""
    socket = Socket()
    outlet = Outlet(socket.send, socket.send_now)
    outlet.put(b"before")
    outlet.close(LineGivenUp())
    outlet.put(b"after")
    outlet.close(PeerTooSlow())
    await outlet.run()

    assert socket.sent == [b"before", closed(LineGivenUp)]
    assert outlet.broken.is_set()


async def test_answers_that_nobody_reads_cost_a_bounded_memory() -> None:
    """Whoever asks for the line without end and takes no answer is too slow, long before millions of them wait."""
    socket = Socket()
    socket.open.clear()
    outlet = Outlet(socket.send, socket.send_now)
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
    outlet = Outlet(socket.send, socket.send_now)
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
    outlet = Outlet(socket.send, socket.send_now)
    outlet.put(b"lost")
    await outlet.run()
    outlet.put(b"late")

    assert outlet.broken.is_set()
    assert socket.sent == []


@pytest.mark.parametrize("size", [0, 1])
async def test_an_outlet_without_words_just_closes(size: int) -> None:
    """Finishing sends what waits and closes the socket, without a last word."""
    socket = Socket()
    outlet = Outlet(socket.send, socket.send_now)
    if size:
        outlet.put(b"x")
    outlet.finish()
    await outlet.run()

    assert len(socket.sent) == size
