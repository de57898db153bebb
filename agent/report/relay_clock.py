"""How far this computer's clock is from the relay's: one question to the relay, whose every answer says the time."""

from __future__ import annotations

import http.client
import ssl
import time
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from agent.report.machine import Reached, Relay, Unread

_SECONDS = 3.0
_HALF_SECOND = 0.5  # a Date is cut to the second (RFC 9110, 5.6.7), so half of one is missing on average


def relay_at(origin: str) -> Relay | None:
    """Read a relay's place from its origin, such as "https://relay.example"; None where there is none."""
    try:
        parts = urlsplit(origin)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    tls = parts.scheme == "https"
    return Relay(host, port or (443 if tls else 80), tls) if host else None


def clock(relay: Relay, now: Callable[[], float] = time.time) -> Reached:
    """
    Tell by how many milliseconds this computer's clock is ahead of the relay's; right to about a second.

    Nothing of ours is sent, and no content is read.

    Raises:
        Unread: The relay does not answer, or does not say the time.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = (
        ssl.CERT_NONE
    )  # a clock that is far off finds every certificate invalid: that is the case to see
    connection = (
        http.client.HTTPSConnection(relay.host, relay.port, timeout=_SECONDS, context=context)
        if relay.tls
        else http.client.HTTPConnection(relay.host, relay.port, timeout=_SECONDS)
    )
    try:
        connection.connect()
        asked = now()
        connection.request("HEAD", "/")
        said = connection.getresponse().getheader("Date", "")
        heard = now()
        theirs = parsedate_to_datetime(said).timestamp() + _HALF_SECOND
    except (OSError, http.client.HTTPException, ValueError, OverflowError) as reason:
        raise Unread("not-present", type(reason).__name__) from None
    finally:
        connection.close()
    return Reached(times=((heard - asked) * 1000,), ahead=round(((asked + heard) / 2 - theirs) * 1000))
