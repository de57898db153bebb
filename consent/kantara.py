"""
The consent record in the fields of Kantara's Consent Receipt 1.1.0 (2018), which ISO/IEC TS 27560 grew out of.

For programs that read those: it proves nothing by itself. What proves is the receipt that it was written from.
"""

from __future__ import annotations

import re
from typing import Any, Final

from consent.canonical import canonical
from consent.record import ConsentRecord, Party, Processing

VERSION: Final = "KI-CR-v1.1.0"
_EMAIL = re.compile(r"[^\s<>(),;:]+@[^\s<>(),;:]+\.[^\s<>(),;:]+")
_PHONE = re.compile(r"\+?[0-9][0-9 ()/.-]{5,}[0-9]")
_ON_SCREEN = "whatever stood on the screen, such as health, money or belief"


def kantara_receipt(record: ConsentRecord, agent_key: dict[str, str]) -> dict[str, Any] | None:
    """
    Write a record as a Kantara consent receipt; None where nothing was granted: then there is no consent to tell of.

    `agent_key`: the session's public key as a JWK. Times are Unix seconds (section 4.3.3). What was asked and not
    granted is no consent, and stands in no service.
    """
    given = [thing for thing in record.processing if thing.granted]
    times = [event.time for event in record.events if event.type == "given"]
    if not given or not times:
        return None
    sensitive = any(thing.special_categories_possible for thing in given)
    relay = next(party for party in record.parties if party.type == "processor")
    return {
        "version": VERSION,
        "jurisdiction": record.jurisdiction,
        "consentTimestamp": min(times),
        "collectionMethod": given[0].collection_method,
        "consentReceiptID": record.receipt_id,
        "publicKey": canonical(agent_key).decode(),
        "language": record.notice.language,
        "piiPrincipalId": record.principal.principal_id,
        "piiControllers": [_controller(party) for party in record.parties if party.type == "controller"],
        "policyUrl": f"{relay.party_id}/.well-known/attended",
        "services": [{"service": given[0].service, "purposes": [_purpose(thing, record) for thing in given]}],
        "sensitive": sensitive,
        "spiCat": [_ON_SCREEN] if sensitive else [],
    }


def _controller(party: Party) -> dict[str, Any]:
    """Name a controller; of a contact that is one line of words, the address and the number are taken out of it."""
    email, phone = _EMAIL.search(party.contact), _PHONE.search(party.contact)
    return {
        "piiController": party.name,
        "onBehalf": False,
        "contact": party.contact,
        "address": {"streetAddress": party.address},
        "email": email.group() if email else party.contact,
        "phone": phone.group() if phone else party.contact,
    }


def _purpose(thing: Processing, record: ConsentRecord) -> dict[str, Any]:
    return {
        "purpose": thing.purpose_words,
        "purposeCategory": [thing.purpose],
        "consentType": "EXPLICIT",
        "piiCategory": [thing.pii_information],
        "primaryPurpose": True,
        "termination": f"{record.rights.withdrawal_method} The recording is kept for {thing.retention_period}.",
        # The relay is the controller's processor, and holds no key: nobody else gets anything (ISO/IEC 29100, 2.27).
        "thirdPartyDisclosure": False,
    }
