"""
Signed notes (c2sp.org/signed-note): a text, an empty line, and one line for each signature.

    This is an example message.

    — example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=

Only Ed25519 (signature type 0x01) is signed and checked here. Lines of other keys are kept and never judged: that is
the room for witnesses. Base64 is read in its one canonical spelling only, so that no byte of a note can change unseen.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from protocol import base64_line, limits
from protocol.errors import NoteForged, NoteMalformed, NoteNotSigned, VerifierKeyMalformed

ED25519 = b"\x01"  # signature type identifier byte
KEY_ID_BYTES = 4
PUBLIC_KEY_BYTES = 32
_SIGNATURE_MARK = "\u2014 "
_CONTROL_END = 0x20
# The characters of Unicode's White_Space property that are not control characters below U+0020. `str.isspace` and the
# browser's \s each differ from it by a few, and both languages must refuse the same names.
_SPACES = frozenset("\u0020\u0085\u00a0\u1680\u2028\u2029\u202f\u205f\u3000") | {chr(0x2000 + n) for n in range(11)}


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """One signature under a note: who signed (name and 4-byte key ID), and the bytes, unjudged."""

    name: str
    key_id: bytes
    signature: bytes

    def __str__(self) -> str:
        """Write the line without its newline."""
        return f"{_SIGNATURE_MARK}{self.name} {base64_line.write(self.key_id + self.signature)}"


@dataclass(frozen=True, slots=True)
class Note:
    """A note taken apart. Nothing in it may be believed before `verify`."""

    text: str
    signatures: tuple[SignatureLine, ...]

    def __str__(self) -> str:
        """Write the whole note; what `parse` read comes out byte for byte."""
        return f"{self.text}\n" + "".join(f"{line}\n" for line in self.signatures)


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A name and an Ed25519 public key (32 bytes): who may have signed a note."""

    name: str
    public: bytes

    @property
    def key_id(self) -> bytes:
        """The 4 bytes that name this key in a signature line."""
        return sha256(self.name.encode() + b"\n" + ED25519 + self.public).digest()[:KEY_ID_BYTES]

    def __str__(self) -> str:
        """Write the key as people copy it: `name+hash+base64`."""
        return f"{self.name}+{self.key_id.hex()}+{base64_line.write(ED25519 + self.public)}"


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A name and an Ed25519 private key."""

    name: str
    private: Ed25519PrivateKey

    def __post_init__(self) -> None:
        """Refuse a name that no signature line can carry."""
        if not is_key_name(self.name):
            raise VerifierKeyMalformed("the name")

    @property
    def verifier(self) -> VerifierKey:
        """The public half."""
        return VerifierKey(self.name, self.private.public_key().public_bytes_raw())


def parse_verifier_key(text: str) -> VerifierKey:
    """
    Read a verifier key, `name+hash+base64`.

    Raises:
        VerifierKeyMalformed: It is not one, its hash does not fit, or it is not an Ed25519 key.
    """
    name, plus, rest = text.partition("+")
    key_id, second_plus, encoded = rest.partition("+")
    if not plus or not second_plus or not is_key_name(name):
        raise VerifierKeyMalformed("not name+hash+key")
    try:
        material = base64_line.read(encoded)
    except ValueError:
        raise VerifierKeyMalformed("the base64") from None
    if material[:1] != ED25519 or len(material) != 1 + PUBLIC_KEY_BYTES:
        raise VerifierKeyMalformed("not an Ed25519 key")
    key = VerifierKey(name, material[1:])
    if key.key_id.hex() != key_id:
        raise VerifierKeyMalformed("the hash")
    return key


def sign(text: str, key: SigningKey) -> str:
    """
    Sign a text and give the whole note.

    Raises:
        NoteMalformed: The text does not end in a newline, or holds what a note may not hold.
    """
    _demand_text(text)
    line = SignatureLine(key.name, key.verifier.key_id, key.private.sign(text.encode()))
    return str(Note(text, (line,)))


def with_signatures(note: Note, lines: Iterable[SignatureLine]) -> Note:
    """Add signature lines below those that stand there: how a witness's cosignature joins a checkpoint."""
    return Note(note.text, (*note.signatures, *lines))


def parse(data: bytes) -> Note:
    """
    Take a note apart without judging who signed it.

    Raises:
        NoteMalformed: It is not a signed note, or too long.
    """
    if len(data) > limits.NOTE_BYTES:
        raise NoteMalformed("too long")
    try:
        whole = data.decode("utf-8")
    except UnicodeDecodeError:
        raise NoteMalformed("not UTF-8") from None
    # "The text is separated from the signatures by the last empty line in the note."
    text, gap, tail = whole.rpartition("\n\n")
    if not gap or not tail.endswith("\n"):
        raise NoteMalformed("no signatures")
    text += "\n"
    _demand_text(text)
    lines = tail[:-1].split("\n")
    if len(lines) > limits.NOTE_SIGNATURES:
        raise NoteMalformed("too many signatures")
    return Note(text, tuple(_parse_line(line) for line in lines))


def verify(note: Note, key: VerifierKey) -> None:
    """
    Check that this key signed the note.

    Raises:
        NoteNotSigned: No line is of this key.
        NoteForged: A line of this key does not verify.
    """
    # Unknown keys are ignored, "even if they share a name or ID (but not both) with a known key".
    own = [line for line in note.signatures if (line.name, line.key_id) == (key.name, key.key_id)]
    if not own:
        raise NoteNotSigned(key.name)
    try:
        public = Ed25519PublicKey.from_public_bytes(key.public)
        for line in own:
            public.verify(line.signature, note.text.encode())
    except (InvalidSignature, ValueError):
        raise NoteForged(key.name) from None


def open_note(data: bytes, key: VerifierKey) -> Note:
    """Read a note that this key signed: `parse`, then `verify`, with their errors."""
    note = parse(data)
    verify(note, key)
    return note


def is_key_name(name: str) -> bool:
    """Say whether a signature line can carry this name: not empty, no space of any kind, no plus, no control."""
    return bool(name) and all(letter not in _SPACES and letter != "+" and _is_allowed(letter) for letter in name)


def _parse_line(line: str) -> SignatureLine:
    name, space, encoded = line.removeprefix(_SIGNATURE_MARK).partition(" ")
    if not line.startswith(_SIGNATURE_MARK) or not space or not is_key_name(name):
        raise NoteMalformed("a signature line")
    try:
        data = base64_line.read(encoded)
    except ValueError:
        raise NoteMalformed("the base64 of a signature") from None
    if len(data) <= KEY_ID_BYTES:
        raise NoteMalformed("a signature of no bytes")
    return SignatureLine(name, data[:KEY_ID_BYTES], data[KEY_ID_BYTES:])


def _demand_text(text: str) -> None:
    if not text.endswith("\n"):
        raise NoteMalformed("the text does not end in a newline")
    if not all(letter == "\n" or _is_allowed(letter) for letter in text):
        raise NoteMalformed("a character that a note may not hold")


def _is_allowed(letter: str) -> bool:
    """No ASCII control character, and nothing that UTF-8 cannot carry (a lone surrogate)."""
    return ord(letter) >= _CONTROL_END and not "\ud800" <= letter <= "\udfff"
