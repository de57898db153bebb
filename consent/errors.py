"""
The error tree's root and what `consent/` itself may say; `protocol/errors.py` holds the rest.

    AttendedError
    ├── PeerError     the other side broke a rule
    ├── LocalError    this computer or the person at it; it can be put right here
    └── CheckFailed   evidence does not hold: a recording, a log, a receipt

A leaf has a code that never changes its meaning, words a person can read, and a remedy: what they can do now.
"""

from __future__ import annotations

from typing import ClassVar


class AttendedError(Exception):
    """Root of every documented error. `detail` is for our own log and never goes to the peer."""

    code: ClassVar[str]
    words: ClassVar[str]
    remedy: ClassVar[str]

    def __init__(self, detail: str = "") -> None:
        """Keep `detail`, which may name values that the words must not."""
        super().__init__(detail)
        self.detail = detail

    def __str__(self) -> str:
        """Give one line for our own log: code, words and, where there is one, the detail."""
        line = f"{self.code} {self.words}"
        return f"{line} ({self.detail})" if self.detail else line


class PeerError(AttendedError):
    """The other side broke a rule."""


class LocalError(AttendedError):
    """This computer or the person at it: something that can be put right here."""


class CheckFailed(AttendedError):
    """Evidence does not hold."""


# Encoding and canonical form (C-0xx)


class NotBase64Url(PeerError):
    """Text that should hold bytes is not unpadded base64url in its one allowed spelling (RFC 4648, 5)."""

    code = "C-001"
    words = "A value that arrived is not written the way it has to be."
    remedy = "Update both ends to the same version and connect again."


class NotCanonical(PeerError):
    """Bytes that should be a document are not canonical JSON (RFC 8785)."""

    code = "C-002"
    words = "A document that arrived is not written in its one allowed form."
    remedy = "Update both ends to the same version and connect again."


class DocumentTooLong(PeerError):
    """A document is longer than its kind may be."""

    code = "C-003"
    words = "A document that arrived is longer than it may be."
    remedy = "Update both ends to the same version and connect again."


class NotWritable(LocalError):
    """A value has no canonical form: a float, a number beyond 2^53-1, a lone surrogate, too deep a nesting."""

    code = "C-004"
    words = "This program tried to write a value that has no safe written form."
    remedy = "Please report this as a fault, with what you were doing."
