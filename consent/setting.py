"""What both ends agreed on when they paired, and how the desk's documents are judged by it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from consent.checks import refuse_unless
from consent.errors import DocumentForAnotherGrant, GrantForAnotherSession
from consent.fields import (
    DocumentId,
    DocumentIdField,
    Origin,
    Seconds,
    SessionId,
    SessionIdField,
    Sha256,
    ThumbprintField,
)
from consent.jws import SignedDocument, VerifyKey, read
from consent.policy import OrganisationPolicy


@dataclass(frozen=True)
class Setting:
    """One session's fixed facts: every document of the session is judged by them."""

    session: SessionId
    origin: str
    agent_key: VerifyKey
    technician_key: VerifyKey
    policy: OrganisationPolicy
    policy_sha256: Sha256


class SessionDocument(SignedDocument):
    """What every document of a running session says: by whom, at which relay, in which session, when."""

    iss: ThumbprintField
    aud: Origin
    jti: DocumentIdField
    sid: SessionIdField
    iat: Seconds


OfSession = TypeVar("OfSession", bound=SessionDocument)


def verify_desk_document(token: str, model: type[OfSession], setting: Setting) -> OfSession:
    """
    Judge a withdrawal, pause, resume, key list or end, which only the desk signs.

    Raises:
        PeerError: The first of the numbered checks that does not hold.
    """
    document = read(token, model, setting.agent_key)  # 1 signed by the agent's session key
    refuse_session(document, setting.agent_key, setting)  # 2 says so, and names this session and relay
    return document


def refuse_session(document: SessionDocument, key: VerifyKey, setting: Setting) -> None:
    """
    Refuse a document that says it is another's, another session's or another relay's.

    Raises:
        GrantForAnotherSession: It does.
    """
    said = (document.iss, document.sid, document.aud)
    refuse_unless(said == (key.thumbprint, setting.session, setting.origin), GrantForAnotherSession, document.typ)


def refuse_grant(named: DocumentId, in_force: DocumentId) -> None:
    """
    Refuse a document that is about another grant than the one in force.

    Raises:
        DocumentForAnotherGrant: It is.
    """
    refuse_unless(named == in_force, DocumentForAnotherGrant)
