"""The record in the fields of Kantara's consent receipt: every one that is required, of its type, and true."""

from __future__ import annotations

import json
from typing import Any

import pytest

from consent.kantara import kantara_receipt
from consent.record import make_record
from tests.consent.test_record import IDENTITY, REFUSED, SCENE, record
from tests.support.consent_scene import AGENT_KEY, NOW, ORIGIN, an_entry
from tests.support.vectors import load

TYPES: dict[str, type] = {
    "string": str,
    "integer": int,
    "boolean": bool,
    "array": list,
    "object": dict,
}


def exported() -> dict[str, Any]:
    """Export the record of the tests' session, as it is read back from its file."""
    written = kantara_receipt(record(), AGENT_KEY.verify_key.jwk())
    assert written is not None
    return dict(json.loads(json.dumps(written)))


def paths(value: Any, before: str = "") -> set[str]:  # noqa: ANN401 - any part of it
    """Name every field in it, through lists."""
    if isinstance(value, list):
        return set().union(*(paths(item, before) for item in value)) if value else set()
    if not isinstance(value, dict):
        return set()
    found = set()
    for name, held in value.items():
        at = f"{before}.{name}" if before else name
        found |= {at} | (paths(held, at) if not at.endswith("address") else set())
    return found


def test_every_required_field_is_there_with_its_type() -> None:
    """The field list of the specification is walked: nothing required is missing or empty, nothing else is in it."""
    fields = load("kantara-1.1-fields")["fields"]
    assert len(fields) == 30
    written = exported()
    for field in fields:
        found = held_under(written, field["path"].split("."))
        if field["required"]:
            assert found, field["path"]
        for value in found:
            assert type(value) is TYPES[field["type"]], field["path"]
            assert value not in ("", [], {}), field["path"]
    assert paths(written) <= {field["path"] for field in fields}


def held_under(value: Any, path: list[str]) -> list[Any]:  # noqa: ANN401 - any part of it
    """Give what stands under a path, in every item of a list on the way; nothing where it leads nowhere."""
    if not path:
        return [value]
    if isinstance(value, list):
        return [found for item in value for found in held_under(item, path)]
    return held_under(value[path[0]], path[1:]) if path[0] in value else []


def test_it_says_what_was_allowed_and_when() -> None:
    """Version, seconds, the customer's drawn name, and the one thing that was granted of three that were asked."""
    written = exported()
    assert (written["version"], written["consentTimestamp"]) == ("KI-CR-v1.1.0", NOW)
    assert written["piiPrincipalId"] == record().principal.principal_id
    assert written["policyUrl"] == f"{ORIGIN}/.well-known/attended"
    (service,) = written["services"]
    assert [purpose["piiCategory"] for purpose in service["purposes"]] == [["what is on the screen"]]
    assert {purpose["consentType"] for purpose in service["purposes"]} == {"EXPLICIT"}
    assert json.loads(written["publicKey"]) == AGENT_KEY.verify_key.jwk()


def test_the_conditions_hold() -> None:
    """What may be sensitive names its categories (4.5.13); who discloses to nobody names nobody (4.5.11)."""
    written = exported()
    assert written["sensitive"] is True
    assert written["spiCat"]
    for purpose in written["services"][0]["purposes"]:
        assert purpose["thirdPartyDisclosure"] is False
        assert "thirdPartyName" not in purpose


@pytest.mark.parametrize("documents", [[], [REFUSED]])
def test_where_nothing_was_granted_there_is_no_consent(documents: list[str]) -> None:
    """A question that was answered with no is nothing to write down."""
    made = make_record(documents, SCENE.setting, an_entry(), IDENTITY)
    assert kantara_receipt(made, AGENT_KEY.verify_key.jwk()) is None
