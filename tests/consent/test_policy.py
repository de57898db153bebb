"""An organisation's rules."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from consent.encoding import unb64u
from consent.policy import PolicyLimits, PolicyReader, Purpose, Role, groups_for, reader_id
from consent.scopes import Group, Scope
from tests.support.consent_scene import READERS, a_policy, a_reader

QUALITY, SPARE = READERS


@pytest.mark.parametrize(
    "changes",
    [
        {"readers": (QUALITY,)},
        {"readers": (QUALITY, a_reader("Second", Role.QUALITY))},
        {"readers": (QUALITY, SPARE, SPARE)},
        {"purposes": ()},
        {"purposes": (Purpose(term="dpv:X", words="one"), Purpose(term="dpv:X", words="two"))},
        {"retention_days": 0},
        {"name": "Nordlicht\u202e"},
        {"name": ""},
        {"name": "x" * 81},
    ],
)
def test_a_policy_that_could_lose_or_hide_something_is_none(changes: dict[str, Any]) -> None:
    """Fewer than two readers, no spare key, twins, no purpose, a name that shows as another."""
    with pytest.raises(ValidationError):
        a_policy(**changes)


def test_no_policy_can_say_yes() -> None:
    """There is no claim that answers for the customer, and none can be added."""
    for claim in ("auto_accept", "accept_on_timeout", "unattended", "consent"):
        with pytest.raises(ValidationError):
            a_policy(**{claim: True})
        with pytest.raises(ValidationError):
            PolicyLimits(minutes=1, scopes=(Scope.VIEW,), secret_digits=6, typed_keys_readable=False, **{claim: True})


def test_a_reader_is_named_by_the_key() -> None:
    """A reader whose name is not the hash of the KEM key would be given another's wraps."""
    assert QUALITY.reader == reader_id(unb64u(QUALITY.kem))
    with pytest.raises(ValidationError):
        PolicyReader(**{**dict(QUALITY), "reader": SPARE.reader})


def test_what_was_typed_is_for_the_spare_key_alone() -> None:
    """Reviewers are not given the keys group unless the policy says so."""
    assert Group.KEYS not in groups_for(QUALITY, a_policy())
    assert Group.KEYS in groups_for(SPARE, a_policy())
    open_policy = a_policy(limits=a_policy().limits.model_copy(update={"typed_keys_readable": True}))
    assert groups_for(QUALITY, open_policy) == tuple(Group)


def test_a_purpose_has_plain_words() -> None:
    """The question shows the words of the term that was asked."""
    assert a_policy().purpose_words("dpv:TechnicalServiceProvision") == "to fix a fault"
