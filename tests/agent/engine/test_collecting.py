"""The engine's own collecting makes a whole report under a permit, and none without."""

import pytest

from agent.engine.collecting import Collecting
from consent.permits import Ledger, ReportPermit
from consent.scopes import Scope
from protocol.errors import ReportStopped
from protocol.report.parse import read_report
from tests.support.consent_scene import Scene


def a_permit(ledger: Ledger) -> ReportPermit:
    """Let a permit live."""
    (permit,) = ledger.open(Scene().a_grant(Scope.REPORT), 1, 900)
    assert isinstance(permit, ReportPermit)
    return permit


def test_it_collects_this_computer_under_the_grant_it_names() -> None:
    """A report that the format accepts, which says by which grant it was made; masks have their meanings beside it."""
    permit, told = a_permit(Ledger(lambda: 0.0)), list[tuple[str, int, int]]()
    parcel = Collecting(permit, lambda *said: told.append(said)).collect()
    report = read_report(parcel.document)
    assert report.consent.grant == permit.grant
    assert len(told) == len(report.sections) > 0
    # A meaning as short as a letter or two would stand in any document.
    assert not [value for value in parcel.meant.values() if len(value) > 7 and value.encode() in parcel.document]


def test_an_ended_permit_collects_nothing() -> None:
    """Neither from the start, nor when it ends on the way."""
    ledger = Ledger(lambda: 0.0)
    permit = a_permit(ledger)

    def ends(_words: str, _number: int, _of: int) -> None:
        ledger.withdraw({Scope.REPORT})

    collecting = Collecting(permit, ends)
    with pytest.raises(ReportStopped):
        collecting.collect()
    with pytest.raises(ReportStopped):
        Collecting(permit, lambda *_: None)
