"""The engine's own collecting makes a whole report under a permit, and none without."""

import socket
from pathlib import Path
from typing import Any

import pytest

from agent.engine.collecting import Collecting
from agent.report.leave import OwnReport
from agent.report.linux.routes import best_ways
from agent.report.posix import PosixMachine
from consent.permits import Ledger, ReportPermit
from consent.scopes import Scope
from protocol.errors import ReportStopped
from protocol.report.parse import read_report
from tests.support.consent_scene import Scene
from tests.support.running_relay import RunningRelay


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


def test_in_a_session_the_relay_is_measured_and_nobody_else_is_reached(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Loss or time, and the clock beside the relay's, as its origin says; every way leads there or to a resolver."""
    real, reached = socket.getaddrinfo, set[str]()

    def noted(host: Any, *more: Any, **named: Any) -> Any:  # noqa: ANN401 - as the function it stands in for
        reached.add(str(host))
        return real(host, *more, **named)

    monkeypatch.setattr(socket, "getaddrinfo", noted)
    with RunningRelay(tmp_path) as relay:
        parcel = Collecting(a_permit(Ledger(lambda: 0.0)), lambda *_: None, relay.origin).collect()
    facts = {told.id: told.value for part in read_report(parcel.document).sections for told in part.facts}
    assert isinstance(facts["test.relay-time"], int)
    assert isinstance(facts["clock.offset"], int)
    assert abs(facts["clock.offset"]) < 5_000
    resolvers = [
        line.split()[1] for line in Path("/etc/resolv.conf").read_text().splitlines() if line[:10] == "nameserver"
    ]
    assert {host for host in reached if host not in resolvers} <= {"localhost", *_routers()}


def _routers() -> set[str]:
    return {gateway for gateway, _ in best_ways(PosixMachine(OwnReport())).values()}


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
