"""
The system's D-Bus, asked one question at a time by jeepney's messages over a socket of our own.

Every question has a deadline and a bound of bytes from the first byte to the last: a bus that hangs, babbles or sends
what is no D-Bus ends as a reason, never as a wait. The address is fixed; nobody's environment chooses it.
"""

from __future__ import annotations

import socket
import struct
import time
from typing import Any

from jeepney import DBusAddress, HeaderFields, Message, MessageFlag, MessageType, Properties, new_method_call
from jeepney.auth import BEGIN, AuthenticationError, Authenticator
from jeepney.bus_messages import message_bus
from jeepney.low_level import Array, DictEntry, Parser, SizeLimitError, Struct, Variant, parse_signature

from agent.report.askable import STARTED, demand_askable
from agent.report.machine import Unread
from protocol.report.kinds import Status

ADDRESS = "/run/dbus/system_bus_socket"
"""Where the system's bus listens (D-Bus specification, "System message bus")."""
SECONDS = 2.0
"""Time for one question: connecting, signing in, asking and hearing the answer."""
ANSWER_BYTES = 4 * 2**20
"""Bytes read for one question; the longest answer, all units of a large server, is below one MiB."""

_PIECE = 65_536
_SERVICE_DOOR = "org.freedesktop.DBus.Error."
_REASONS: dict[str, Status] = {
    **{f"{_SERVICE_DOOR}{name}": "not-present" for name in (
        "ServiceUnknown", "NameHasNoOwner", "UnknownObject", "UnknownInterface", "UnknownMethod", "UnknownProperty",
        "Spawn.ServiceNotFound", "Spawn.ChildExited", "InvalidArgs")},
    **{f"{_SERVICE_DOOR}{name}": "no-rights" for name in (
        "AccessDenied", "AuthFailed", "InteractiveAuthorizationRequired", "SELinuxSecurityContextUnknown")},
    **{f"{_SERVICE_DOOR}{name}": "timed-out" for name in ("NoReply", "Timeout", "TimedOut")},
}  # fmt: skip
_NO_DBUS = (
    AuthenticationError, SizeLimitError, ValueError, KeyError, IndexError, TypeError, AssertionError, OverflowError,
    RecursionError, struct.error,
)  # fmt: skip
"""What jeepney raises when somebody on the socket does not speak D-Bus."""


def ask(service: str, path: str, interface: str, name: str, address: str = ADDRESS, seconds: float = SECONDS) -> Any:  # noqa: ANN401 - a D-Bus value
    """
    Read a property, or call a method without arguments; only what `askable` lists.

    Structures and arrays come as lists, dictionaries as dictionaries, bytes as bytes, variants as what they hold.

    Raises:
        Unread: No bus, no such service or thing, no rights, no answer in time, or no D-Bus.
    """
    method = demand_askable(interface, name)
    at = DBusAddress(path, service, interface)
    message = new_method_call(at, name) if method else Properties(at).get(name)
    message.header.flags = MessageFlag(0) if service in STARTED else MessageFlag.no_auto_start
    wire = _Wire(time.monotonic() + seconds)
    try:
        wire.open(address)
        return _value(wire.call(message, 2))
    except TimeoutError:
        raise Unread("timed-out", service) from None
    except PermissionError:
        raise Unread("no-rights", service) from None
    except OSError as reason:
        raise Unread("not-present", type(reason).__name__) from None
    except _NO_DBUS as reason:
        raise Unread("failed", type(reason).__name__) from None
    finally:
        wire.close()


class _Wire:
    """One connection to the bus, with one deadline for all that is done on it."""

    def __init__(self, deadline: float) -> None:
        self._deadline = deadline
        self._left = ANSWER_BYTES
        self._parser = Parser()
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)

    def open(self, address: str) -> None:
        """Connect, sign in as who we are, and say hello."""
        self._hurry()
        self._socket.connect(address)
        signing = Authenticator()
        for data in signing:
            self._send(data)
            signing.feed(self._more())
        self._send(BEGIN)
        self.call(message_bus.Hello(), 1)

    def call(self, message: Message, serial: int) -> Message:
        """Send a message and give its answer; whatever else the bus says is passed over."""
        self._send(message.serialise(serial=serial))
        while True:
            heard = self._parser.get_next_message()
            if heard is None:
                self._parser.add_data(self._more())
            elif heard.header.fields.get(HeaderFields.reply_serial) == serial:
                return heard

    def close(self) -> None:
        """Close it."""
        self._socket.close()

    def _hurry(self) -> None:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._socket.settimeout(left)

    def _send(self, data: bytes) -> None:
        self._hurry()
        self._socket.sendall(data)

    def _more(self) -> bytes:
        self._hurry()
        data = self._socket.recv(min(_PIECE, self._left + 1))
        if not data:
            raise ConnectionResetError
        self._left -= len(data)
        if self._left < 0:
            raise ValueError("too much")
        return data


def _value(answer: Message) -> Any:  # noqa: ANN401 - a D-Bus value
    """Give the one value of an answer, or the reason there is none."""
    fields = answer.header.fields
    if answer.header.message_type is not MessageType.method_return:
        raise Unread(_REASONS.get(str(fields.get(HeaderFields.error_name)), "failed"), "D-Bus")
    signature = str(fields.get(HeaderFields.signature, ""))
    if not answer.body:
        raise Unread("not-present", "D-Bus")
    return plain(parse_signature(list(signature)), answer.body[0])


def plain(shape: Any, value: Any) -> Any:  # noqa: ANN401 - jeepney's types and values
    """Turn one value of a D-Bus type into plain lists, dictionaries, bytes, texts and numbers."""
    if isinstance(shape, Variant):
        signature, held = value
        return plain(parse_signature(list(signature)), held)
    if isinstance(shape, Struct):
        return [plain(each, held) for each, held in zip(shape.fields, value, strict=True)]
    if isinstance(shape, Array):
        if isinstance(shape.elt_type, DictEntry):
            key, inner = shape.elt_type.fields
            return {plain(key, name): plain(inner, held) for name, held in value.items()}
        return bytes(value) if isinstance(value, bytes) else [plain(shape.elt_type, each) for each in value]
    return value
