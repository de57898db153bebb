"""The end of a yes, or of a part of it."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from consent.fields import Position
from consent.jws import sign
from consent.scopes import Scope
from consent.setting import refuse_grant, verify_desk_document
from consent.withdrawal import ConsentWithdrawal, refuse_twice
from tests.support.consent_scene import AGENT_KEY, NOW, ORIGIN, SESSION, Scene, an_id

SCREEN = Position(epoch=1, direction=0, channel=1, count=9)


def withdrawal(**changes: Any) -> ConsentWithdrawal:  # noqa: ANN401 - any claim
    claims: dict[str, Any] = {
        "iss": AGENT_KEY.verify_key.thumbprint,
        "aud": ORIGIN,
        "jti": an_id(3),
        "sid": SESSION,
        "iat": NOW,
    }
    said: dict[str, Any] = {"grant": an_id(100), "scopes": (Scope.VIEW,), "positions": (SCREEN,)}
    return ConsentWithdrawal(**(claims | said | changes))


def test_a_withdrawal_names_what_ends_and_where() -> None:
    """It counts when the desk signed it, for the grant it names."""
    read = verify_desk_document(sign(withdrawal(), AGENT_KEY), ConsentWithdrawal, Scene().setting)
    refuse_grant(read.grant, an_id(100))
    assert (read.scopes, read.positions) == ((Scope.VIEW,), (SCREEN,))


@pytest.mark.parametrize("changes", [{"scopes": ()}, {"scopes": (Scope.VIEW,) * 2}, {"positions": (SCREEN, SCREEN)}])
def test_a_withdrawal_that_says_two_things_is_none(changes: dict[str, Any]) -> None:
    """Nothing withdrawn, a scope twice or a position twice is refused."""
    with pytest.raises(ValidationError):
        withdrawal(**changes)


def test_positions_are_one_each() -> None:
    """Two counts of one pair cannot both hold."""
    refuse_twice((SCREEN, SCREEN.model_copy(update={"direction": 1})))
    with pytest.raises(ValueError, match="twice"):
        refuse_twice((SCREEN, SCREEN.model_copy(update={"count": 10})))
