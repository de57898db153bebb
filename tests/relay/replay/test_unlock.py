"""Keys to a recording: only the listed ones, and only for whom they were wrapped."""

from __future__ import annotations

from typing import Any

import pytest

from consent.keylist import KeyList
from consent.policy import Role
from consent.scopes import Group
from protocol.errors import RecordingNotOpened, WrapBroken, WrapsChanged
from protocol.receipt import ReceiptKeys
from protocol.wrap import SUITE
from relay.replay.case import Case
from relay.replay.unlock import Secrets, secrets_of_receipt, secrets_of_wraps
from tests.support.recorded_session import READERS, RecordedSession


def unwrapped(made: RecordedSession, case: Case, wraps: list[dict[str, Any]], role: Role = Role.QUALITY) -> Secrets:
    """Unwrap for a reader."""
    lists = [held.document for held in case.account.documents if isinstance(held.document, KeyList)]
    reader = READERS[role]
    return secrets_of_wraps(wraps, reader.kem_seed, reader.id, made.session, lists)


def test_each_reader_gets_their_own_groups(made: RecordedSession, case: Case) -> None:
    """The quality team has no key to what was typed; the recovery key has all of them, in both epochs."""
    assert {group for _, group in unwrapped(made, case, made.wraps)} == {Group.VIEW, Group.REST, Group.ASIDE}
    assert len(unwrapped(made, case, made.wraps, Role.RECOVERY)) == 8


def test_a_wrap_of_the_relays_own_is_not_opened(made: RecordedSession, case: Case) -> None:
    """A wrap that the customer's computer did not list is refused, before it is opened."""
    wraps = [dict(wrap) for wrap in made.wraps]
    own = [wrap for wrap in wraps if wrap["reader"] == READERS[Role.QUALITY].id]
    own[0]["wrapped"], own[1]["wrapped"] = own[1]["wrapped"], own[0]["wrapped"]
    with pytest.raises(WrapsChanged):
        unwrapped(made, case, wraps)


@pytest.mark.parametrize("wrap", [{}, {"suite": "another"}, {"suite": SUITE, "epoch": 1, "group": "all"}])
def test_what_is_no_wrap_is_refused(made: RecordedSession, case: Case, wrap: dict[str, Any]) -> None:
    """A relay's strange answer gives a documented error."""
    with pytest.raises(WrapsChanged):
        unwrapped(made, case, [{"reader": READERS[Role.QUALITY].id, **wrap}])


def test_another_key_opens_nothing(made: RecordedSession, case: Case) -> None:
    """A stranger finds no wrap; a reader with a wrong seed opens none."""
    lists = [held.document for held in case.account.documents if isinstance(held.document, KeyList)]
    with pytest.raises(RecordingNotOpened):
        secrets_of_wraps(made.wraps, bytes(32), "stranger", made.session, lists)
    with pytest.raises(WrapBroken):
        secrets_of_wraps(made.wraps, bytes(32), READERS[Role.QUALITY].id, made.session, lists)


def test_an_empty_key_file_opens_nothing(made: RecordedSession) -> None:
    """The customer's file without secrets is told as such."""
    keys = ReceiptKeys(version="attended-receipt-keys/1", session=made.session, origin="", agent_seed="", secrets=[])
    with pytest.raises(RecordingNotOpened):
        secrets_of_receipt(keys)
