"""Handing something in at the relay once a session is over: by then no engine and no line is left."""

from __future__ import annotations

import http.client
import json
import ssl
from typing import Protocol
from urllib.parse import urlsplit

from protocol import limits
from protocol.errors import CATALOGUE, AttendedError, NotARelay, RelayUnreachable

_GOOD = 200
_ANSWER_BYTES = 64 * 1024


class Post(Protocol):
    """Hands a body in at a path of an origin; blocks, so it is called from a thread of its own."""

    def __call__(self, origin: str, path: str, body: bytes) -> bytes:
        """Hand it in, and give the answer."""


def post(origin: str, path: str, body: bytes) -> bytes:
    """
    Hand `body`, which is JSON, in at the relay's own address, and give the answer. Redirects are not followed.

    Raises:
        RelayUnreachable: Nothing answers, or not in time, or its certificate does not fit.
        NotARelay: Something else answers.
        AttendedError: The relay's own refusal.
    """
    parts = urlsplit(origin)
    host, seconds = parts.hostname or "", limits.FETCH_SECONDS
    connection = (
        http.client.HTTPSConnection(host, parts.port, timeout=seconds, context=ssl.create_default_context())
        if parts.scheme == "https"
        else http.client.HTTPConnection(host, parts.port, timeout=seconds)
    )
    try:
        connection.request("POST", path, body, {"Content-Type": "application/json"})
        response = connection.getresponse()
        answer = response.read(_ANSWER_BYTES)
    except OSError as reason:
        raise RelayUnreachable(type(reason).__name__) from None
    except http.client.HTTPException as reason:
        raise NotARelay(type(reason).__name__) from None
    finally:
        connection.close()
    if response.status != _GOOD:
        raise _refusal(response.status, answer)
    return answer


def _refusal(status: int, answer: bytes) -> AttendedError:
    """Give the relay's own error, where it says one that we know."""
    try:
        return CATALOGUE[json.loads(answer)["code"]](f"status {status}")
    except (ValueError, KeyError, TypeError, RecursionError):
        return NotARelay(f"status {status}")
