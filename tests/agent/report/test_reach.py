"""Probes, on the loopback alone."""

from __future__ import annotations

import datetime as dt
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from agent.report import reach
from agent.report.machine import Relay, Unread


def _nothing(_seconds: float) -> None:
    """Wait for nothing."""


@contextmanager
def answering(answer: Callable[[bytes], bytes | None]) -> Iterator[int]:
    """Answer datagrams on the loopback; gives the port."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        line.bind(("127.0.0.1", 0))
        line.settimeout(5)
        over = threading.Event()

        def serve() -> None:
            while not over.is_set():
                data, who = line.recvfrom(2000)
                said = answer(data)
                if said is not None and not over.is_set():
                    line.sendto(said, who)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield int(line.getsockname()[1])
        over.set()
        line.sendto(b"", line.getsockname())
        thread.join(5)


def _dns(code: int) -> Callable[[bytes], bytes]:
    return lambda asked: asked[:2] + bytes((0x81, 0x80 | code)) + asked[4:]


@pytest.mark.parametrize(("code", "answers"), [(0, True), (3, True), (2, False), (5, False)])
def test_a_resolver_answers_when_it_looks_up(monkeypatch: pytest.MonkeyPatch, code: int, answers: bool) -> None:  # noqa: FBT001
    """A name that does not exist is an answer; a failure or a refusal is none."""
    with answering(_dns(code)) as port:
        monkeypatch.setattr(reach, "_DNS_PORT", port)
        (took,) = reach.resolver("127.0.0.1", Relay("relay.example", 443, tls=True)).times
    assert (took is not None) is answers


def test_a_resolver_is_asked_for_the_relay_or_for_the_root(monkeypatch: pytest.MonkeyPatch) -> None:
    """And for nothing else; who answers with another number is not heard."""
    heard: list[bytes] = []

    def note(asked: bytes) -> bytes:
        heard.append(asked)
        return b"\0\0" + _dns(0)(asked)[2:] if asked[12:] == b"" else _dns(0)(asked)

    with answering(note) as port:
        monkeypatch.setattr(reach, "_DNS_PORT", port)
        reach.resolver("127.0.0.1", Relay("relay.example", 443, tls=True))
        reach.resolver("127.0.0.1", None)
        reach.resolver("127.0.0.1", Relay("127.0.0.1", 443, tls=False))
    asked = [each[12:] for each in heard if each]
    assert asked == [b"\x05relay\x07example\0\0\x01\0\x01", b"\0\0\x02\0\x01", b"\0\0\x02\0\x01"]


def test_a_silent_resolver_is_told_after_two_questions(monkeypatch: pytest.MonkeyPatch) -> None:
    """One lost datagram is no failure."""
    asked: list[bytes] = []
    with answering(asked.append) as port:
        monkeypatch.setattr(reach, "_DNS_PORT", port)
        monkeypatch.setattr(reach, "LOOK_UP_SECONDS", 0.05)
        assert reach.resolver("127.0.0.1", None).times == (None,)
    assert len([each for each in asked if each]) == 2


def _echo_of(lost: set[int]) -> Callable[[bytes], bytes | None]:
    def answer(data: bytes) -> bytes | None:
        number = int.from_bytes(data[6:8]) if len(data) >= 8 else 0
        return None if number in lost or not data else struct.pack("!BBHHH", 0, 0, 0, 0, number)

    return answer


def test_echoes_that_do_not_come_back_are_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """By their numbers; those that come back have a time."""
    with answering(_echo_of({3, 7})) as port:

        def plain(address: str, hops: int | None) -> socket.socket:
            assert (address, hops) == ("127.0.0.1", 1)
            line = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            line.connect(("127.0.0.1", port))
            return line

        monkeypatch.setattr(reach, "_echo_socket", plain)
        monkeypatch.setattr(reach, "LAST_SECONDS", 0.1)
        times = reach.gateway("127.0.0.1", _nothing).times
    assert len(times) == reach.PROBES
    assert {number for number, took in enumerate(times) if took is None} == {3, 7}


def _may_echo() -> bool:
    try:
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM, socket.IPPROTO_ICMP).close()
    except PermissionError:
        return False
    return True


def test_where_echoes_are_not_allowed_that_is_the_reason() -> None:
    """ping_group_range decides; on the loopback nothing is lost."""
    if _may_echo():
        assert None not in reach.echoes("127.0.0.1", None, _nothing)
    else:
        with pytest.raises(Unread) as caught:
            reach.echoes("127.0.0.1", None, _nothing)
        assert caught.value.status == "no-rights"
    with pytest.raises(Unread):
        reach.echoes("no address", 1, _nothing)


@contextmanager
def relay(folder: Path, days: int = 30) -> Iterator[Relay]:
    """Serve TLS on the loopback with a certificate that nobody vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(7).not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=days, hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    (folder / "key").write_bytes(key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))  # fmt: skip
    (folder / "own.crt").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "own.crt", folder / "key")
    with socket.create_server(("127.0.0.1", 0)) as server:
        over = threading.Event()

        def serve() -> None:
            while not over.is_set():
                line, _ = server.accept()
                line.settimeout(2)
                try:
                    with context.wrap_socket(line, server_side=True) as tls:
                        tls.recv(1)
                except OSError:
                    line.close()

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        port = int(server.getsockname()[1])
        yield Relay("localhost", port, tls=True)
        over.set()
        reach.connected("127.0.0.1", port)
        thread.join(5)


def test_a_chain_that_ends_in_no_public_root_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the days that the certificate lasts; without the public roots it is not known."""
    monkeypatch.setattr(reach, "echoes", lambda *_: (_ for _ in ()).throw(Unread("no-rights")))
    with relay(tmp_path, days=9) as place:
        roots = tmp_path / "roots"
        roots.mkdir()
        monkeypatch.setattr(reach, "PUBLIC_ROOTS", roots)
        unknown = reach.to_relay(place, _nothing)
        assert (unknown.public, unknown.days, unknown.lossy) == (None, 9, False)
        assert unknown.tcp is not None
        assert unknown.tls is not None
        if Path("/usr/share/ca-certificates/mozilla").is_dir():
            monkeypatch.setattr(reach, "PUBLIC_ROOTS", Path("/usr/share/ca-certificates/mozilla"))
            assert reach.to_relay(place, _nothing).public is False
        (roots / "own.crt").write_bytes((tmp_path / "own.crt").read_bytes())
        monkeypatch.setattr(reach, "PUBLIC_ROOTS", roots)
        assert reach.to_relay(place, _nothing).public is True


def test_a_relay_that_is_gone_has_no_times() -> None:
    """Nothing is raised."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = int(server.getsockname()[1])
    found = reach.to_relay(Relay("127.0.0.1", port, tls=True), _nothing)
    assert (found.tcp, found.tls, found.public) == (None, None, None)


@pytest.mark.parametrize(("said", "place"), [
    ("http://anna:secret@proxy.example:3128", ("proxy.example", 3128)), ("proxy.example", ("proxy.example", 8080)),
    ("", None), ("http://[", None), ("http://proxy.example:99999999", None),
])  # fmt: skip
def test_of_a_proxy_host_and_port_are_taken(
    monkeypatch: pytest.MonkeyPatch, said: str, place: tuple[str, int] | None
) -> None:
    """Never its credentials."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("https_proxy", said)
    assert reach.proxy_place() == place


def test_without_a_relay_none_is_probed() -> None:
    """The customer's own report has none."""
    with pytest.raises(Unread) as caught:
        reach.probe("relay", "", None, _nothing)
    assert caught.value.status == "not-present"
