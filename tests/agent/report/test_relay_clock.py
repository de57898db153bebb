"""The relay's clock beside ours."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from agent.report.machine import Relay, Unread
from agent.report.relay_clock import clock, relay_at

NOON = 1_795_348_800.0


@pytest.fixture
def serving() -> Iterator[Callable[[str | None], Relay]]:
    """Serve answers that carry a given date, on the loopback; note what was asked."""
    servers: list[HTTPServer] = []

    def serve(date: str | None) -> Relay:
        class Answering(BaseHTTPRequestHandler):
            def do_HEAD(self) -> None:
                self.wfile.write(b"HTTP/1.1 404 Not Found\r\n")
                asked.append(f"{self.requestline} {sorted(self.headers.keys())}")
                if date is not None:
                    self.wfile.write(f"Date: {date}\r\n".encode())
                self.wfile.write(b"\r\n")

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002, ANN401 - as its base has it
                """Say nothing."""

        servers.append(HTTPServer(("127.0.0.1", 0), Answering))
        threading.Thread(target=servers[-1].serve_forever, args=(0.01,), daemon=True).start()
        return Relay("127.0.0.1", servers[-1].server_address[1], tls=False)

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


asked: list[str] = []


@pytest.mark.parametrize(("ahead", "told"), [(0.5, 0), (600.5, 600_000), (-86_399.5, -86_400_000)])
def test_a_clock_is_as_far_ahead_as_it_is(serving: Callable[[str | None], Relay], ahead: float, told: int) -> None:
    """The relay's own date is cut to a second, so half of one is added to it."""
    relay = serving(formatdate(NOON, usegmt=True))
    assert clock(relay, lambda: NOON + ahead).ahead == told


def test_nothing_of_ours_goes_with_the_question(serving: Callable[[str | None], Relay]) -> None:
    """Neither a name nor a program's."""
    asked.clear()
    clock(serving(formatdate(NOON, usegmt=True)), lambda: NOON)
    assert asked == ["HEAD / HTTP/1.1 ['Accept-Encoding', 'Host']"]


@pytest.mark.parametrize("date", [None, "", "yesterday", "Mon, 99 Nov 2026 99:99:99 GMT"])
def test_an_answer_without_a_date_tells_nothing(serving: Callable[[str | None], Relay], date: str | None) -> None:
    """Not known is not right."""
    with pytest.raises(Unread) as caught:
        clock(serving(date), lambda: NOON)
    assert caught.value.status == "not-present"


def test_a_relay_that_is_not_there_is_a_gap() -> None:
    """At once, or within its time."""
    with pytest.raises(Unread):
        clock(Relay("127.0.0.1", 1, tls=True))


@pytest.mark.parametrize(
    ("origin", "relay"),
    [
        ("https://relay.example", Relay("relay.example", 443, tls=True)),
        ("http://localhost:8123", Relay("localhost", 8123, tls=False)),
        ("https://[2001:db8::1]:8443", Relay("2001:db8::1", 8443, tls=True)),
        ("", None),
        ("https://relay.example:x", None),
    ],
)
def test_a_relay_s_place_is_its_origin(origin: str, relay: Relay | None) -> None:
    """Host, port and whether it is encrypted; no origin is no relay."""
    assert relay_at(origin) == relay
