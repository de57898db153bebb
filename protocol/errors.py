"""All documented errors above `consent/`: protocol (P), relay (R), agent (A), checks of record and log (K).

`CATALOGUE` at the end lists every code; the docs are printed from it. Add classes under the heading of their part.
"""

from __future__ import annotations

from collections.abc import Iterator

from consent.errors import (
    AttendedError,
    CheckFailed,
    DocumentTooLong,
    LocalError,
    NotBase64Url,
    NotCanonical,
    NotWritable,
    PeerError,
)

__all__ = [
    "CATALOGUE",
    "AttendedError",
    "CheckFailed",
    "DocumentTooLong",
    "LocalError",
    "NotBase64Url",
    "NotCanonical",
    "NotWritable",
    "PeerError",
]


# Spoken code (P-1xx)


class CodeMalformed(LocalError):
    """A typed code has the wrong number of digits, or something in it that is neither digit nor separator."""

    code = "P-101"
    words = "This is not a code. A code has 11 digits, such as 4821-739205-1; some have 13 or 15."
    remedy = "Ask for the code again, group by group. Nothing was used up."


class CodeSlip(LocalError):
    """The check digit of a typed code does not fit."""

    code = "P-102"
    words = "One digit is wrong."
    remedy = "Ask for the code again, group by group. Nothing was used up."


# Pairing (P-12x)


class WrongCode(PeerError):
    """The other end's proof does not fit: it used another code, or somebody changed a message on the way."""

    code = "P-120"
    words = "The two ends do not hold the same code. This code is spent."
    remedy = "Ask the customer for a new code."


class BadShare(PeerError):
    """A share has the wrong length, is our own sent back, or leads to the neutral element (CPace's abort)."""

    code = "P-121"
    words = "The other end sent something that no honest program sends. This code is spent."
    remedy = "Ask the customer for a new code."


class PairingOutOfOrder(PeerError):
    """A pairing message came twice, too early or too late."""

    code = "P-122"
    words = "The other end did not keep to the order of pairing. This code is spent."
    remedy = "Ask the customer for a new code."


# Sealed messages (P-14x)


class SealedMalformed(PeerError):
    """A sealed message's header cannot be read."""

    code = "P-140"
    words = "A message arrived damaged, so the session has ended."
    remedy = "Connect again with a new code. If it happens again, ask who runs the relay."


class SealBroken(PeerError):
    """A sealed message does not open: it was changed, moved, relabelled, or sealed with another key."""

    code = "P-141"
    words = "A message was changed on its way, so the session has ended."
    remedy = "Connect again with a new code. If it happens again, ask who runs the relay."


class SealedForAnotherKey(PeerError):
    """A sealed message names another epoch, direction or channel than the key it came to."""

    code = "P-142"
    words = "A message arrived in the wrong place, so the session has ended."
    remedy = "Connect again with a new code. If it happens again, ask who runs the relay."


class SealedRepeated(PeerError):
    """A sealed message came twice, or after a later one."""

    code = "P-143"
    words = "A message arrived twice or out of order, so the session has ended."
    remedy = "Connect again with a new code. If it happens again, ask who runs the relay."


class EpochWornOut(LocalError):
    """One key has sealed as much as it may; a new epoch is due."""

    code = "P-144"
    words = "The keys of this session are used up."
    remedy = "Connect again with a new code."


class SealedTooLong(PeerError):
    """A sealed message is longer than any may be."""

    code = "P-145"
    words = "A message arrived that is longer than any may be, so the session has ended."
    remedy = "Connect again with a new code. If it happens again, ask who runs the relay."


# Keys and wraps (P-16x)


class NoHybridWrap(LocalError):
    """The linked crypto library lacks ML-KEM, so recording keys cannot be wrapped for their readers."""

    code = "P-160"
    words = "This computer's crypto library cannot wrap recording keys (it lacks ML-KEM-768)."
    remedy = "Install the cryptography package, version 47 or newer, from the Python package index."


class WrapBroken(CheckFailed):
    """A wrapped secret does not open with this key, or not for this session, epoch, group and reader."""

    code = "P-161"
    words = "A recording's key does not open with this reader's key."
    remedy = "Use the key of a reader named in the grant. If this is one, the wrap was damaged or replaced."


class BadReaderKey(LocalError):
    """A reader's key has the wrong length or form."""

    code = "P-162"
    words = "A reader's key is damaged."
    remedy = "Ask the reader for their public key again, or restore the key file from its copy."


class KeyMisuse(LocalError):
    """A key, label or number was used outside the key schedule's bounds: a fault of this program."""

    code = "P-163"
    words = "This program tried to use a key in a way that is not allowed."
    remedy = "Please report this as a fault, with what you were doing."


# The catalogue: keep it last, so that it finds all of the above


def _leaves(kind: type[AttendedError]) -> Iterator[type[AttendedError]]:
    for below in kind.__subclasses__():
        if "code" in vars(below):
            yield below
        yield from _leaves(below)


CATALOGUE: dict[str, type[AttendedError]] = {leaf.code: leaf for leaf in _leaves(AttendedError)}
"""Every error by its code."""
