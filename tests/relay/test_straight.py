"""The short way through the server's websocket: at once, in order, and only for what needs nothing else."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
import uvicorn
from websockets.asyncio.client import ClientConnection, connect

from relay.server import listen
from relay.straight import STRAIGHT, StraightWebSocket


class Stand:
    """A server with one socket whose application takes straight what begins with `s`, and notes how all else came."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, bytes | str]] = []
        self.more = asyncio.Event()
        self.reads = asyncio.Event()
        self.reads.set()
        self.socket: StraightWebSocket
        self.client: ClientConnection

    async def application(self, scope: Any, receive: Any, send: Any) -> None:  # noqa: ANN401 - ASGI
        """Serve one socket."""
        self.socket = scope["extensions"][STRAIGHT]["socket"]
        await receive()
        self.socket.hears = self._straight
        await send({"type": "websocket.accept"})
        while (message := await receive())["type"] == "websocket.receive":
            self._note("received", message.get("bytes") or message["text"])
            await self.reads.wait()

    def _straight(self, data: bytes) -> bool:
        if data.startswith(b"s"):
            self._note("straight", data)
        return data.startswith(b"s")

    def _note(self, how: str, data: bytes | str) -> None:
        self.heard.append((how, data))
        self.more.set()

    async def hears(self, count: int) -> list[tuple[str, bytes | str]]:
        """Wait until so many messages came."""
        async with asyncio.timeout(5):
            while len(self.heard) < count:
                self.more.clear()
                await self.more.wait()
        return self.heard


@pytest.fixture
async def stand() -> AsyncIterator[Stand]:
    """Run a server, and connect."""
    made, listening = Stand(), listen("127.0.0.1", 0)
    config = uvicorn.Config(
        made.application,
        interface="asgi3",
        ws=StraightWebSocket,
        lifespan="off",
        log_config=None,
        ws_per_message_deflate=False,
    )
    server = uvicorn.Server(config)
    running = asyncio.create_task(server.serve(listening))
    port = listening[0].getsockname()[1]
    async with connect(f"ws://127.0.0.1:{port}", proxy=None, compression=None, max_size=None) as made.client:
        yield made
    server.should_exit = True
    await running


async def test_a_message_is_handed_over_straight(stand: Stand) -> None:
    """What the application takes at once never comes by `receive`."""
    await stand.client.send(b"s1")
    await stand.client.send(b"s2")

    assert await stand.hears(2) == [("straight", b"s1"), ("straight", b"s2")]


async def test_text_pieces_and_what_is_not_taken_come_by_receive(stand: Stand) -> None:
    """The long way stays open for all that is out of the usual."""
    await stand.client.send("s text")
    await stand.client.send([b"s in ", b"pieces"])
    await stand.client.send(b"not now")
    await stand.client.send(b"s1")

    heard = [("received", "s text"), ("received", b"s in pieces"), ("received", b"not now")]
    assert (await stand.hears(4))[:3] == heard
    assert stand.heard[3][1] == b"s1"


async def test_nothing_overtakes_what_waits_to_be_received(stand: Stand) -> None:
    """While the application has not received a message, those after it wait behind it, whatever they are."""
    stand.reads.clear()
    for data in (b"one", b"two", b"s1", b"s2"):
        await stand.client.send(data)
    assert await stand.hears(1) == [("received", b"one")]
    pong = await stand.client.ping()
    stand.reads.set()
    await pong

    assert [data for _how, data in await stand.hears(4)] == [b"one", b"two", b"s1", b"s2"]


async def test_a_message_is_sent_at_once_while_the_socket_takes_it(stand: Stand) -> None:
    """Once the other side does not read, it is refused whole, and what was taken arrives."""
    await stand.client.send(b"s")
    await stand.hears(1)
    piece, taken = bytes(2**20), 0
    while stand.socket.send_now(piece):
        taken += 1
        await asyncio.sleep(0)
        assert taken < 64

    assert taken >= 1
    for _ in range(taken):
        assert await stand.client.recv() == piece
    async with asyncio.timeout(5):
        await stand.socket.writable.wait()
    assert stand.socket.send_now(b"again")
    assert await stand.client.recv() == b"again"


async def test_nothing_is_sent_at_once_on_a_socket_that_closes(stand: Stand) -> None:
    """It is refused like what a full socket does not take; `send` then says that the socket is gone."""
    await stand.client.send(b"s")
    await stand.hears(1)
    await stand.client.close()

    assert not stand.socket.send_now(b"late")
