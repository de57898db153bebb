"""Whose session it was, while it runs and ever after."""

from __future__ import annotations

from consent.scopes import Scope
from tests.relay.test_afterwards import hand_in
from tests.support.afterwords import a_complaint
from tests.support.ends import Ends
from tests.support.relay_process import RelayProcess


async def test_the_customer_is_known_before_the_end_and_after_a_restart(relay: RelayProcess, ends: Ends) -> None:
    """The key of the pairing says who may speak, from memory while it runs, and from the recording afterwards."""
    await ends.pair()
    await ends.allow(Scope.VIEW)
    assert (await hand_in(relay, "complaints", ends.session, a_complaint(ends, "While it runs"))).status_code == 200
    await ends.goodbye()
    assert (await hand_in(relay, "complaints", ends.session, a_complaint(ends, "Afterwards"))).status_code == 200


async def test_before_the_pairing_there_is_no_customer(relay: RelayProcess, ends: Ends) -> None:
    """A code that nobody used has nothing to complain of."""
    await ends.wait()
    assert (await hand_in(relay, "complaints", ends.session, a_complaint(ends))).status_code == 404
