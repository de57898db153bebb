"""
What the customer says once it is over, on its way to the organisation's readers: sealed, and taken by the relay.

    words     canonical JSON of `ComplaintWords` or `RatingWords`, filled up with zeros to one size
    body      AES-256-GCM of that, under a secret that is drawn for it and used once, so its nonce is zero
    wraps     the secret for each reader of the organisation, as the keys of a recording are wrapped

The relay learns that there is a complaint, or how many points were given, and no word more. It writes both into its
log: a complaint as the `hold` that keeps the recording from being deleted.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Annotated, Final, Literal, Self, TypeVar

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic import Field, StringConstraints, ValidationError, model_validator

from consent import limits as documents
from consent.afterwards import SessionComplaint, SessionRating, Wrong
from consent.canonical import canonical, parse_canonical
from consent.encoding import b64u, unb64u
from consent.errors import AttendedError
from consent.fields import ReaderIdField, SessionId, Sha256
from consent.model import Document
from consent.policy import PolicyReader
from protocol import limits
from protocol.cpace import lv_cat
from protocol.errors import AfterwordDamaged
from protocol.messages.relay import Entry, Proof
from protocol.wire import Bytes32, Token
from protocol.wrap import SUITE, unwrap, wrap

COMPLAINTS_PATH: Final = "/api/complaints"
RATINGS_PATH: Final = "/api/ratings"
LOGGED_AS: Final = {SessionComplaint.typ: "hold", SessionRating.typ: "rating"}
"""The log entry's kind for each of the two documents."""
_NONCE = bytes(12)
_BODY_TEXT = (limits.AFTERWORD_BYTES + 16) * 4 // 3 + 1


class ComplaintWords(Document):
    """What was wrong: what was ticked, and the customer's own words."""

    kind: Literal["complaint"] = "complaint"
    wrong: Annotated[tuple[Wrong, ...], Field(max_length=len(Wrong))]
    text: Annotated[str, StringConstraints(max_length=limits.COMPLAINT_TEXT)]

    @model_validator(mode="after")
    def _sense(self) -> Self:
        if len(set(self.wrong)) != len(self.wrong):
            raise ValueError("a tick twice")
        if not self.wrong and not self.text:
            raise ValueError("nothing was wrong")
        return self


class RatingWords(Document):
    """A word about the help, beside its points."""

    kind: Literal["rating"] = "rating"
    text: Annotated[str, StringConstraints(min_length=1, max_length=limits.RATING_TEXT)]


class WordsWrap(Document):
    """The secret of some words, wrapped for one reader."""

    reader: ReaderIdField
    suite: Annotated[str, StringConstraints(pattern=r"^[a-z0-9+-]{1,64}$")]
    wrapped: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]+$", max_length=limits.WRAPPED_BYTES * 2)]


class SealedWords(Document):
    """Words that only readers can open."""

    version: Literal["attended-words/1"] = "attended-words/1"
    body: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]+$", max_length=_BODY_TEXT)]
    wraps: Annotated[tuple[WordsWrap, ...], Field(min_length=1, max_length=documents.READERS)]


class Afterword(Document):
    """What a desk hands in at `COMPLAINTS_PATH` or `RATINGS_PATH`: the signed document, and the words it names."""

    token: Token
    words: SealedWords | None


class AfterwordTaken(Document):
    """The relay's answer: the document is kept, and the log has its entry."""

    entry: Entry
    salt: Bytes32
    proof: Proof


Words = ComplaintWords | RatingWords
_Model = TypeVar("_Model", bound=Document)


def seal_words(words: Words, session: SessionId, secret: bytes, readers: Iterable[PolicyReader]) -> SealedWords:
    """
    Seal words for the readers; `secret`: 32 fresh random bytes for these words alone.

    Raises:
        BadReaderKey, NoHybridWrap: As `protocol.wrap.wrap`.
    """
    plaintext = canonical(words.model_dump(mode="json")).ljust(limits.AFTERWORD_BYTES, b"\0")
    return SealedWords(
        body=b64u(AESGCM(secret).encrypt(_NONCE, plaintext, _about(session))),
        wraps=tuple(
            WordsWrap(
                reader=reader.reader,
                suite=SUITE,
                wrapped=b64u(wrap(secret, unb64u(reader.kem), _wrap_info(session, reader.reader))),
            )
            for reader in readers
        ),
    )


def open_words(sealed: SealedWords, session: SessionId, seed: bytes, reader: str) -> Words:
    """
    Open words with a reader's 32-byte seed.

    Raises:
        WrapBroken: They were sealed for other readers, or for another session.
        AfterwordDamaged: What was sealed is not what was opened, or no words.
    """
    own = next((held for held in sealed.wraps if (held.reader, held.suite) == (reader, SUITE)), None)
    if own is None:
        raise AfterwordDamaged("not sealed for this reader")
    secret = unwrap(_bytes(own.wrapped), seed, _wrap_info(session, reader))
    try:
        plaintext = AESGCM(secret).decrypt(_NONCE, _bytes(sealed.body), _about(session))
    except (InvalidTag, ValueError):
        raise AfterwordDamaged("the seal") from None
    written = plaintext.rstrip(b"\0")
    model: type[ComplaintWords | RatingWords] = RatingWords if b'"kind":"rating"' in written else ComplaintWords
    return read_as(written, model)


def words_sha256(sealed: SealedWords) -> Sha256:
    """Name sealed words as the signed document does: SHA-256 of their canonical form."""
    return Sha256(b64u(hashlib.sha256(canonical(sealed.model_dump(mode="json"))).digest()))


def read_as(body: bytes, model: type[_Model]) -> _Model:
    """
    Read canonical JSON as one of the models here.

    Raises:
        AfterwordDamaged: It is none.
    """
    try:
        return model.model_validate_json(canonical(parse_canonical(body, limits.AFTERWORD_MESSAGE_BYTES)))
    except AttendedError:
        raise AfterwordDamaged("not in its one form") from None
    except ValidationError:
        raise AfterwordDamaged("a part is missing, is one too many or has another form") from None


def _about(session: SessionId) -> bytes:
    return lv_cat(b"attended/1 words", unb64u(session))


def _wrap_info(session: SessionId, reader: str) -> bytes:
    return lv_cat(b"attended/1 words wrap", unb64u(session), reader.encode())


def _bytes(text: str) -> bytes:
    try:
        return unb64u(text)
    except AttendedError:
        raise AfterwordDamaged("not base64url") from None
