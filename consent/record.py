"""
The consent record of a session, in the fields of ISO/IEC TS 27560:2023, with terms of the Data Privacy Vocabulary.

It is read off the session's own signed documents, so whoever holds those can write it again and compare.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from consent.ending import SessionEnd
from consent.fields import Seconds, SessionIdField, Sha256, Sha256Field, Thumbprint, ThumbprintField
from consent.grant import ConsentGrant
from consent.jws import SignedDocument, peek_typ, read, sha256_of
from consent.model import Document
from consent.organisation import DirectoryEntry
from consent.pause import ConsentPause, ConsentResume
from consent.policy import OrganisationPolicy
from consent.request import ConsentRequest
from consent.scopes import Scope
from consent.setting import SessionDocument, Setting
from consent.withdrawal import ConsentWithdrawal

IDENTITY_BYTES = 42
"""Random bytes that a record's names are made of: two UUIDs of 10 bytes and a principal of 22."""

# What is seen of a person through each scope, with its term (https://w3id.org/dpv and its extension pd).
PII = {
    Scope.VIEW: ("what is on the screen", "dpv:PersonalData"),
    Scope.CONTROL: ("what is typed and pressed through Attended", "pd:Behavioral"),
    Scope.REPORT: ("facts about the computer that the customer did not cross out", "pd:DeviceBased"),
    Scope.CLIPBOARD: ("copied text that one side sent", "pd:Communication"),
    Scope.FILES: ("files that one side sent", "dpv:PersonalData"),
}

