"""A connection to an X server, read by hand: a server made of a pair of sockets, and a real one."""

from __future__ import annotations

import select
import socket
import struct
from collections.abc import Iterator
from threading import Timer
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from Xlib import X
from Xlib import display as xdisplay

from agent.screen.capture.x11_wire import LAST, Refused, Wire
from tests.support.display import VirtualDisplay

ASK = struct.pack("=BxH", 43, 1)
"""GetInputFocus, the smallest question."""


def reply(serial: int, more: bytes = b"") -> bytes:
    """Give an answer; `more` is a multiple of four bytes."""
    return struct.pack("=BxHL24x", 1, serial, len(more) // 4) + more


def event(kind: int, more: bytes = b"") -> bytes:
    """Give an event; only a generic one (35) may have more."""
    return struct.pack("=BxHL24x", kind, 0, len(more) // 4) + more


def error(code: int, serial: int) -> bytes:
    """Give an error."""
    return struct.pack("=BBH28x", 0, code, serial)


class Server:
    """The far end of a wire; the wire's next request is the one after `serial`."""

    def __init__(self, serial: int = 0, held: bytes = b"") -> None:
        """Connect."""
        self.far, near = socket.socketpair()
        core = SimpleNamespace(socket=near, data_recv=held, request_serial=serial + 1, event_queue=[])
        self.wire = Wire(SimpleNamespace(display=core, sync=lambda: None))

    def close(self) -> None:
        """Hang up."""
        self.far.close()
        self.wire.close()


@pytest.fixture
def server() -> Iterator[Server]:
    """Give a server, and close it."""
    server = Server()
    yield server
    server.close()


@given(
    st.lists(st.sampled_from([event(9), event(0x89), event(35, bytes(40)), event(35), reply(7), reply(9, bytes(8))])),
    st.integers(1, 200),
    st.sampled_from([b"", b"abcd" * 30]),
)
def test_an_answer_is_found_among_whatever_comes_in_whatever_pieces(
    before: list[bytes], size: int, more: bytes
) -> None:
    """Events are noted by their kind, answers to former requests passed over, and nothing after it is lost."""
    server = Server(serial=11)
    whole = b"".join(before) + reply(12, more) + event(22)
    pieces = [whole[at : at + size] for at in range(0, len(whole), size)]
    number = server.wire.send(ASK)
    server.far.sendall(pieces[0])
    later = Timer(0.0, lambda: [server.far.send(piece) for piece in pieces[1:]])
    later.start()

    assert server.wire.answer(number) == reply(12, more)
    later.join()
    is_noted = server.wire.is_event_waiting or bool(select.select([server.wire], [], [], 0)[0])
    expected = {each[0] & 0x7F for each in before if each[0] > 1} | {22}
    assert is_noted  # whoever waits on the socket alone would wait for ever
    assert server.wire.take_kinds() == expected
    assert server.wire.take_kinds() == set()
    assert not server.wire.is_event_waiting
    server.close()


def test_requests_are_counted_as_the_server_counts_them() -> None:
    """From the last that python-xlib sent, and from 65,535 on from nothing again."""
    server = Server(serial=LAST - 1)
    assert server.wire.send(ASK, ASK, ASK) == 1
    assert server.far.recv(100) == 3 * ASK
    server.far.sendall(reply(LAST) + reply(0) + reply(1))
    assert server.wire.answer(0) == reply(0)
    assert server.wire.answer(1) == reply(1)
    server.close()


def test_a_refusal_is_raised_and_what_follows_it_is_not_taken_for_something_else(server: Server) -> None:
    """Also that of a request nobody waits for."""
    server.wire.send(ASK, ASK)
    server.far.sendall(error(9, 1) + reply(2))
    with pytest.raises(Refused, match="9"):
        server.wire.answer(2)
    server.wire.send(ASK)
    server.far.sendall(reply(3))
    assert server.wire.answer(3) == reply(3)


def test_half_an_event_waits_for_its_other_half(server: Server) -> None:
    """What has not come whole is told once it has; nobody waits for it."""
    assert server.wire.take_kinds() == set()
    server.far.sendall(event(35, bytes(8))[:36])
    assert server.wire.take_kinds() == set()
    server.far.sendall(event(35, bytes(8))[36:] + event(9)[:31])
    assert server.wire.take_kinds() == {35}
    server.far.sendall(event(9)[31:])
    assert server.wire.take_kinds() == {9}


def test_what_python_xlib_had_read_is_not_lost() -> None:
    """It may have the beginning of something."""
    server = Server(held=event(9)[:20])
    server.far.sendall(event(9)[20:])
    assert server.wire.take_kinds() == {9}
    server.close()


def test_a_server_that_hangs_up_is_an_error_of_the_system(server: Server) -> None:
    """Whoever waits hears of it, and whoever only looks."""
    number = server.wire.send(ASK)
    server.far.recv(len(ASK))
    server.far.close()
    with pytest.raises(OSError, match="closed"):
        server.wire.answer(number)
    with pytest.raises(OSError, match="closed"):
        server.wire.take_kinds()


def test_a_real_server_answers() -> None:
    """Its events come beside its answers, from what was selected by python-xlib."""
    with VirtualDisplay(320, 240) as display:
        own, other = xdisplay.Display(display.name), xdisplay.Display(display.name)
        own.screen().root.change_attributes(event_mask=X.PropertyChangeMask)
        wire = Wire(own)
        other.screen().root.change_property(other.intern_atom("WM_NAME"), other.intern_atom("STRING"), 8, b"x")
        other.sync()
        assert wire.answer(wire.send(ASK))[0] == 1
        assert wire.kinds == {X.PropertyNotify}
        assert wire.take_kinds() == {X.PropertyNotify}
        wire.close()
        other.close()

    assert wire.fileno() < 0
