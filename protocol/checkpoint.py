"""
Checkpoints (c2sp.org/tlog-checkpoint): the signed statement of how large a log is and which root it has.

    example.com/log
    20852163
    CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

    — example.com/log Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
"""

import re
from dataclasses import dataclass

from protocol import base64_line, limits, merkle, note
from protocol.errors import CheckpointMalformed, CheckpointOfAnotherLog

_SIZE = re.compile(r"0|[1-9][0-9]{0,15}", re.ASCII)
_FIXED_LINES = 3


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A log's origin, its size in entries and its root (32 bytes), with lines that others may have added."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def text(self) -> str:
        """Write the text that is signed; it ends in a newline."""
        lines = (self.origin, str(self.size), base64_line.write(self.root), *self.extensions)
        return "".join(f"{line}\n" for line in lines)


def parse_text(text: str) -> Checkpoint:
    """
    Read the text of a checkpoint (a verified note's text).

    Raises:
        CheckpointMalformed: Fewer than three lines, an empty line, a size with leading zeroes, a root not of 32 bytes.
    """
    lines = text.split("\n")
    if lines.pop() != "" or len(lines) < _FIXED_LINES or not all(lines):
        raise CheckpointMalformed("the lines")
    origin, size, root, *extensions = lines
    if _SIZE.fullmatch(size) is None or int(size) > limits.LOG_SIZE:
        raise CheckpointMalformed("the size")
    try:
        hashed = base64_line.read(root)
    except ValueError:
        raise CheckpointMalformed("the root") from None
    if len(hashed) != merkle.HASH_BYTES:
        raise CheckpointMalformed("the root's length")
    if int(size) == 0 and hashed != merkle.EMPTY_ROOT:
        raise CheckpointMalformed("an empty tree has one root only")
    return Checkpoint(origin, int(size), hashed, tuple(extensions))


def sign(checkpoint: Checkpoint, key: note.SigningKey) -> str:
    """
    Sign a checkpoint as its log, and give the whole note.

    The caller must know it to be consistent with every checkpoint this key has signed.

    Raises:
        CheckpointOfAnotherLog: The key's name is not the checkpoint's origin.
    """
    if checkpoint.origin != key.name:
        raise CheckpointOfAnotherLog(f"{key.name} signing for {checkpoint.origin}")
    return note.sign(checkpoint.text(), key)


def verify(data: bytes, key: note.VerifierKey) -> Checkpoint:
    """
    Read a checkpoint that its log signed.

    Raises:
        NoteMalformed, NoteNotSigned, NoteForged: See `note.parse` and `note.verify`.
        CheckpointMalformed: The text is no checkpoint.
        CheckpointOfAnotherLog: The origin is not the key's name. C2SP says that the two should match; ours always do.
    """
    opened = note.open_note(data, key)  # 1 a note, 2 signed by the log's key
    checkpoint = parse_text(opened.text)  # 3 a checkpoint
    if checkpoint.origin != key.name:  # 4 of the log that the key belongs to
        raise CheckpointOfAnotherLog(f"{checkpoint.origin} signed by {key.name}")
    return checkpoint
