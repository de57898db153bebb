"""
Documents as compact JWS (RFC 7515): one algorithm, one header, Ed25519 (RFC 8032, RFC 9864).

    eyJhbGciOiJFZDI1NTE5Iiwia2lkIjoi…  .  eyJhdWQiOiJodHRwczov…  .  signature
    {"alg":"Ed25519","kid":…,"typ":…}     canonical claims           64 bytes

The token's exact ASCII text is what is sent, recorded and hashed.
"""

from __future__ import annotations

import hashlib
from typing import Annotated, ClassVar, Literal, TypeVar

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from pydantic import AfterValidator, ValidationError

from consent import limits
from consent.canonical import canonical, parse_canonical
from consent.encoding import b64u, unb64u
from consent.errors import (
    BadKey,
    DocumentTooLong,
    HeaderNotAllowed,
    NotAToken,
    NotBase64Url,
    NotCanonical,
    NotTheDocument,
    SignatureWrong,
)
from consent.fields import Sha256, Thumbprint, exactly
from consent.model import Document

_P = 2**255 - 19
# The eight points of small order of edwards25519, by their y: whoever "holds" one can make signatures that fit any
# text, so a signature under it says nothing about who signed.
_SMALL_ORDER_Y = frozenset(
    {
        0,
        1,
        _P - 1,
        2707385501144840649318225287225658788936804267575313519463743609750303402022,
        55188659117513257062467267217118295137698188065244968500265048394206261417927,
    }
)


def _sound_point(text: str) -> str:
    y = int.from_bytes(unb64u(text), "little") & (2**255 - 1)
    if y >= _P or y in _SMALL_ORDER_Y:
        raise ValueError("a key under which signatures prove nothing")
    return text


class Jwk(Document):
    """An Ed25519 public key as a JSON Web Key (RFC 8037)."""

    crv: Literal["Ed25519"]
    kty: Literal["OKP"]
    x: Annotated[str, exactly(32), AfterValidator(_sound_point)]


class VerifyKey:
    """
    A public key for checking signatures.

    Raises:
        BadKey: `raw` is not 32 bytes, or is a point of small order or written in a second way.
    """

    __slots__ = ("_key", "raw", "thumbprint")

    def __init__(self, raw: bytes) -> None:
        try:
            jwk = Jwk(crv="Ed25519", kty="OKP", x=b64u(raw))
        except ValidationError:
            raise BadKey from None
        self.raw = raw
        self._key = Ed25519PublicKey.from_public_bytes(raw)
        # RFC 7638 section 3: SHA-256 over the required members in canonical form, which is exactly this model.
        self.thumbprint = Thumbprint(b64u(hashlib.sha256(canonical(jwk.model_dump())).digest()))

    @classmethod
    def from_jwk(cls, jwk: Jwk | dict[str, str]) -> VerifyKey:
        """
        Read a JSON Web Key.

        Raises:
            BadKey: It is not exactly an Ed25519 public key.
        """
        try:
            return cls(unb64u((jwk if isinstance(jwk, Jwk) else Jwk.model_validate(jwk)).x))
        except ValidationError:
            raise BadKey from None

    def jwk(self) -> dict[str, str]:
        """Write the key as a JSON Web Key."""
        return {"crv": "Ed25519", "kty": "OKP", "x": b64u(self.raw)}

    def verify(self, signature: bytes, data: bytes) -> None:
        """
        Check one signature.

        Raises:
            SignatureWrong: It is not this key's over this data.
        """
        try:
            self._key.verify(signature, data)
        except InvalidSignature:
            raise SignatureWrong from None

    def __eq__(self, other: object) -> bool:
        """Tell whether both are the same key."""
        return isinstance(other, VerifyKey) and other.raw == self.raw

    def __hash__(self) -> int:
        return hash(self.raw)

    def __repr__(self) -> str:
        return f"VerifyKey({self.thumbprint})"


class SigningKey:
    """A private key. It is made from 32 random bytes that the caller drew, and shows none of them."""

    __slots__ = ("_key", "verify_key")

    def __init__(self, key: Ed25519PrivateKey) -> None:
        self._key = key
        self.verify_key = VerifyKey(key.public_key().public_bytes_raw())

    @classmethod
    def from_seed(cls, seed32: bytes) -> SigningKey:
        """
        Make the key that 32 secret bytes stand for (RFC 8032, 5.1.5).

        Raises:
            BadKey: The seed has another length.
        """
        try:
            return cls(Ed25519PrivateKey.from_private_bytes(seed32))
        except ValueError:
            raise BadKey from None

    def sign(self, data: bytes) -> bytes:
        """Sign: 64 bytes."""
        return self._key.sign(data)

    def __repr__(self) -> str:
        return f"SigningKey({self.verify_key.thumbprint})"


