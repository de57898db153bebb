"""
What the customer says once a session is over: how it was, or that something was wrong.

The recording is finished by then and its root is logged, so these documents lie beside it. Each names its words by the
hash of their sealed form; the words are for the organisation's readers alone.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, ClassVar, TypeVar

from pydantic import Field

from consent import limits
from consent.checks import refuse_unless
from consent.errors import GrantForAnotherSession
from consent.fields import SessionId, Sha256Field
from consent.jws import VerifyKey, read
from consent.setting import SessionDocument


class Wrong(StrEnum):
    """What was wrong, in the customer's own choice."""

    MONEY = "bank-or-money"
    LOOKED = "looked-too-far"
    IDENTITY = "not-who-they-said"
    RUDE = "rude-or-in-a-hurry"
    OTHER = "something-else"


SCAM = frozenset({Wrong.MONEY, Wrong.IDENTITY})
"""What a bank should hear of at once."""


class SessionRating(SessionDocument):
    """How the help was, from 1 (bad) to 5 (very good), and a word about it, or none."""

    typ: ClassVar[str] = "session-rating+jwt"

    points: Annotated[int, Field(ge=1, le=limits.RATING_POINTS)]
    words_sha256: Sha256Field | None


class SessionComplaint(SessionDocument):
    """Something was wrong. From here on nobody may delete the recording."""

    typ: ClassVar[str] = "session-complaint+jwt"

    words_sha256: Sha256Field


Afterword = TypeVar("Afterword", bound=SessionDocument)


def verify_afterword(
    token: str, model: type[Afterword], agent_key: VerifyKey, *, session: SessionId, origin: str
) -> Afterword:
    """
    Judge what a customer said of a session that is over.

    Raises:
        PeerError: It is not signed with the session's own key, which no technician has.
        GrantForAnotherSession: It names another key, session or relay.
    """
    said = read(token, model, agent_key)  # 1 signed with the key of that session's desk
    named = (said.iss, said.sid, said.aud)
    refuse_unless(named == (agent_key.thumbprint, session, origin), GrantForAnotherSession, said.typ)  # 2 and says so
    return said
