"""The documents that both languages read: each is taken, or refused with the code the file names."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from consent.encoding import unb64u
from consent.ending import SessionEnd
from consent.errors import AttendedError
from consent.grant import ConsentGrant, verify_grant
from consent.jws import SignedDocument, VerifyKey, read
from consent.keylist import KeyList
from consent.opening import OpeningRequest
from consent.organisation import DirectoryEntry, DirectoryKey, verify_entry, verify_organisation
from consent.pause import ConsentPause, ConsentResume
from consent.policy import OrganisationPolicy
from consent.request import ConsentRequest
from consent.scopes import Scope
from consent.statement import TranscriptStatement
from consent.withdrawal import ConsentWithdrawal
from tests.support.consent_scene import Scene
from tests.support.make_consent_vectors import written
from tests.support.vectors import FOLDER, load

VECTORS = load("consent-documents")
KINDS: dict[str, type[SignedDocument]] = {
    kind.typ: kind
    for kind in (
        *(ConsentRequest, ConsentGrant, ConsentWithdrawal, ConsentPause, ConsentResume, KeyList, TranscriptStatement),
        *(SessionEnd, OrganisationPolicy, DirectoryKey, DirectoryEntry, OpeningRequest),
    )
}


def outcome(call: Callable[[], object]) -> str:
    """Give the code a call is refused with, or nothing."""
    try:
        call()
    except AttendedError as error:
        return error.code
    return ""


def each(part: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", VECTORS[part], ids=lambda case: case["name"])


def test_the_file_is_what_its_program_writes() -> None:
    """Nobody edits the vectors by hand, and no change to a format goes unnoticed."""
    assert (FOLDER / "consent-documents.json").read_text(encoding="utf-8") == written()


def test_every_kind_of_document_is_in_the_file() -> None:
    """A kind without a specimen would be tested in one language only."""
    assert {case["typ"] for case in VECTORS["documents"] if not case["expect"]} == set(KINDS)


@each("documents")
def test_a_document_is_read_or_refused(case: dict[str, Any]) -> None:
    """A good document gives its claims; a bad one the error that the file names."""
    key = VerifyKey.from_jwk(case["key"])
    assert outcome(lambda: read(case["token"], KINDS[case["typ"]], key)) == case["expect"]
    if "claims" in case:
        held = read(case["token"], KINDS[case["typ"]], key)
        assert json.loads(held.model_dump_json()) == case["claims"]


@each("grants")
def test_a_grant_is_taken_or_refused(case: dict[str, Any]) -> None:
    """Every check of a grant can fail, and fails with its own error."""
    living = frozenset(Scope(scope) for scope in case["living"])
    standing = {"former": case["former"], "living": living, "elapsed": case["elapsed"]}
    setting = Scene().setting
    assert outcome(lambda: verify_grant(case["token"], case["request"], setting, **standing)) == case["expect"]


@each("organisations")
def test_an_organisation_is_taken_or_refused(case: dict[str, Any]) -> None:
    """Policy and directory key hold under the organisation's key and domain only, in their time."""
    key = VerifyKey.from_jwk(VECTORS["setting"]["organisation"])
    tokens = (case["policy"], case["directory_key"])
    assert outcome(lambda: verify_organisation(*tokens, key, case["at"], domain=case["domain"])) == case["expect"]


@each("entries")
def test_an_entry_is_taken_or_refused(case: dict[str, Any]) -> None:
    """A technician's entry holds under the directory key only, for its day, while they are trained."""
    key = VerifyKey.from_jwk(VECTORS["setting"]["organisation"])
    directory = read(VECTORS["setting"]["directory_key"], DirectoryKey, key)
    assert outcome(lambda: verify_entry(case["token"], directory, case["at"])) == case["expect"]


@each("keys")
def test_a_key_has_its_thumbprint_or_is_refused(case: dict[str, Any]) -> None:
    """RFC 8037's key has RFC 8037's thumbprint; points of small order and second spellings are no keys."""
    assert outcome(lambda: VerifyKey(unb64u(case["x"]))) == case["expect"]
    if not case["expect"]:
        assert VerifyKey(unb64u(case["x"])).thumbprint == case["thumbprint"]
