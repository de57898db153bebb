"""A report's bytes in parts that a message holds, and back: whole, in order, and with the hash that was named."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from consent.checks import refuse_unless
from consent.encoding import b64u, unb64u
from consent.errors import NotBase64Url
from consent.fields import Sha256
from protocol import limits
from protocol.errors import ReportMalformed, ReportTooLong
from protocol.messages.report import ReportPart


def sha256_of_bytes(data: bytes) -> Sha256:
    """Name a report by the SHA-256 of its bytes, base64url."""
    return Sha256(b64u(hashlib.sha256(data).digest()))


def parts_of(data: bytes) -> Iterator[ReportPart]:
    """
    Cut a report's bytes into the messages that carry them.

    Raises:
        ReportTooLong: More than a report may have.
    """
    refuse_unless(len(data) <= limits.REPORT_BYTES, ReportTooLong, f"{len(data)} bytes")
    pieces = [data[at : at + limits.REPORT_PART_BYTES] for at in range(0, len(data), limits.REPORT_PART_BYTES)]
    name = sha256_of_bytes(data)
    for number, piece in enumerate(pieces, start=1):
        yield ReportPart(sha256=name, number=number, of=len(pieces), data=b64u(piece))


class Gathering:
    """Puts one report together. Holds no more than a report may have."""

    def __init__(self) -> None:
        self._held = bytearray()
        self._first: ReportPart | None = None
        self._next = 1

    def take(self, part: ReportPart) -> bytes | None:
        """
        Take the next part; give the whole report's bytes when it was the last.

        Raises:
            ReportMalformed: Not the next part of this report, or the whole has another hash than was named.
            ReportTooLong: More than a report may have.
        """
        first = self._first or part
        fits = (part.sha256, part.of, part.number) == (first.sha256, first.of, self._next)
        refuse_unless(fits, ReportMalformed, f"part {part.number} of {part.of}")
        try:
            self._held += unb64u(part.data)
        except NotBase64Url:
            raise ReportMalformed("base64url") from None
        refuse_unless(len(self._held) <= limits.REPORT_BYTES, ReportTooLong, "parts")
        self._first, self._next = first, self._next + 1
        if part.number < part.of:
            return None
        whole = bytes(self._held)
        refuse_unless(sha256_of_bytes(whole) == part.sha256, ReportMalformed, "hash")
        return whole
