"""An organisation's rules, signed by its key: who is responsible, what for, how long, who may open a recording."""

from __future__ import annotations

import hashlib
from enum import StrEnum
from typing import Annotated, ClassVar, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from consent import limits
from consent.encoding import b64u, unb64u
from consent.fields import Domain, ReaderId, ReaderIdField, Seconds, Term, ThumbprintField, exactly
from consent.jws import Jwk, SignedDocument
from consent.model import Document
from consent.scopes import Group, Scope

KEM_BYTES = 1216  # MLKEM768-X25519: 1,184 of ML-KEM-768 and 32 of X25519 (draft-ietf-hpke-pq-04)


def _plain(text: str) -> str:
    """Refuse what would let a name look like another: controls, line breaks, marks that turn the direction of text."""
    if not all(letter.isprintable() for letter in text) or text != text.strip() or not text:
        raise ValueError("not plain text")
    return text


Name = Annotated[str, Field(min_length=1, max_length=limits.NAME_LENGTH), AfterValidator(_plain)]
Words = Annotated[str, Field(min_length=1, max_length=limits.WORDS_LENGTH), AfterValidator(_plain)]
Text = Annotated[str, Field(min_length=1, max_length=limits.TEXT_LENGTH)]


class Controller(Document):
    """Who answers for what is recorded (GDPR Art. 4(7))."""

    name: Name
    address: Text
    contact: Words


class Purpose(Document):
    """Something a technician may ask for: its name in a vocabulary, and in plain words as "to fix a fault"."""

    term: Term
    words: Words


class PolicyLimits(Document):
    """How far a question may go. It can only narrow what a customer is asked; no rule here says yes."""

    minutes: Annotated[int, Field(ge=1, le=limits.MINUTES)]
    scopes: Annotated[tuple[Scope, ...], Field(min_length=1, max_length=len(Scope))]
    secret_digits: Literal[6, 8]
    typed_keys_readable: bool


class Role(StrEnum):
    """What a reader is: one who reviews, or the spare key that is kept away from any network."""

    QUALITY = "quality"
    RECOVERY = "recovery"


class PolicyReader(Document):
    """Somebody who may open recordings: a KEM key to wrap for, and a signing key for asking for an opening."""

    reader: ReaderIdField
    role: Role
    name: Name
    kem: Annotated[str, exactly(KEM_BYTES)]
    key: Jwk

    @model_validator(mode="after")
    def _sense(self) -> Self:
        if self.reader != reader_id(unb64u(self.kem)):
            raise ValueError("a reader is named by the hash of the KEM key")
        return self


class OrganisationPolicy(SignedDocument):
    """The rules in force. An organisation is its domain; its key signs this, away from the relay."""

    typ: ClassVar[str] = "organisation-policy+jwt"
    limit: ClassVar[int] = limits.POLICY_BYTES

    iss: ThumbprintField
    domain: Domain
    name: Name
    version: Annotated[int, Field(ge=1, lt=2**31)]
    iat: Seconds
    controller: Controller
    jurisdiction: Words
    purposes: Annotated[tuple[Purpose, ...], Field(min_length=1, max_length=limits.PURPOSES)]
    retention_days: Annotated[int, Field(ge=1, le=3650)]
    notice: Text
    limits: PolicyLimits
    readers: Annotated[tuple[PolicyReader, ...], Field(min_length=2, max_length=limits.READERS)]

    @model_validator(mode="after")
    def _sense(self) -> Self:
        if len({purpose.term for purpose in self.purposes}) != len(self.purposes):
            raise ValueError("a purpose twice")
        if len({reader.reader for reader in self.readers}) != len(self.readers):
            raise ValueError("a reader twice")
        if not any(reader.role is Role.RECOVERY for reader in self.readers):
            raise ValueError("no recovery key: one lost key would lose every recording")
        if len(set(self.limits.scopes)) != len(self.limits.scopes):
            raise ValueError("a scope twice")
        return self

    def purpose_words(self, term: str) -> str:
        """Give the plain words of a purpose that `verify_request` found to be known."""
        return next(purpose.words for purpose in self.purposes if purpose.term == term)


def reader_id(kem: bytes) -> ReaderId:
    """Name a reader by the KEM public key."""
    return ReaderId(b64u(hashlib.sha256(kem).digest()))


def groups_for(reader: PolicyReader, policy: OrganisationPolicy) -> tuple[Group, ...]:
    """
    Name the reading groups that a reader is given the keys to.

    What was typed is for the spare key alone, unless the policy says that reviewers may read it.
    """
    if reader.role is Role.RECOVERY or policy.limits.typed_keys_readable:
        return (Group.VIEW, Group.KEYS, Group.REST, Group.ASIDE)
    return (Group.VIEW, Group.REST, Group.ASIDE)
