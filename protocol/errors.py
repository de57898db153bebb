"""
All documented errors above `consent/`: protocol (P), relay (R), agent (A), checks of record and log (K).

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
    remedy = "Install the cryptography package, version 50 or newer, from the Python package index."


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


# The Merkle log and what is checked of it (K-1xx)


class ProofShapeWrong(CheckFailed):
    """A Merkle proof or its hashes have the wrong length, or it speaks of a place the tree does not have."""

    code = "K-101"
    words = "A proof from the log does not fit the place and size it speaks of."
    remedy = "Fetch the proof again. If it stays so, keep it and show it to whoever audits this relay."


class InclusionWrong(CheckFailed):
    """An inclusion proof leads to another root than the log signed."""

    code = "K-102"
    words = "This entry is not in the log at the place that is claimed."
    remedy = "Keep the file and the proof, and show both to whoever audits this relay."


class ConsistencyWrong(CheckFailed):
    """Two signed states of the log are not one history."""

    code = "K-103"
    words = "The log was rewritten: an earlier state of it is not the beginning of the present one."
    remedy = "Keep both checkpoints: together they prove it. Show them to whoever audits this relay."


class TreeShrank(CheckFailed):
    """A log is smaller than a state of it that was signed before."""

    code = "K-104"
    words = "The log is shorter than it has been before: it was rolled back."
    remedy = "Keep the checkpoint you remembered and show it to whoever audits this relay."


class NoteMalformed(CheckFailed):
    """Bytes are not a signed note (c2sp.org/signed-note)."""

    code = "K-110"
    words = "A signed statement of the log is damaged or cut off."
    remedy = "Fetch it again, or take it from a copy."


class NoteNotSigned(CheckFailed):
    """A signed note carries no signature line of the key that was asked for."""

    code = "K-111"
    words = "A statement of the log is not signed by the key that this log has."
    remedy = "Check that the key belongs to this relay. If it does, trust nothing that this statement says."


class NoteForged(CheckFailed):
    """A signature line of a known key does not verify."""

    code = "K-112"
    words = "The signature under a statement of the log is wrong: the statement was changed."
    remedy = "Trust nothing that it says. Keep it and show it to whoever audits this relay."


class VerifierKeyMalformed(CheckFailed):
    """Text is not a verifier key of a signed note (`name+hash+key`), or its hash does not fit its key."""

    code = "K-113"
    words = "The log's key is damaged, or of a kind that this version does not know."
    remedy = "Copy the whole key again: one line, a name, a plus sign, eight letters or digits, a plus sign, the rest."


class CheckpointMalformed(CheckFailed):
    """A note's text is not a checkpoint (c2sp.org/tlog-checkpoint)."""

    code = "K-120"
    words = "The log's checkpoint is damaged."
    remedy = "Fetch it again, or take it from a copy."


class CheckpointOfAnotherLog(CheckFailed):
    """A checkpoint's origin is not the log whose key signed it."""

    code = "K-121"
    words = "This checkpoint belongs to another log."
    remedy = "Use the checkpoint and the key of one and the same relay."


class LogProofMalformed(CheckFailed):
    """Text is not a proof (c2sp.org/tlog-proof@v1)."""

    code = "K-130"
    words = "The proof that an entry stands in the log is damaged."
    remedy = "Take it again from the receipt, or ask the relay for a new one."


class TilePathUnknown(CheckFailed):
    """A path names no tile that a log can have (c2sp.org/tlog-tiles)."""

    code = "K-140"
    words = "The log has no such file."
    remedy = "Ask for the checkpoint first, and then only for tiles that a log of its size has."


class TileMalformed(CheckFailed):
    """A tile or a bundle of entries has the wrong length or cannot be taken apart."""

    code = "K-141"
    words = "A file of the log is damaged or cut off."
    remedy = "Restore the log's folder from a copy, then check it again."


class TileWrong(CheckFailed):
    """A tile or a bundle of entries does not belong to the tree that was signed."""

    code = "K-142"
    words = "A file of the log was changed: it does not fit what the log has signed."
    remedy = "Restore the log's folder from a copy. Keep the changed one for whoever audits this relay."


class EntryTooLong(LocalError):
    """An entry is longer than an entry of the log may be."""

    code = "K-143"
    words = "This program tried to log an entry that is too long."
    remedy = "Please report this as a fault, with what you were doing."


class LogDamaged(CheckFailed):
    """The log's folder does not hold exactly what its checkpoint says."""

    code = "K-150"
    words = "The log's folder is damaged or was changed, so the relay will not write to it."
    remedy = "Run `attended-relay verify` to see what is wrong, and restore the folder from a copy."


class LogRolledBack(CheckFailed):
    """The log's folder is older than, or different from, the last state that its key has signed."""

    code = "K-151"
    words = "The log's folder is not the one this relay last signed, so the relay will not write to it."
    remedy = "Restore the newest copy of the folder. Never delete the file that remembers the last signature."


class LogInUse(LocalError):
    """Another process writes this log."""

    code = "K-152"
    words = "Another relay is already running on this folder."
    remedy = "End the other one first, or give this one a folder of its own."


class LogMissing(LocalError):
    """There is no log where one should be."""

    code = "K-153"
    words = "There is no log in this folder."
    remedy = "Run `attended-relay init` for a new relay, or restore the folder from a copy."


class LogAlreadyThere(LocalError):
    """A new log was to be made where one is, or was."""

    code = "K-154"
    words = "There is already a log here, and a log is never begun twice."
    remedy = "Use the log that is there, or choose another folder."


class LogNotWritten(LocalError):
    """An append failed part-way: the disk refused a write. Nothing of it counts, and the log is as it was before."""

    code = "K-155"
    words = "The log could not be written, so nothing that depends on it may happen now."
    remedy = "Make room on the relay's disk or repair it; the relay tries again by itself."


# Entries of a recording (K-3xx)


class EntryMalformed(CheckFailed):
    """An entry's bytes are not an entry."""

    code = "K-301"
    words = "An entry of the recording cannot be read."
    remedy = "The recording was damaged or changed here. Compare it with another copy."


class EntryOutOfPlace(CheckFailed):
    """An entry's index is not the next one."""

    code = "K-302"
    words = "An entry of the recording is missing, repeated or out of order."
    remedy = "The recording was damaged or changed here. Compare it with another copy."


# Screen messages (P-18x)


class ScreenMalformed(PeerError):
    """A screen message is not one: cut short, beyond a limit, outside its monitor, or of an unknown version."""

    code = "P-180"
    words = "A picture arrived damaged, so the session has ended."
    remedy = "Update both ends to the same version and connect again with a new code."


# The agent on the customer's computer (A-1xx)


class PipeBroken(LocalError):
    """Desk and engine no longer understand each other: one of them ended, hangs, or said something malformed."""

    code = "A-101"
    words = "Something broke here, so we stopped everything."
    remedy = "Start the program again. Nothing is seen, and your receipt is safe."


# Receipts (K-2xx)


class ReceiptMalformed(CheckFailed):
    """A file is neither a receipt, nor a page that carries one, nor the keys of one."""

    code = "K-201"
    words = "This is not a receipt, or somebody changed it."
    remedy = "Take receipt.json or receipt.html as the program saved it."


# The catalogue: keep it last, so that it finds all of the above


def _leaves(kind: type[AttendedError]) -> Iterator[type[AttendedError]]:
    for below in kind.__subclasses__():
        if "code" in vars(below):
            yield below
        yield from _leaves(below)


CATALOGUE: dict[str, type[AttendedError]] = {leaf.code: leaf for leaf in _leaves(AttendedError)}
"""Every error by its code."""
