import asyncio
import contextlib
import http.client
import socket
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from http import HTTPStatus

import pytest
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.datastructures import Headers
from websockets.http11 import Request, Response
from websockets.typing import Subprotocol

from agent.engine.line import Line, Where, unsent
from protocol.errors import AttendedError, NotARelay, ProgramTooOld, RelayBusy, RelayUnreachable

Talk = Callable[[ServerConnection], Awaitable[None]]


class Notes:
    """What a line tells."""

    def __init__(self) -> None:
        self.happened: list[str] = []
        self.data: list[bytes] = []
        self.errors: list[AttendedError] = []
        self.out: list[bytes] = []
        self.waited: list[float] = []

    def opened(self) -> None:
        """Note it."""
        self.happened.append("opened")

    def arrived(self, data: bytes) -> None:
        """Keep it."""
        self.data.append(data)

    def lost(self, error: AttendedError) -> None:
        """Note it."""
        self.happened.append("lost")
        self.errors.append(error)

    def waits(self, seconds: float, error: AttendedError) -> None:
        """Note it."""
        self.happened.append("waits")
        self.waited.append(seconds)
        self.errors.append(error)

    def given_up(self, error: AttendedError) -> None:
        """Note it."""
        self.happened.append("given up")
        self.errors.append(error)

    def to_send(self) -> list[bytes]:
        """Give what is to go out, once."""
        out, self.out = self.out, []
        return out

    async def until(self, what: str, count: int = 1) -> None:
        """Wait for something."""
        async with asyncio.timeout(10):
            while self.happened.count(what) < count:  # noqa: ASYNC110 - it is told by plain calls
                await asyncio.sleep(0.01)


@asynccontextmanager
async def relay(talk: Talk, *, status: int = 200, body: bytes = b'{"ticket":"abc"}') -> AsyncIterator[Server]:
    """Run a websocket server that gives tickets by the same port."""

    def ticket(_: ServerConnection, request: Request) -> Response | None:
        if request.path != "/api/agent-ticket":
            return None
        return Response(status, HTTPStatus(status).phrase, Headers({"Content-Length": str(len(body))}), body)

    async with serve(talk, "127.0.0.1", 0, process_request=ticket, subprotocols=[Subprotocol("attended.v1")]) as server:
        yield server


def where(server: Server) -> Where:
    """Give a server's addresses."""
    port = next(iter(server.sockets)).getsockname()[1]
    return Where(f"http://127.0.0.1:{port}", f"ws://127.0.0.1:{port}/agent")


@pytest.fixture(autouse=True)
def _tickets_by_get(monkeypatch: pytest.MonkeyPatch) -> None:
    # The websocket library's server reads GET only; the ticket's method is the relay's own tests' concern.
    request = http.client.HTTPConnection.request

    def as_get(self: http.client.HTTPConnection, method: str, url: str, **more: object) -> None:
        request(self, "GET", url)

    monkeypatch.setattr(http.client.HTTPConnection, "request", as_get)


async def test_a_line_carries_both_ways_and_comes_back() -> None:
    """What arrives is told, what waits is sent, and a lost line is opened again."""
    heard: list[bytes] = []

    async def talk(socket_: ServerConnection) -> None:
        await socket_.send(b"hello")
        heard.append(await socket_.recv())  # type: ignore[arg-type]

    notes = Notes()
    async with relay(talk) as server:
        line = Line(where(server), notes, notes.to_send)
        notes.out = [b"first"]
        running = asyncio.ensure_future(line.run())
        await notes.until("opened")
        await notes.until("lost")
        await notes.until("opened", 2)
        await line.close()
        await running
    assert notes.data[0] == b"hello"
    assert heard[0] == b"first"
    assert notes.happened[:4] == ["opened", "lost", "waits", "opened"]


async def test_a_relay_that_hangs_up_at_once_is_asked_less_and_less() -> None:
    """A full relay opens the line, says why, and closes: asking five times a second would help nobody."""

    async def talk(socket_: ServerConnection) -> None:
        await socket_.close()

    notes = Notes()
    async with relay(talk) as server:
        line = Line(where(server), notes, notes.to_send)
        running = asyncio.ensure_future(line.run())
        await notes.until("waits", 3)
        await line.close()
        await running
    assert notes.waited == [0.2, 0.4, 0.8]


