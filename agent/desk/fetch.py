"""Fetching `/.well-known/attended`: the desk's only use of the network, so that no relay tells it whom to trust."""

from __future__ import annotations

import http.client
import json
import ssl
from typing import Protocol
from urllib.parse import urlsplit

from protocol import limits, well_known
from protocol.errors import NotARelay, ProgramTooOld, RelayNotReady, RelayTooOld, RelayUnreachable
from protocol.well_known import WellKnown

VERSION = 1
PATH = "/.well-known/attended"
_FOUND, _WAITS = 200, 503


class Fetch(Protocol):
    """Gets the answer of one origin; blocks, so it is called from a thread of its own."""

    def __call__(self, origin: str) -> WellKnown:
        """Fetch it."""


def fetch_well_known(origin: str) -> WellKnown:
    """
    Fetch what an origin says of itself. Redirects are not followed: the domain itself has to answer.

    Raises:
        RelayUnreachable: Nothing answers, or not in time, or its certificate does not fit.
        NotARelay: Something else answers.
        ProgramTooOld, RelayTooOld: It speaks another version of the protocol.
        RelayNotReady: It is a relay, and waits for its organisation.
    """
    status, body = _get(origin)
    if status not in {_FOUND, _WAITS}:
        raise NotARelay(f"status {status}")
    _refuse_other_version(body)
    if status == _WAITS:
        raise RelayNotReady
    return well_known.parse(body)


def _get(origin: str) -> tuple[int, bytes]:
    parts = urlsplit(origin)
    host = parts.hostname or ""
    connection = (
        http.client.HTTPSConnection(
            host, parts.port, timeout=limits.FETCH_SECONDS, context=ssl.create_default_context()
        )
        if parts.scheme == "https"
        else http.client.HTTPConnection(host, parts.port, timeout=limits.FETCH_SECONDS)
    )
    try:
        connection.request("GET", PATH, headers={"Accept": "application/json"})
        response = connection.getresponse()
        body = response.read(limits.WELL_KNOWN_BYTES + 1)
    except (OSError, http.client.BadStatusLine) as reason:
        if isinstance(reason, http.client.BadStatusLine) and not isinstance(reason, http.client.RemoteDisconnected):
            raise NotARelay("no HTTP") from None
        raise RelayUnreachable(type(reason).__name__) from None
    except http.client.HTTPException as reason:
        raise NotARelay(type(reason).__name__) from None
    finally:
        connection.close()
    return response.status, body


def _refuse_other_version(body: bytes) -> None:
    # The version alone is read first: another one may have other fields, and should be named for what it is.
    try:
        said = json.loads(body)["version"]
        number = int(said.removeprefix("attended.v"))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise NotARelay("no version") from None
    if number > VERSION:
        raise ProgramTooOld(said[:32])
    if number < VERSION:
        raise RelayTooOld(said[:32])
