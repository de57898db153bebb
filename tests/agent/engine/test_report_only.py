"""An engine where there is no screen."""

from __future__ import annotations

import pytest

from agent.engine.report_only import no_work
from consent.permits import Ledger
from consent.scopes import Scope
from protocol.errors import DisplayMissing
from tests.support.consent_scene import Scene


async def test_it_opens_nothing_whatever_is_permitted() -> None:
    """A report's permit needs nothing of it; one for the screen is refused in words."""
    work = no_work()
    report, view = (Ledger(lambda: 0.0).open(Scene().a_grant(each), 1, 900) for each in (Scope.REPORT, Scope.VIEW))
    await work.prepare()
    await work.permitted(report, paused=False)
    with pytest.raises(DisplayMissing):
        await work.permitted(view, paused=False)
    await work.stop()
