"""Probes as facts."""

from __future__ import annotations

import pytest

from agent.report import reaching
from agent.report.machine import Machine, Reached, Unread
from tests.support.recorded_machine import HeardAlone, RecordedMachine, hear


def router(found: Reached | Unread) -> HeardAlone:
    """Hear what is told of a router."""

    def collect(machine: Machine) -> object:
        return reaching.router(machine, "192.168.0.1")

    return hear(collect, RecordedMachine(reached={"gateway 192.168.0.1": found}))  # type: ignore[arg-type]


def test_losses_are_told_in_percent() -> None:
    """Two of twenty are ten; the time is the middle one."""
    times = (None, 2.0, None, *([4.0] * 17))
    assert router(Reached(times=times)).facts == {"test.gateway-loss": 10, "test.gateway-time": 4}


@pytest.mark.parametrize(("found", "status"), [
    (Reached(times=(None,) * 20), "not-supported"), (Unread("no-rights"), "no-rights"),
    (Reached(times=()), "not-supported"),
])  # fmt: skip
def test_a_router_that_never_answers_has_lost_nothing_that_is_known(found: Reached | Unread, status: str) -> None:
    """Unknown is not 100 %."""
    heard = router(found)
    assert heard.facts == {}
    assert heard.gaps["test.gateway-loss"] == status


def test_the_way_to_the_relay_is_told_whole() -> None:
    """Jitter is how much one time differs from the next; certificate and root are told."""
    found = Reached(times=(10.0, 30.0, None, 20.0), tcp=12.3, tls=40.0, days=9, public=False)
    assert hear(reaching.relay, RecordedMachine(reached={"relay": found})).facts == {
        "test.relay-loss": 25, "test.relay-time": 20, "test.relay-jitter": 15, "test.tcp-time": 12, "test.tls-time": 40,
        "test.certificate-public": False, "test.certificate-days": 9,
    }  # fmt: skip


def test_a_connection_hides_losses() -> None:
    """They are not known, rather than none; without a relay nothing is."""
    found = Reached(times=(10.0, 10.0), lossy=False)
    heard = hear(reaching.relay, RecordedMachine(reached={"relay": found}))
    assert "test.relay-loss" not in heard.facts
    assert heard.facts["test.relay-time"] == 10
    assert hear(reaching.relay, RecordedMachine()).gaps["test.relay-time"] == "not-supported"


def test_a_proxy_that_does_not_answer_is_told() -> None:
    """With its host, which is masked; none in the environment is not the same as none at all."""
    found = Reached(times=(None,), host="proxy.corp.example")
    assert hear(reaching.proxy, RecordedMachine(reached={"proxy": found})).facts == {
        "proxy.kind": "environment", "proxy.address": "proxy.corp.example", "proxy.answers": False,
    }  # fmt: skip
    assert hear(reaching.proxy, RecordedMachine(reached={"proxy": Unread("not-present")})).facts == {}
