"""The consent record, in the fields of ISO/IEC TS 27560:2023."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

import pytest

from consent.ending import EndReason, SessionEnd
from consent.errors import AttendedError
from consent.jws import SignedDocument, SigningKey, sha256_of, sign
from consent.pause import ConsentPause, ConsentResume, PauseBecause
from consent.record import IDENTITY_BYTES, ISO_FIELDS, ConsentRecord, Identity, make_record
from consent.scopes import Scope
from consent.statement import TranscriptStatement
from consent.withdrawal import ConsentWithdrawal
from tests.support.consent_scene import AGENT_KEY, NOW, ORIGIN, SESSION, Scene, a_key, an_entry, an_id
from tests.support.vectors import load

SCENE = Scene()
IDENTITY = Identity(bytes(range(IDENTITY_BYTES)), 1_772_355_600_000, "en")


def by_desk(kind: type[SignedDocument], key: SigningKey = AGENT_KEY, **more: Any) -> str:  # noqa: ANN401 - any claim
    claims = {"iss": AGENT_KEY.verify_key.thumbprint, "aud": ORIGIN, "jti": an_id(9), "sid": SESSION, "iat": NOW + 60}
    return sign(kind(**claims, **more), key)


REQUEST = SCENE.asks(Scope.VIEW, Scope.REPORT)
GRANT = sign(SCENE.grants(REQUEST, Scope.VIEW), AGENT_KEY)
REFUSED = SCENE.asks(Scope.CONTROL, number=2)
SESSION_DOCUMENTS = [
    REQUEST,
    GRANT,
    by_desk(TranscriptStatement, lines=(), final=False),
    REFUSED,
    by_desk(ConsentPause, grant=an_id(100), because=PauseBecause.CUSTOMER, positions=()),
    by_desk(ConsentResume, grant=an_id(100)),
    by_desk(ConsentWithdrawal, grant=an_id(100), scopes=(Scope.VIEW,), positions=()),
    by_desk(SessionEnd, reason=EndReason.STOPPED, positions=()),
]


def record() -> ConsentRecord:
    return make_record(SESSION_DOCUMENTS, SCENE.setting, an_entry(), IDENTITY)


def held_at(value: Any, path: list[str]) -> list[Any]:  # noqa: ANN401 - any part of a record
    """Follow a path into a record, through every item of a list."""
    if isinstance(value, list):
        return [found for item in value for found in held_at(item, path)]
    return [value] if not path else held_at(value[path[0]], path[1:])


def test_every_mandatory_field_is_there() -> None:
    """What ISO/IEC TS 27560 or the GDPR demands stands in the record, and none of it is empty."""
    fields = load("consent-iso27560-fields")["fields"]
    mandatory = {field["iso_27560_term"] for field in fields if "Mandatory" in {field["iso_27560"], field["gdpr"]}}
    assert len(mandatory) > 30
    assert mandatory <= set(ISO_FIELDS)
    assert set(ISO_FIELDS) <= {field["iso_27560_term"] for field in fields}
    written = json.loads(record().model_dump_json())
    for term, path in ISO_FIELDS.items():
        found = held_at(written, path.split("."))
        assert found, term
        assert all(value not in ("", None) for value in found), term


def test_each_thing_asked_is_by_itself_granted_or_refused() -> None:
    """Consent is never one bundle: view was granted, the report and control were not."""
    granted = [(thing.scope, thing.granted, thing.until) for thing in record().processing]
    assert granted == [
        (Scope.VIEW, True, NOW + 900),
        (Scope.REPORT, False, None),
        (Scope.CONTROL, False, None),
    ]
    assert all(thing.pii_optional for thing in record().processing)


def test_the_events_are_told_in_order() -> None:
    """What was asked, given, refused, rested, withdrawn and ended, each with the document that says so."""
    events = record().events
    assert [event.type for event in events] == [
        *("requested", "given", "requested", "refused", "paused", "resumed", "withdrawn", "ended"),
    ]
    assert events[1].document_sha256 == sha256_of(GRANT)
    assert (events[1].scopes, events[1].validity_seconds) == ((Scope.VIEW,), 900)
    assert events[3].entity_id == AGENT_KEY.verify_key.thumbprint


def test_nobody_is_named_but_those_who_act_for_the_organisation() -> None:
    """The customer is a name drawn for this session, and nothing else of theirs is in it."""
    made = record()
    assert made.principal.principal_id.startswith("urn:attended:principal:")
    assert {party.type for party in made.parties} == {"controller", "processor", "recipient"}
    assert made.notice.shown_sha256 == (SCENE.grants(REQUEST, Scope.VIEW).notice_sha256,)


def test_its_names_are_version_7_and_differ() -> None:
    """UUIDs of RFC 9562 with the session's millisecond in front."""
    made = record()
    names = [UUID(made.record_id), UUID(made.receipt_id)]
    assert [name.version for name in names] == [7, 7]
    assert names[0] != names[1]
    assert {name.int >> 80 for name in names} == {IDENTITY.at}


def test_whoever_holds_the_documents_can_write_it_again() -> None:
    """The record says nothing of its own, and it reads back as it was written."""
    assert record() == record()
    assert ConsentRecord.model_validate_json(record().model_dump_json()) == record()


def test_a_document_by_nobody_of_the_session_spoils_it() -> None:
    """A record is never written over something unverified."""
    forged = by_desk(SessionEnd, a_key("stranger"), reason=EndReason.STOPPED, positions=())
    with pytest.raises(AttendedError):
        make_record([*SESSION_DOCUMENTS, forged], SCENE.setting, an_entry(), IDENTITY)


def test_a_session_without_a_question_has_a_record_too() -> None:
    """Nothing was asked, so nothing was processed."""
    made = make_record([], SCENE.setting, an_entry(), IDENTITY)
    assert (made.processing, made.events) == ((), ())
