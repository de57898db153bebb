"""Signed notes: the specification's example, and everything that is not quite a note."""

from contextlib import suppress

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from protocol import limits, note
from protocol.errors import CheckFailed, NoteForged, NoteMalformed, NoteNotSigned, VerifierKeyMalformed
from tests.support.vectors import load

VECTOR = load("c2sp-signed-note")
KEY = note.SigningKey("log.example/one", Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
WITNESS = note.SigningKey("witness.example", Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33))))
SIGNED = note.sign("first\n\nsecond\n", KEY)


def test_the_specifications_example_verifies() -> None:
    """The published key accepts the published note, and both are written back byte for byte."""
    key = note.parse_verifier_key(VECTOR["vkey"])
    opened = note.open_note(VECTOR["note"].encode(), key)

    assert opened.text == "This is an example message.\n"
    assert str(opened) == VECTOR["note"]
    assert str(key) == VECTOR["vkey"]
    assert opened.signatures[0].key_id == key.key_id == bytes.fromhex("530d903a")


def test_a_signed_text_opens_with_its_key() -> None:
    """Text with empty lines survives: the last empty line is the one that counts."""
    assert note.open_note(SIGNED.encode(), KEY.verifier).text == "first\n\nsecond\n"


def test_lines_of_unknown_keys_are_ignored_but_ones_own_is_needed() -> None:
    """A witness's line below ours changes nothing; alone it counts for nothing."""
    ours, theirs = note.parse(SIGNED.encode()), note.parse(note.sign("first\n\nsecond\n", WITNESS).encode())
    both = str(note.with_signatures(ours, theirs.signatures)).encode()

    assert note.open_note(both, KEY.verifier) == note.open_note(both, WITNESS.verifier)
    with pytest.raises(NoteNotSigned):
        note.open_note(str(theirs).encode(), KEY.verifier)


def test_a_line_that_shares_only_name_or_hash_with_our_key_is_unknown() -> None:
    """Name and hash together name a key, neither does alone."""
    opened = note.parse(SIGNED.encode())
    line = opened.signatures[0]
    lookalikes = (
        note.SignatureLine(line.name, b"\x00\x00\x00\x00", line.signature),
        note.SignatureLine("log.example/two", line.key_id, line.signature),
    )

    note.verify(note.with_signatures(opened, lookalikes), KEY.verifier)
    for lookalike in lookalikes:
        with pytest.raises(NoteNotSigned):
            note.verify(note.Note(opened.text, (lookalike,)), KEY.verifier)


def test_one_wrong_line_of_our_key_spoils_the_note() -> None:
    """A known key's signature must verify, even beside a good one."""
    opened = note.parse(SIGNED.encode())
    line = opened.signatures[0]
    wrong = note.SignatureLine(line.name, line.key_id, bytes(64))

    with pytest.raises(NoteForged):
        note.verify(note.with_signatures(opened, [wrong]), KEY.verifier)
    with pytest.raises(NoteForged):
        note.verify(note.with_signatures(opened, [note.SignatureLine(line.name, line.key_id, b"short")]), KEY.verifier)


@given(st.integers(0, len(SIGNED.encode()) * 8 - 1))
def test_no_bit_of_a_note_can_change(bit: int) -> None:
    """Any flipped bit ends in a check that failed."""
    changed = bytearray(SIGNED.encode())
    changed[bit // 8] ^= 1 << bit % 8

    with pytest.raises(CheckFailed):
        note.open_note(bytes(changed), KEY.verifier)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"text\n",
        b"text\n\n",
        SIGNED.encode().rstrip(b"\n"),
        SIGNED.replace("\n\n\u2014", "\n\u2014").encode(),
        SIGNED.replace("\u2014", "-").encode(),
        SIGNED.replace("log.example/one", "log.example/one+").encode(),
        SIGNED.replace("log.example/one", "log.example\u00a0one").encode(),
        SIGNED.replace("log.example/one", "").encode(),
        SIGNED.replace("first", "fi\rst").encode(),
        SIGNED.replace("first", "fi\x00st").encode(),
        SIGNED.encode().replace(b"first", b"fi\xffst"),
        SIGNED.encode().replace(b"first", b"fi\xed\xa0\x80st"),
        b"text\n\n\xe2\x80\x94 name AAAAAA==\n",  # a key ID and no signature
        b"text\n\n\xe2\x80\x94 name AAAAAAA\n",  # no padding
        b"text\n\n\xe2\x80\x94 name AAAAAAB=\n",  # spare bits
        b"text\n\n" + b"\xe2\x80\x94 name AAAAAAA=\n" * (limits.NOTE_SIGNATURES + 1),
        b"x" * limits.NOTE_BYTES + SIGNED.encode(),
    ],
)
def test_what_is_not_a_note_is_refused(data: bytes) -> None:
    """Each departure from the format has the same documented error."""
    with pytest.raises(NoteMalformed):
        note.parse(data)


def test_sixteen_large_signatures_are_accepted() -> None:
    """The specification demands room for 16, and names 5 kB as the size of large ones."""
    lines = [note.SignatureLine(f"w{number}.example", b"\x01\x02\x03\x04", bytes(5_000)) for number in range(16)]
    crowded = note.with_signatures(note.parse(SIGNED.encode()), lines)

    assert note.open_note(str(crowded).encode(), KEY.verifier) == crowded


@pytest.mark.parametrize(
    "text",
    [
        "",
        "name",
        "name+530d903a",
        VECTOR["vkey"] + "=",
        VECTOR["vkey"].replace("530d903a", "530D903A"),
        VECTOR["vkey"].replace("530d903a", "530d903b"),
        VECTOR["vkey"].replace("example.com/foo", "example.com/bar"),
        VECTOR["vkey"].replace("example.com/foo", ""),
        VECTOR["vkey"].replace("+Ae", "+Be"),
        VECTOR["vkey"][:-4],
        VECTOR["vkey"] + "\n",
        "log\u2003name" + VECTOR["vkey"].removeprefix("example.com/foo"),
    ],
)
def test_what_is_not_a_verifier_key_is_refused(text: str) -> None:
    """A key is one line with a hash that fits, of the one kind we know."""
    with pytest.raises(VerifierKeyMalformed):
        note.parse_verifier_key(text)


@pytest.mark.parametrize("name", ["", "two words", "a+b", "line\nbreak", "\u3000", "lone\ud800"])
def test_a_name_that_no_line_can_carry_makes_no_key(name: str) -> None:
    """A signing key's name is checked when it is made, not when a verifier stumbles over it."""
    with pytest.raises(VerifierKeyMalformed):
        note.SigningKey(name, KEY.private)


@pytest.mark.parametrize("text", ["", "no newline", "bell\x07\n", "lone \ud800\n"])
def test_a_text_that_no_note_can_hold_is_not_signed(text: str) -> None:
    """What could not be read back is never signed."""
    with pytest.raises(NoteMalformed):
        note.sign(text, KEY)


@given(st.binary(max_size=300) | st.text(alphabet="a \n\u2014=A+", max_size=80).map(str.encode))
def test_any_bytes_are_a_note_or_a_documented_error(data: bytes) -> None:
    """What is read is written back the same, and what is not is refused in words."""
    with suppress(NoteMalformed):
        assert str(note.parse(data)).encode() == data