async def test_the_socket_lingers_for_nothing_until_goodbye() -> None:
    """What a killed engine has not sent, the kernel does not send either."""

    async def talk(socket_: ServerConnection) -> None:
        await socket_.wait_closed()

    notes = Notes()
    async with relay(talk) as server:
        line = Line(where(server), notes, notes.to_send)
        running = asyncio.ensure_future(line.run())
        await notes.until("opened")
        assert line._socket is not None
        held = line._socket.transport.get_extra_info("socket")
        value = held.getsockopt(socket.SOL_SOCKET, socket.SO_LINGER, 8)
        assert struct.unpack("ii", value) == (1, 0)
        assert held.getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF) <= 2 * 64 * 1024
        await line.close()
        await running


def test_what_the_other_end_does_not_take_in_is_unsent() -> None:
    """The line says how much of what was handed over still lies on this computer."""
    assert Line(Where("http://localhost", "ws://localhost"), Notes(), list).unsent == 0
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as here:
        there, _ = server.accept()
        with there:
            here.setblocking(False)
            assert unsent(here.fileno()) == 0
            handed = 0
            with contextlib.suppress(BlockingIOError):
                while True:
                    handed += here.send(bytes(65_536))
            assert 0 < unsent(here.fileno()) < handed
    assert unsent(here.fileno()) == 0


async def test_goodbye_over_a_socket_that_is_gone_is_quiet() -> None:
    """A relay that went away in the same moment leaves nothing to say goodbye to, and nothing is raised."""

    async def talk(socket_: ServerConnection) -> None:
        await socket_.wait_closed()

    notes = Notes()
    async with relay(talk) as server:
        line = Line(where(server), notes, notes.to_send)
        running = asyncio.ensure_future(line.run())
        await notes.until("opened")
        assert line._socket is not None
        held = line._socket.transport.get_extra_info("socket")
        line._socket.transport.abort()
        await asyncio.sleep(0)  # the loop closes the socket now, and tells the line in its next round
        assert held.fileno() == -1
        assert line._socket is not None
        await line.close()
        await running
    assert notes.happened == ["opened"]


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [(200, b"<html>", NotARelay), (404, b"{}", NotARelay), (429, b"{}", RelayBusy)],
)
async def test_without_a_ticket_the_words_say_why(status: int, body: bytes, error: type[AttendedError]) -> None:
    """No relay, or a busy one; and it is tried again."""

    async def talk(socket_: ServerConnection) -> None:
        await socket_.wait_closed()

    notes = Notes()
    async with relay(talk, status=status, body=body) as server:
        line = Line(where(server), notes, notes.to_send)
        running = asyncio.ensure_future(line.run())
        await notes.until("waits")
        await line.close()
        running.cancel()
    assert isinstance(notes.errors[0], error)


async def test_patience_ends() -> None:
    """Within a session a line that does not come back is given up."""
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    notes = Notes()
    line = Line(Where(f"http://127.0.0.1:{port}", f"ws://127.0.0.1:{port}/agent"), notes, notes.to_send)
    line.patience = 0.5
    await line.run()
    assert notes.happened[-1] == "given up"
    assert isinstance(notes.errors[-1], RelayUnreachable)


async def test_a_relay_of_another_version_is_named() -> None:
    """It does not take our subprotocol."""

    async def talk(socket_: ServerConnection) -> None:
        await socket_.wait_closed()

    notes = Notes()

    def ticket(_: ServerConnection, request: Request) -> Response | None:
        if request.path != "/api/agent-ticket":
            return None
        return Response(200, "OK", Headers({"Content-Length": "16"}), b'{"ticket":"abc"}')

    async with serve(talk, "127.0.0.1", 0, process_request=ticket, select_subprotocol=_another) as server:
        line = Line(where(server), notes, notes.to_send)
        running = asyncio.ensure_future(line.run())
        await notes.until("waits")
        await line.close()
        running.cancel()
    assert isinstance(notes.errors[0], ProgramTooOld)


def _another(_: ServerConnection, __: object) -> Subprotocol | None:
    return Subprotocol("attended.v9")
