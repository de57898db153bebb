import http.server
import socket
import threading
from collections.abc import Callable, Iterator

import pytest

from agent.desk.fetch import fetch_well_known
from protocol.errors import AttendedError, NotARelay, ProgramTooOld, RelayTooOld, RelayUnreachable
from tests.agent.desk.test_trust import says

Answer = Callable[[http.server.BaseHTTPRequestHandler], None]


@pytest.fixture
def serve() -> Iterator[Callable[[Answer], str]]:
    """Serve one answer on a free loopback port."""
    running: list[http.server.HTTPServer] = []

    def start(answer: Answer) -> str:
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                answer(self)

            def log_message(self, *_: object) -> None:
                return

        server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        running.append(server)
        return f"http://127.0.0.1:{server.server_port}"

    yield start
    for server in running:
        server.shutdown()
        server.server_close()


def body(status: int, data: bytes) -> Answer:
    """Answer with a status and some bytes."""

    def answer(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Length", str(len(data)))
        handler.end_headers()
        handler.wfile.write(data)

    return answer


def test_a_relay_says_what_it_is(serve: Callable[[Answer], str]) -> None:
    """The answer is read into its one form."""
    known = says()
    assert fetch_well_known(serve(body(200, known.model_dump_json().encode()))) == known


@pytest.mark.parametrize(
    ("status", "data", "error"),
    [
        (404, b"not here", NotARelay),
        (302, b"", NotARelay),
        (200, b"<html>", NotARelay),
        (200, b"[]", NotARelay),
        (200, b'{"version":1}', NotARelay),
        (200, b'{"version":"attended.v1"}', NotARelay),
        (200, b'{"version":"attended.v2","new":1}', ProgramTooOld),
        (200, b'{"version":"attended.v0"}', RelayTooOld),
        (200, b"[" * 300_000, NotARelay),
    ],
)
def test_everything_else_is_named_for_what_it_is(
    serve: Callable[[Answer], str], status: int, data: bytes, error: type[AttendedError]
) -> None:
    """No relay, a newer one, an older one: each has its words."""
    with pytest.raises(error):
        fetch_well_known(serve(body(status, data)))


def test_something_that_speaks_no_http_is_no_relay() -> None:
    """A port that answers nonsense is named so."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

        def answer() -> None:
            taken, _ = server.accept()
            with taken:
                taken.recv(1000)
                taken.sendall(b"SSH-2.0-something\r\n\r\n")

        threading.Thread(target=answer, daemon=True).start()
        with pytest.raises(NotARelay):
            fetch_well_known(f"http://127.0.0.1:{port}")


def test_nobody_there_is_unreachable() -> None:
    """A port without anybody says so."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(RelayUnreachable):
        fetch_well_known(f"http://127.0.0.1:{port}")
