"""
Proofs that an entry stands in a log (c2sp.org/tlog-proof@v1): what a receipt keeps, checked without any network.

    c2sp.org/tlog-proof@v1
    index 73894
    gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=

    example.com/log
    109482
    sFodV/vSp5O8n9a8QpW6PRY97tfOSW5bsc2Xl/EQi08=

    — example.com/log hI2DJw...
"""

import re
from dataclasses import dataclass

from protocol import base64_line, checkpoint, limits, merkle, note
from protocol.errors import LogProofMalformed

FIRST_LINE = "c2sp.org/tlog-proof@v1"
_INDEX = re.compile(r"index (0|[1-9][0-9]{0,15})", re.ASCII)
_EXTRA = "extra "
_LONGEST = limits.NOTE_BYTES + 2 * limits.LOG_PROOF_EXTRA_BYTES + 64 * limits.LOG_PROOF_HASHES


@dataclass(frozen=True, slots=True)
class Proof:
    """
    Where an entry stands (index), how it hashes up to the root (path, 32 bytes each), and the log's signed checkpoint.

    `extra` is not covered by any signature: it must not be believed.
    """

    index: int
    path: tuple[bytes, ...]
    checkpoint: str
    extra: bytes | None = None

    def __str__(self) -> str:
        """Write the proof; what `parse` read comes out byte for byte."""
        extra = [] if self.extra is None else [_EXTRA + base64_line.write(self.extra)]
        path = [base64_line.write(node) for node in self.path]
        return "\n".join([FIRST_LINE, *extra, f"index {self.index}", *path, "", self.checkpoint])


def parse(data: bytes) -> Proof:
    """
    Take a proof apart without judging it.

    Raises:
        LogProofMalformed: It is not a proof, or too long.
    """
    if len(data) > _LONGEST:
        raise LogProofMalformed("too long")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise LogProofMalformed("not UTF-8") from None
    # The proof's own lines are never empty; the checkpoint comes verbatim after the first empty line.
    head, gap, signed = text.partition("\n\n")
    lines = head.split("\n")
    if not gap or lines.pop(0) != FIRST_LINE:
        raise LogProofMalformed("the first line")
    extra = None
    if lines and lines[0].startswith(_EXTRA):
        extra = _bytes_of(lines.pop(0).removeprefix(_EXTRA), "the extra data")
    index = _INDEX.fullmatch(lines.pop(0)) if lines else None
    if index is None or int(index[1]) > limits.LOG_SIZE:
        raise LogProofMalformed("the index")
    if len(lines) > limits.LOG_PROOF_HASHES:
        raise LogProofMalformed("too many hashes")
    path = tuple(_bytes_of(line, "a hash") for line in lines)
    if any(len(node) != merkle.HASH_BYTES for node in path):
        raise LogProofMalformed("a hash's length")
    return Proof(int(index[1]), path, signed, extra)


def verify(data: bytes, entry: bytes, key: note.VerifierKey) -> checkpoint.Checkpoint:
    """
    Check that the log with this key holds exactly these bytes as an entry, and give the checkpoint that says so.

    Raises:
        LogProofMalformed: Not a proof.
        NoteMalformed, NoteNotSigned, NoteForged, CheckpointMalformed, CheckpointOfAnotherLog: See `checkpoint.verify`.
        ProofShapeWrong, InclusionWrong: See `merkle.verify_inclusion`.
    """
    proof = parse(data)  # 1 a proof
    signed = checkpoint.verify(proof.checkpoint.encode(), key)  # 2 with a checkpoint of this log, signed by its key
    merkle.verify_inclusion(merkle.leaf_hash(entry), proof.index, signed.size, proof.path, signed.root)  # 3 and holding
    return signed


def _bytes_of(line: str, what: str) -> bytes:
    try:
        return base64_line.read(line)
    except ValueError:
        raise LogProofMalformed(what) from None
