"""A reader's signed request to open one recording."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from consent.errors import AttendedError, EntryWrong, HeaderNotAllowed
from consent.fields import SessionId
from consent.jws import SigningKey, sign
from consent.opening import OpeningReason, OpeningRequest, verify_opening
from consent.policy import PolicyReader, Role
from consent.scopes import Group
from tests.support.consent_scene import NOW, ORIGIN, READERS, SESSION, a_key, a_policy, a_reader, an_id

QUALITY = READERS[0]
QUALITY_KEY = a_key(QUALITY.name)


def a_request(key: SigningKey, session: SessionId = SESSION, groups: tuple[Group, ...] = (Group.VIEW,)) -> str:
    claims = OpeningRequest(
        iss=key.verify_key.thumbprint,
        aud=ORIGIN,
        jti=an_id(3),
        sid=session,
        iat=NOW,
        reason=OpeningReason.QUALITY,
        words="monthly sample",
        groups=groups,
    )
    return sign(claims, key)


def test_a_reader_of_the_policy_may_ask() -> None:
    """The request says which groups, and why."""
    asked = verify_opening(a_request(QUALITY_KEY), a_policy(), QUALITY, session=SESSION, origin=ORIGIN)
    assert (asked.reason, asked.groups) == (OpeningReason.QUALITY, (Group.VIEW,))


def test_nobody_else_may() -> None:
    """Another's signature, another recording's request, and a reader whom the policy does not name are refused."""
    stranger = a_reader("Stranger", Role.QUALITY)
    attempts: list[tuple[str, PolicyReader, type[AttendedError]]] = [
        (a_request(a_key("stranger")), QUALITY, HeaderNotAllowed),
        (a_request(QUALITY_KEY, session=SessionId("A" * 22)), QUALITY, EntryWrong),
        (a_request(a_key("Stranger")), stranger, EntryWrong),
    ]
    for token, reader, error in attempts:
        with pytest.raises(error):
            verify_opening(token, a_policy(), reader, session=SESSION, origin=ORIGIN)


@pytest.mark.parametrize("groups", [(), (Group.VIEW, Group.VIEW)])
def test_an_opening_names_each_group_once(groups: tuple[Group, ...]) -> None:
    """Opening nothing, or a thing twice, is no request."""
    with pytest.raises(ValidationError):
        a_request(QUALITY_KEY, groups=groups)