Text = Annotated[str, Field(max_length=4000)]
Uuid7 = Annotated[str, Field(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$")]
"""A name with the millisecond in front (RFC 9562, 5.7)."""


Happened = Literal["requested", "given", "refused", "withdrawn", "paused", "resumed", "ended"]
STATES: dict[Happened, str] = {
    "requested": "dpv:ConsentRequested",
    "given": "dpv:ConsentGiven",
    "refused": "dpv:ConsentRefused",
    "withdrawn": "dpv:ConsentWithdrawn",
    "paused": "dpv:ConsentGiven",
    "resumed": "dpv:ConsentGiven",
    "ended": "dpv:ConsentExpired",
}


class Principal(Document):
    """Whose data it is: nobody's name, only a name drawn for this session and the session's key."""

    principal_id: str
    agent_key: ThumbprintField


class Party(Document):
    """Somebody who has to do with the data."""

    party_id: str
    type: Literal["controller", "processor", "recipient"]
    role: str
    name: Text
    address: Text
    contact: Text


class Notice(Document):
    """What the customer was told: the policy, and a commitment to each question's exact words."""

    policy_sha256: Sha256Field
    policy_version: int
    text: Text
    shown_sha256: tuple[Sha256Field, ...]
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]


class Processing(Document):
    """One thing that was asked, by itself granted or refused."""

    scope: Scope
    service: str
    purpose: str
    purpose_words: Text
    lawful_basis: Literal["dpv:ExplicitlyExpressedConsent"]
    pii_information: str
    pii_type: str
    pii_optional: Literal[True]
    """Nothing is necessary: help by phone goes on without it."""
    special_categories_possible: bool
    collection_method: str
    processing_method: str
    storage_locations: tuple[str, ...]
    retention_period: str
    processing_location: str
    geographic_restrictions: str
    recipients: tuple[str, ...]
    automated_decisions: Literal[False]
    granted: bool
    monitors: tuple[int, ...]
    until: Seconds | None


class Rights(Document):
    """What the customer can do afterwards."""

    withdrawal_method: str
    privacy_rights: tuple[str, ...]
    complaint: str
    authority: str


class RecordEvent(Document):
    """Something that happened to consent."""

    time: Seconds
    type: Happened
    state: str
    """Where consent stands after it, as the vocabulary calls that."""
    entity_id: ThumbprintField
    """Whose key signed it: the technician's for a request, the desk's for all else."""
    scopes: tuple[Scope, ...]
    validity_seconds: int
    """How long a yes holds; 0 for all else."""
    document_sha256: Sha256Field


class ConsentRecord(Document):
    """The whole record."""

    schema_version: Literal["ISO/IEC TS 27560:2023 attended/1"]
    record_id: Uuid7
    receipt_id: Uuid7
    session_id: SessionIdField
    jurisdiction: Text
    principal: Principal
    parties: tuple[Party, ...]
    notice: Notice
    processing: tuple[Processing, ...]
    rights: Rights
    events: tuple[RecordEvent, ...]


# Where each field of ISO/IEC TS 27560:2023 stands in the record; what it leaves optional and we do not have is absent.
ISO_FIELDS = {
    "schema version": "schema_version",
    "record id": "record_id",
    "receipt id": "receipt_id",
    "pii principal id": "principal.principal_id",
    "privacy notice": "notice.text",
    "language": "notice.language",
    "purpose": "processing.purpose_words",
    "purpose type": "processing.purpose",
    "lawful basis": "processing.lawful_basis",
    "pii information": "processing.pii_information",
    "pii controllers": "parties.party_id",
    "collection method": "processing.collection_method",
    "processing method": "processing.processing_method",
    "storage locations": "processing.storage_locations",
    "retention period": "processing.retention_period",
    "processing location": "processing.processing_location",
    "geographic restrictions": "processing.geographic_restrictions",
    "service": "processing.service",
    "jurisdiction": "jurisdiction",
    "recipient third parties": "processing.recipients",
    "withdrawal method": "rights.withdrawal_method",
    "privacy rights": "rights.privacy_rights",
    "authority party": "rights.authority",
    "pii type": "processing.pii_type",
    "pii optional": "processing.pii_optional",
    "special pii category": "processing.special_categories_possible",
    "party id": "parties.party_id",
    "party address": "parties.address",
    "party name": "parties.name",
    "party role": "parties.role",
    "party contact": "parties.contact",
    "party type": "parties.type",
    "event time": "events.time",
    "validity duration": "events.validity_seconds",
    "entity id": "events.entity_id",
    "event type": "events.type",
    "event state": "events.state",
}


@dataclass(frozen=True)
class Identity:
    """What a record is called. `drawn`: 42 random bytes; `at`: Unix milliseconds; `language`: of what was shown."""

    drawn: bytes
    at: int
    language: str


def make_record(
    tokens: Iterable[str], setting: Setting, technician: DirectoryEntry, identity: Identity
) -> ConsentRecord:
    """
    Write the record of a session from its documents, in the order they were made.

    Documents that change no consent (key lists, transcript statements) are passed over.

    Raises:
        PeerError: A document does not verify under the session's keys.
    """
    told = [(document, sha256_of(token)) for token in tokens if (document := _read(token, setting)) is not None]
    drawn, at = identity.drawn, identity.at
    return ConsentRecord(
        schema_version="ISO/IEC TS 27560:2023 attended/1",
        record_id=_uuid7(at, drawn[:10]),
        receipt_id=_uuid7(at, drawn[10:20]),
        session_id=setting.session,
        jurisdiction=setting.policy.jurisdiction,
        principal=Principal(
            principal_id=f"urn:attended:principal:{drawn[20:IDENTITY_BYTES].hex()}",
            agent_key=setting.agent_key.thumbprint,
        ),
        parties=_parties(setting, technician),
        notice=Notice(
            policy_sha256=setting.policy_sha256,
            policy_version=setting.policy.version,
            text=setting.policy.notice,
            shown_sha256=tuple(said.notice_sha256 for said, _ in told if isinstance(said, ConsentGrant)),
            language=identity.language,
        ),
        processing=_processing(told, setting),
        rights=_rights(setting.policy),
        events=_events(told, setting),
    )


_BY_DESK: dict[str, type[SignedDocument]] = {
    kind.typ: kind for kind in (ConsentGrant, ConsentWithdrawal, ConsentPause, ConsentResume, SessionEnd)
}


def _read(token: str, setting: Setting) -> SignedDocument | None:
    typ = peek_typ(token)
    if typ == ConsentRequest.typ:
        return read(token, ConsentRequest, setting.technician_key)
    return read(token, _BY_DESK[typ], setting.agent_key) if typ in _BY_DESK else None


def _uuid7(at: int, drawn: bytes) -> str:
    # RFC 9562 section 5.7: 48 bits of Unix milliseconds, version, 12 random bits, variant, 62 random bits.
    noise = int.from_bytes(drawn, "big")
    low = noise & (2**62 - 1) | 2 << 62
    text = f"{(at & (2**48 - 1)) << 80 | 7 << 76 | (noise >> 62 & 0xFFF) << 64 | low:032x}"
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


def _parties(setting: Setting, technician: DirectoryEntry) -> tuple[Party, ...]:
    policy = setting.policy
    where = {"address": policy.controller.address, "contact": policy.controller.contact}
    readers = (
        Party(party_id=reader.reader, type="recipient", role=reader.role, name=reader.name, **where)
        for reader in policy.readers
    )
    return (
        Party(
            party_id=policy.domain, type="controller", role="dpv:DataController", name=policy.controller.name, **where
        ),
        Party(party_id=setting.origin, type="processor", role="relay", name=setting.origin, **where),
        Party(party_id=technician.sub, type="recipient", role="technician", name=technician.name, **where),
        *readers,
    )


def _processing(told: Sequence[tuple[SignedDocument, Sha256]], setting: Setting) -> tuple[Processing, ...]:
    """Say of each thing asked whether it was granted; a thing asked twice stands here twice, in the order of asking."""
    answers = _answers(told)
    return tuple(
        _asked_for(scope, request, answers.get(sha256), setting)
        for request, sha256 in told
        if isinstance(request, ConsentRequest)
        for scope in request.scopes
    )


def _answers(told: Sequence[tuple[SignedDocument, Sha256]]) -> dict[Sha256, ConsentGrant]:
    """Find the first grant to each request; later ones under the same request are the customer's own renewals."""
    grants = [said for said, _ in told if isinstance(said, ConsentGrant)]
    return {grant.request_sha256: grant for grant in reversed(grants)}


def _asked_for(scope: Scope, request: ConsentRequest, grant: ConsentGrant | None, setting: Setting) -> Processing:
    policy = setting.policy
    granted = grant.granted(scope) if grant else None
    return Processing(
        scope=scope,
        service="remote support",
        purpose=request.purpose,
        purpose_words=policy.purpose_words(request.purpose),
        lawful_basis="dpv:ExplicitlyExpressedConsent",
        pii_information=PII[scope][0],
        pii_type=PII[scope][1],
        pii_optional=True,
        special_categories_possible=scope is not Scope.REPORT,
        collection_method="from the customer's own computer, while they watch",
        processing_method="shown to the technician and recorded, encrypted from end to end",
        storage_locations=(setting.origin,),
        retention_period=f"P{policy.retention_days}D",
        processing_location=setting.origin,
        geographic_restrictions=policy.jurisdiction,
        recipients=(*(reader.name for reader in policy.readers), "the technician, while it lasts", "the customer"),
        automated_decisions=False,
        granted=granted is not None,
        monitors=granted.monitors if granted else (),
        until=granted.until if granted else None,
    )


def _rights(policy: OrganisationPolicy) -> Rights:
    return Rights(
        withdrawal_method="Press Stop, press Esc three times, or close Attended, at any time; it acts at once.",
        privacy_rights=("eu-gdpr:A7-3", "eu-gdpr:A15", "eu-gdpr:A17"),
        complaint=policy.controller.contact,
        authority=f"the data protection authority of {policy.jurisdiction}",
    )


def _events(told: Sequence[tuple[SignedDocument, Sha256]], setting: Setting) -> tuple[RecordEvent, ...]:
    """Say what happened, in order. A request that no grant answers was refused: no answer is a no."""
    answers = _answers(told)
    events: list[RecordEvent] = []
    for said, sha256 in told:
        if isinstance(said, ConsentRequest):
            events.append(_event(said, sha256, "requested", said.scopes))
            if sha256 not in answers:
                events.append(_event(said, sha256, "refused", said.scopes, by=setting.agent_key.thumbprint))
        elif isinstance(said, ConsentGrant):
            events.append(_event(said, sha256, "given", [each.scope for each in said.scopes], seconds=said.seconds))
        elif isinstance(said, ConsentWithdrawal):
            events.append(_event(said, sha256, "withdrawn", said.scopes))
        elif isinstance(said, ConsentPause):
            events.append(_event(said, sha256, "paused", ()))
        elif isinstance(said, ConsentResume):
            events.append(_event(said, sha256, "resumed", ()))
        elif isinstance(said, SessionEnd):
            events.append(_event(said, sha256, "ended", ()))
    return tuple(events)


def _event(
    said: ConsentRequest | SessionDocument,
    sha256: Sha256,
    happened: Happened,
    scopes: Iterable[Scope],
    *,
    by: Thumbprint | None = None,
    seconds: int = 0,
) -> RecordEvent:
    return RecordEvent(
        time=said.iat,
        type=happened,
        state=STATES[happened],
        entity_id=by or said.iss,
        scopes=tuple(scopes),
        validity_seconds=seconds,
        document_sha256=sha256,
    )
