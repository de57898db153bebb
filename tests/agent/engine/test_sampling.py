"""The looking is opened under a permit that lives, and tells of this computer what the desk wants."""

import pytest

from agent.engine.sampling import vitals_under
from agent.pipe.messages import ShowVitals
from consent.permits import Ledger, ReportPermit
from consent.scopes import Scope
from protocol.errors import ReportStopped
from tests.support.consent_scene import Scene

WANTED = ShowVitals(processor=True, memory=True, programs=True, disks=[], networks=["lo"])


def a_permit() -> tuple[Ledger, ReportPermit]:
    """Give a permit that lives, and its ledger."""
    ledger = Ledger(lambda: 0.0)
    permit = ledger.open(Scene().a_grant(Scope.REPORT), 1, 900)[0]
    assert isinstance(permit, ReportPermit)
    return ledger, permit


def test_this_computer_is_told_of() -> None:
    """Processor, memory, programs and the loopback, which every computer has; of disks nothing was wanted."""
    vitals = vitals_under(a_permit()[1], WANTED)
    told = vitals.sample() or vitals.sample()
    assert told is not None
    assert told.memory is not None
    assert 0 < told.memory.used < told.memory.total
    assert told.programs
    assert [each.name for each in told.networks] == ["lo"]
    assert told.disks == ()


def test_without_a_permit_nothing_is_opened() -> None:
    """One that has ended is none."""
    ledger, permit = a_permit()
    ledger.withdraw({Scope.REPORT})
    with pytest.raises(ReportStopped):
        vitals_under(permit, WANTED)
