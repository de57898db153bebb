"""The technician's proof: that whoever paired is the one the organisation's entry names, with the key it names."""

from __future__ import annotations

import hashlib

from consent.checks import refuse_unless
from consent.encoding import b64u, unb64u
from consent.errors import SignatureWrong
from consent.jws import SigningKey, sha256_of
from consent.organisation import DirectoryEntry, DirectoryKey, verify_entry
from protocol.errors import TechnicianNotProven
from protocol.events import Paired
from protocol.messages.control import TechnicianProof


def proof_bytes(transcript: bytes) -> bytes:
    """Give what the technician signs: a label and SHA-512 of the pairing's `transcript_ir`."""
    return b"attended/1 technician\0" + hashlib.sha512(transcript).digest()


def prove_technician(entry: str, transcript: bytes, key: SigningKey) -> TechnicianProof:
    """Make the technician's first sealed message."""
    return TechnicianProof(entry=entry, signature=b64u(key.sign(proof_bytes(transcript))))


def verify_technician(message: TechnicianProof, paired: Paired, directory: DirectoryKey, at: int) -> DirectoryEntry:
    """
    Judge the proof, before anything is asked; `directory` is a verified directory key, `at` Unix seconds.

    Raises:
        TechnicianNotProven: The entry is not the one of the pairing, or the signature is not its key's.
        EntryWrong, EntryOutOfDate: The entry is not the organisation's, or not in its time.
    """
    said = sha256_of(message.entry)
    refuse_unless(said == paired.entry_sha256, TechnicianNotProven, "entry")  # 1 the entry that the pairing bound
    entry = verify_entry(message.entry, directory, at)  # 2 signed by the organisation, in date, trained
    refuse_unless(entry.key == paired.technician_key, TechnicianNotProven, "key")  # 3 about the key of the pairing
    try:
        paired.technician_key.verify(unb64u(message.signature), proof_bytes(paired.transcript))  # 4 held by them now
    except SignatureWrong:
        raise TechnicianNotProven("signature") from None
    return entry
