"""What both ends agreed on, and how the desk's documents are judged by it."""

from __future__ import annotations

import dataclasses

import pytest

from consent.errors import DocumentForAnotherGrant, GrantForAnotherSession, HeaderNotAllowed
from consent.fields import SessionId
from consent.jws import SigningKey, sign
from consent.pause import ConsentResume
from consent.setting import refuse_grant, verify_desk_document
from tests.support.consent_scene import AGENT_KEY, NOW, ORIGIN, SESSION, TECHNICIAN_KEY, Scene, an_id

SETTING = Scene().setting


def token(key: SigningKey = AGENT_KEY, says: SigningKey = AGENT_KEY) -> str:
    claims = ConsentResume(
        iss=says.verify_key.thumbprint, aud=ORIGIN, jti=an_id(3), sid=SESSION, iat=NOW, grant=an_id(100)
    )
    return sign(claims, key)


def test_the_desks_document_counts_in_its_session() -> None:
    """Signed by the agent's session key, for this session and relay."""
    assert verify_desk_document(token(), ConsentResume, SETTING).grant == an_id(100)


def test_a_document_of_another_session_relay_or_signer_does_not() -> None:
    """A withdrawal, pause or end cannot be carried from one session into another."""
    for elsewhere in (
        dataclasses.replace(SETTING, session=SessionId("A" * 22)),
        dataclasses.replace(SETTING, origin="https://other.example"),
    ):
        with pytest.raises(GrantForAnotherSession):
            verify_desk_document(token(), ConsentResume, elsewhere)
    with pytest.raises(GrantForAnotherSession):
        verify_desk_document(token(says=TECHNICIAN_KEY), ConsentResume, SETTING)
    with pytest.raises(HeaderNotAllowed):
        verify_desk_document(token(TECHNICIAN_KEY, TECHNICIAN_KEY), ConsentResume, SETTING)


def test_a_document_is_about_the_grant_in_force() -> None:
    """A withdrawal of a former grant does not touch the present one."""
    refuse_grant(an_id(1), an_id(1))
    with pytest.raises(DocumentForAnotherGrant):
        refuse_grant(an_id(1), an_id(2))