class SignedDocument(Document):
    """A document that only counts with its signer's signature."""

    typ: ClassVar[str]
    """The one value of the header's `typ`."""
    limit: ClassVar[int] = limits.DOCUMENT_BYTES
    """Characters the whole token may have."""


Signed = TypeVar("Signed", bound=SignedDocument)


def header_of(typ: str, kid: Thumbprint) -> bytes:
    """Write the only header that a token of this type by this key may have."""
    return canonical({"alg": "Ed25519", "kid": kid, "typ": typ})


def sign(claims: SignedDocument, key: SigningKey) -> str:
    """
    Write and sign a document.

    Raises:
        DocumentTooLong: It has more characters than its kind may have; no other end would read it.
    """
    header = header_of(claims.typ, key.verify_key.thumbprint)
    signed = f"{b64u(header)}.{b64u(canonical(claims.model_dump(mode='json')))}"
    token = f"{signed}.{b64u(key.sign(signed.encode('ascii')))}"
    if len(token) > claims.limit:
        raise DocumentTooLong(f"{claims.typ}: {len(token)} characters, {claims.limit} allowed")
    return token


def read(token: str, model: type[Signed], key: VerifyKey) -> Signed:
    """
    Verify a token and read its claims. What they claim is then still to be judged.

    Raises:
        DocumentTooLong, NotAToken, HeaderNotAllowed, SignatureWrong, NotCanonical, NotTheDocument: Check 1 to 5.
    """
    if len(token) > model.limit:  # 1 not longer than its kind may be, before anything is decoded
        raise DocumentTooLong(f"{model.typ}: {len(token)} characters, {model.limit} allowed")
    header, payload, signature = _parts(token)  # 2 three parts of base64url
    if header != header_of(model.typ, key.thumbprint):  # 3 the one header there is: no choice of algorithm or key
        raise HeaderNotAllowed(model.typ)
    key.verify(signature, token[: token.rindex(".")].encode("ascii"))  # 4 signed by this key
    return _claims(payload, model)  # 5 canonical claims, and exactly those of this kind


def read_pinned(token: str, model: type[Signed], sha256: Sha256) -> Signed:
    """
    Read the claims of a token whose exact text is vouched for by its hash, where its signer's key is not at hand.

    Raises:
        SignatureWrong: It is another token than the hash names.
        DocumentTooLong, NotAToken, HeaderNotAllowed, NotCanonical, NotTheDocument: As `read`.
    """
    if len(token) > model.limit:
        raise DocumentTooLong(f"{model.typ}: {len(token)} characters, {model.limit} allowed")
    if sha256_of(token) != sha256:
        raise SignatureWrong
    if peek_typ(token) != model.typ:
        raise HeaderNotAllowed(model.typ)
    return _claims(_parts(token)[1], model)


def peek_kid(token: str) -> Thumbprint:
    """
    Tell which key a token says it was signed with, so that the key can be looked up. It proves nothing yet.

    Raises:
        NotAToken, HeaderNotAllowed: There is no such header to look into.
    """
    header = _header(token)
    return Thumbprint(str(header["kid"]))


def peek_typ(token: str) -> str:
    """
    Tell which kind of document a token says it is, so that the right reader can be chosen. It proves nothing yet.

    Raises:
        NotAToken, HeaderNotAllowed: There is no such header to look into.
    """
    return str(_header(token)["typ"])


def sha256_of(token: str) -> Sha256:
    """Name a token by the SHA-256 of its exact text."""
    return Sha256(b64u(hashlib.sha256(token.encode("utf-8")).digest()))


def _claims(payload: bytes, model: type[Signed]) -> Signed:
    parse_canonical(payload, model.limit)
    try:
        return model.model_validate_json(payload)
    except ValidationError as wrong:
        raise NotTheDocument(f"{model.typ}: {_places(wrong)}") from None


def _header(token: str) -> dict[str, object]:
    if len(token) > limits.POLICY_BYTES:
        raise NotAToken("longer than any document")
    try:
        header = parse_canonical(_parts(token)[0], limits.DOCUMENT_BYTES)
    except (NotCanonical, DocumentTooLong):
        raise HeaderNotAllowed from None
    if set(header) != {"alg", "kid", "typ"} or not all(isinstance(value, str) for value in header.values()):
        raise HeaderNotAllowed
    return header


def _parts(token: str) -> tuple[bytes, bytes, bytes]:
    parts = token.split(".")
    if len(parts) != 3:  # noqa: PLR2004 - RFC 7515 section 3.1: header, payload, signature
        raise NotAToken(f"{len(parts)} parts")
    try:
        header, payload, signature = (unb64u(part) for part in parts)
    except NotBase64Url:
        raise NotAToken("not base64url") from None
    return header, payload, signature


def _places(wrong: ValidationError) -> str:
    """Name the fields that did not fit, without the values: they may be words of a person."""
    return ", ".join(sorted({".".join(str(step) for step in error["loc"]) or "whole" for error in wrong.errors()}))[
        :200
    ]
