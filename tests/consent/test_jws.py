"""Documents as compact JWS; the vectors stand in test_jws_vectors.py."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jws
from joserfc.jwk import OKPKey

from consent.canonical import canonical
from consent.encoding import b64u, unb64u
from consent.errors import (
    AttendedError,
    BadKey,
    DocumentTooLong,
    HeaderNotAllowed,
    NotAToken,
    NotTheDocument,
    SignatureWrong,
)
from consent.fields import Sha256
from consent.grant import ConsentGrant
from consent.jws import Jwk, SigningKey, VerifyKey, header_of, peek_kid, peek_typ, read, read_pinned, sha256_of, sign
from consent.pause import ConsentResume
from consent.scopes import Scope
from protocol.errors import CATALOGUE
from tests.support.consent_scene import AGENT_KEY, NOW, ORIGIN, SESSION, Scene, a_hash, a_key, an_id

SEED = bytes(range(32))
RESUME = ConsentResume(
    iss=AGENT_KEY.verify_key.thumbprint, aud=ORIGIN, jti=an_id(1), sid=SESSION, iat=NOW, grant=an_id(2)
)
TOKEN = sign(RESUME, AGENT_KEY)
GRANT = sign(Scene().a_grant(Scope.VIEW), AGENT_KEY)


def told(attempt: Callable[[], object]) -> str | None:
    """Give the code an attempt is refused with."""
    try:
        attempt()
    except AttendedError as error:
        return error.code
    return None


def test_what_was_signed_is_read_back() -> None:
    """Signing and reading give the same document."""
    assert read(TOKEN, ConsentResume, AGENT_KEY.verify_key) == RESUME


def test_an_implementation_by_others_accepts_our_tokens() -> None:
    """Joserfc verifies our signature and reads our claims (RFC 9864)."""
    key = OKPKey.import_key({**AGENT_KEY.verify_key.jwk()})

    theirs = jws.deserialize_compact(TOKEN, key, algorithms=["Ed25519"])

    assert theirs.headers() == {"alg": "Ed25519", "kid": AGENT_KEY.verify_key.thumbprint, "typ": ConsentResume.typ}
    assert json.loads(theirs.payload or b"") == RESUME.model_dump(mode="json")
    assert key.thumbprint() == AGENT_KEY.verify_key.thumbprint


def test_we_accept_what_others_sign_in_our_form() -> None:
    """A token that joserfc signs over the same header and claims is read, and is the very same text."""
    seed = unb64u(b64u(SEED))
    ours = SigningKey.from_seed(seed)
    theirs = OKPKey.import_key({**ours.verify_key.jwk(), "d": b64u(seed)})
    claims = json.dumps(RESUME.model_dump(mode="json"), sort_keys=True, separators=(",", ":"))
    header = {"alg": "Ed25519", "kid": ours.verify_key.thumbprint, "typ": ConsentResume.typ}

    token = jws.serialize_compact(header, claims, theirs, algorithms=["Ed25519"])

    assert read(token, ConsentResume, ours.verify_key) == RESUME
    assert token == sign(RESUME, ours)


def test_a_document_counts_as_its_own_kind_only() -> None:
    """A grant cannot be read as another document, even by the same signer."""
    with pytest.raises(HeaderNotAllowed):
        read(GRANT, ConsentResume, AGENT_KEY.verify_key)


def test_nobody_elses_key_reads_it() -> None:
    """A token of another key fails at the header already."""
    with pytest.raises(HeaderNotAllowed):
        read(TOKEN, ConsentResume, a_key("stranger").verify_key)


@given(at=st.integers(0, len(GRANT) - 1), letter=st.characters(min_codepoint=33, max_codepoint=126))
def test_no_letter_of_a_token_can_be_changed(at: int, letter: str) -> None:
    """Any one letter changed makes the token worthless."""
    changed = GRANT[:at] + letter + GRANT[at + 1 :]
    if changed == GRANT:
        return
    with pytest.raises(AttendedError):
        read(changed, ConsentGrant, AGENT_KEY.verify_key)


@given(st.text(max_size=400) | st.from_regex(r"[A-Za-z0-9_\-]{0,80}(\.[A-Za-z0-9_\-]{0,80}){0,4}", fullmatch=True))
def test_any_text_is_a_document_or_a_documented_error(text: str) -> None:
    """Whatever arrives, reading and peeking end in a value or an error of the catalogue."""
    for attempt in (lambda: read(text, ConsentGrant, AGENT_KEY.verify_key), lambda: peek_kid(text)):
        assert told(attempt) is None or told(attempt) in CATALOGUE


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
CLAIMS = json.loads(Scene().a_grant(Scope.VIEW).model_dump_json())


@given(claim=st.sampled_from([*CLAIMS, "more"]), value=JSON_VALUES)
def test_any_claims_well_signed_are_a_document_or_a_documented_error(claim: str, value: Any) -> None:  # noqa: ANN401
    """A signer who puts anything at all into any claim is answered by the model, never by a crash."""
    kid = AGENT_KEY.verify_key.thumbprint
    text = f"{b64u(header_of(ConsentGrant.typ, kid))}.{b64u(canonical({**CLAIMS, claim: value}))}"
    token = f"{text}.{b64u(AGENT_KEY.sign(text.encode()))}"
    refused = told(lambda: read(token, ConsentGrant, AGENT_KEY.verify_key))
    assert refused in {None, NotTheDocument.code, DocumentTooLong.code}
    if refused is None:
        held = read(token, ConsentGrant, AGENT_KEY.verify_key)
        assert json.loads(held.model_dump_json())[claim] == value


def test_a_refusal_names_the_claim_and_never_its_value() -> None:
    """Our own log learns which claim did not fit, but no words of a person."""
    wrong = RESUME.model_copy(update={"sid": "a private word"})
    with pytest.raises(NotTheDocument) as refused:
        read(sign(wrong, AGENT_KEY), ConsentResume, AGENT_KEY.verify_key)
    assert "sid" in refused.value.detail
    assert "private" not in str(refused.value)


def test_a_document_that_nobody_could_read_is_not_signed() -> None:
    """What is longer than its kind may be fails at its own end."""
    grant = Scene().a_grant(Scope.VIEW).model_copy(update={"purpose": "x" * 4000})
    with pytest.raises(DocumentTooLong):
        sign(grant, AGENT_KEY)


def test_a_pinned_token_needs_no_key() -> None:
    """A token whose hash stands in a log is read by the hash; any other text is refused."""
    assert read_pinned(TOKEN, ConsentResume, sha256_of(TOKEN)) == RESUME
    with pytest.raises(SignatureWrong):
        read_pinned(TOKEN, ConsentResume, Sha256(a_hash("another")))
    with pytest.raises(HeaderNotAllowed):
        read_pinned(GRANT, ConsentResume, sha256_of(GRANT))
    with pytest.raises(DocumentTooLong):
        read_pinned("x" * 5000, ConsentResume, sha256_of("x" * 5000))


def test_a_token_tells_its_signer_and_kind_before_it_is_verified() -> None:
    """Peeking gives what the header says, or a documented error."""
    assert peek_kid(TOKEN) == AGENT_KEY.verify_key.thumbprint
    assert peek_typ(TOKEN) == "consent-resume+jwt"
    head, payload, signature = TOKEN.split(".")
    for wrong in (b'{"alg":"Ed25519"}', b'{"alg":1,"kid":2,"typ":3}', b"[]", b""):
        with pytest.raises(HeaderNotAllowed):
            peek_kid(f"{b64u(wrong)}.{payload}.{signature}")
    with pytest.raises(NotAToken):
        peek_kid(f"{head}.{payload}")
    with pytest.raises(NotAToken):
        peek_typ(f"{head}.{'A' * 70_000}.{signature}")


def test_keys_compare_by_what_they_are() -> None:
    """Two readings of one key are one key; a seed of another length is none; no key shows its secret."""
    key = SigningKey.from_seed(SEED)
    again = VerifyKey.from_jwk(Jwk.model_validate(key.verify_key.jwk()))
    assert again == key.verify_key
    assert hash(again) == hash(key.verify_key)
    assert again != SEED
    with pytest.raises(BadKey):
        SigningKey.from_seed(SEED[1:])
    with pytest.raises(BadKey):
        VerifyKey.from_jwk({"kty": "OKP"})
    assert key.verify_key.thumbprint in repr(key) + repr(again)
    assert b64u(SEED) not in repr(key)


def test_a_signature_of_small_order_proves_nothing() -> None:
    """The signature that fits any text under the neutral point finds no key to be checked with."""
    with pytest.raises(BadKey):
        VerifyKey(b"\x01" + bytes(31))
