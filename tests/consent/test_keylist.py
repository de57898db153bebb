"""Which secrets an epoch uses and for whom each was wrapped."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from consent.keylist import GroupKeys, KeyList, WrapHash
from consent.scopes import Group
from tests.support.consent_scene import AGENT_KEY, NOW, ORIGIN, READERS, SESSION, a_hash, an_id

WRAPS = tuple(WrapHash(reader=reader.reader, sha256=a_hash(reader.name)) for reader in READERS)


def a_list(*groups: Group) -> KeyList:
    return KeyList(
        iss=AGENT_KEY.verify_key.thumbprint,
        aud=ORIGIN,
        jti=an_id(3),
        sid=SESSION,
        iat=NOW,
        grant=an_id(100),
        epoch=1,
        groups=tuple(GroupKeys(group=group, secret_sha256=a_hash(group), wraps=WRAPS) for group in groups),
        positions=(),
    )


def test_a_list_names_every_group_once() -> None:
    """A group left out would be recorded without anybody able to open it; a group twice would have two secrets."""
    assert {keys.group for keys in a_list(*Group).groups} == set(Group)
    for wrong in ((Group.VIEW,), (Group.VIEW, Group.VIEW, Group.REST, Group.ASIDE), ()):
        with pytest.raises(ValidationError):
            a_list(*wrong)


@pytest.mark.parametrize("wraps", [(), (WRAPS[0], WRAPS[0])])
def test_a_group_is_wrapped_for_each_reader_once(wraps: tuple[WrapHash, ...]) -> None:
    """No reader at all, or one reader twice, is refused."""
    with pytest.raises(ValidationError):
        GroupKeys(group=Group.VIEW, secret_sha256=a_hash("view"), wraps=wraps)
