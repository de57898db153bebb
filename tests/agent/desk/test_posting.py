"""Handing something in over HTTP: any answer is one, or an error in words."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from agent.desk.posting import post
from protocol.errors import AttendedError, EnoughSaid, NotARelay, RelayUnreachable


@contextmanager
def answering(status: int, body: bytes, heard: list[tuple[str, bytes]] | None = None) -> Iterator[str]:
    """Answer every request alike; give the origin."""

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            said = self.rfile.read(int(self.headers["Content-Length"]))
            if heard is not None:
                heard.append((self.path, said))
            self.send_response(status)
            self.send_header("Location", "http://127.0.0.1:1/")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_what_is_handed_in_arrives_and_is_answered() -> None:
    """At the path that was named, byte for byte."""
    heard: list[tuple[str, bytes]] = []
    with answering(200, b'{"entry":"x"}', heard) as origin:
        assert post(origin, "/api/ratings/x", b'{"token":"a"}') == b'{"entry":"x"}'
    assert heard == [("/api/ratings/x", b'{"token":"a"}')]


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (429, b'{"code":"R-115"}', EnoughSaid),
        (404, b"nothing", NotARelay),
        (302, b"", NotARelay),
        (500, b'{"code":"Z-999"}', NotARelay),
        (400, b'{"code":[1]}', NotARelay),
        (403, b"[" * 50_000, NotARelay),
    ],
)
def test_a_refusal_is_the_relays_own_or_no_relays(status: int, body: bytes, error: type[AttendedError]) -> None:
    """A redirect is followed nowhere: the relay's own address has to answer."""
    with answering(status, body) as origin, pytest.raises(error):
        post(origin, "/api/complaints/x", b"{}")


def test_nobody_there_is_said_in_words() -> None:
    """A line that is gone is an error that people can read."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(RelayUnreachable):
        post(f"http://127.0.0.1:{port}", "/api/complaints/x", b"{}")
