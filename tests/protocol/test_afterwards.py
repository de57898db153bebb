"""Words for the organisation's readers: sealed, of one size, and opened by nobody else."""

import hashlib

import pytest
from pydantic import ValidationError

from consent.afterwards import Wrong
from consent.canonical import canonical
from consent.encoding import b64u, unb64u
from consent.fields import SessionId
from consent.policy import PolicyReader, Role, reader_id
from protocol import limits
from protocol.afterwards import (
    Afterword,
    ComplaintWords,
    RatingWords,
    SealedWords,
    Words,
    open_words,
    read_as,
    seal_words,
    words_sha256,
)
from protocol.errors import AfterwordDamaged, WrapBroken
from protocol.wrap import reader_public
from tests.support.consent_scene import SESSION, a_jwk, a_key

OTHER_SESSION = SessionId(b64u(b"another session."))
SECRET = bytes(range(32))
SAID = ComplaintWords(wrong=(Wrong.MONEY, Wrong.OTHER), text="They asked for my card. “Hurry!”")


def seed_of(name: str) -> bytes:
    """Give the seed of a reader's key."""
    return hashlib.sha256(name.encode()).digest()


def a_reader(name: str, role: Role) -> PolicyReader:
    """Make a reader whose key wraps."""
    kem = reader_public(seed_of(name))
    return PolicyReader(reader=reader_id(kem), role=role, name=name, kem=b64u(kem), key=a_jwk(a_key(name)))


READERS = (a_reader("Quality team", Role.QUALITY), a_reader("Spare key", Role.RECOVERY))


def sealed(words: Words = SAID) -> SealedWords:
    """Seal words for the quality team and the spare key."""
    return seal_words(words, SESSION, SECRET, READERS)


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
@pytest.mark.parametrize("words", [SAID, RatingWords(text="Kind and quick")])
def test_every_reader_opens_what_was_said(reader: PolicyReader, words: Words) -> None:
    """The quality team and the spare key read the same words."""
    assert open_words(sealed(words), SESSION, seed_of(reader.name), reader.reader) == words


def test_nobody_else_opens_them() -> None:
    """Another key, another session, and a reader who is not named are refused with words."""
    held, quality = sealed(), READERS[0].reader
    with pytest.raises(WrapBroken):
        open_words(held, SESSION, seed_of("Ana Weber"), quality)
    with pytest.raises(WrapBroken):
        open_words(held, OTHER_SESSION, seed_of("Quality team"), quality)
    with pytest.raises(AfterwordDamaged):
        open_words(held, SESSION, seed_of("Quality team"), "A" * 43)


def test_a_changed_letter_is_noticed() -> None:
    """Body, wrap and hash each cover what they hold."""
    held = sealed()
    body = bytearray(unb64u(held.body))
    body[5] ^= 1
    changed = held.model_copy(update={"body": b64u(bytes(body))})
    with pytest.raises(AfterwordDamaged):
        open_words(changed, SESSION, seed_of("Quality team"), READERS[0].reader)
    assert words_sha256(changed) != words_sha256(held)


def test_what_is_sent_does_not_tell_how_much_was_written() -> None:
    """One tick and a thousand letters have the same size."""
    longest = ComplaintWords(wrong=tuple(Wrong), text="\N{FACE WITH TEARS OF JOY}" * limits.COMPLAINT_TEXT)
    quoted = ComplaintWords(wrong=(), text="\x01" * limits.COMPLAINT_TEXT)
    sizes = {len(sealed(words).body) for words in (SAID, longest, quoted, RatingWords(text="x"))}
    assert len(sizes) == 1


def test_the_whole_fits_its_message() -> None:
    """Eight readers, a document and the longest words are well within the limit."""
    readers = (READERS * 4)[:8]
    held = seal_words(SAID, SESSION, SECRET, readers)
    token = ".".join(["A" * 1300] * 3)
    assert len(canonical(Afterword(token=token, words=held).model_dump(mode="json"))) < limits.AFTERWORD_MESSAGE_BYTES


@pytest.mark.parametrize(
    ("wrong", "text"),
    [((), ""), ((Wrong.MONEY, Wrong.MONEY), ""), ((), "x" * (limits.COMPLAINT_TEXT + 1)), (("lies",), "")],
)
def test_a_complaint_says_something_and_not_too_much(wrong: object, text: str) -> None:
    """Nothing ticked and nothing written, one tick twice, an unknown one and too many letters are no complaint."""
    with pytest.raises(ValidationError):
        ComplaintWords.model_validate({"wrong": wrong, "text": text})


@pytest.mark.parametrize("text", ["", "x" * (limits.RATING_TEXT + 1)])
def test_a_word_is_a_word(text: str) -> None:
    """None, or one that is too long, is none."""
    with pytest.raises(ValidationError):
        RatingWords(text=text)


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b'{"token":1}', b'{"token": "a.b.c"}', b"\xff"])
def test_what_is_not_written_in_its_form_is_refused_in_words(body: bytes) -> None:
    """Any other bytes are a documented error."""
    with pytest.raises(AfterwordDamaged):
        read_as(body, Afterword)
