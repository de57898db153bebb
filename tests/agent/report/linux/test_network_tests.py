"""1.10 on Linux: whom the tests probe."""

from __future__ import annotations

import json

from agent.report.linux import network_tests, routes
from agent.report.machine import Reached
from tests.support.recorded_machine import RecordedMachine, hear

WAY = json.dumps([{"dst": "default", "gateway": "192.168.178.1", "dev": "eth0"}])
WAY_6 = json.dumps([{"dst": "default", "gateway": "fe80::1", "dev": "eth0", "metric": 100}])


def test_the_router_of_the_better_family_is_probed() -> None:
    """An address that holds on its link alone is given with its interface."""
    echo = Reached(times=(1.0, 3.0))
    four = RecordedMachine(commands={"routes-4": WAY, "routes-6": WAY_6}, reached={"gateway 192.168.178.1": echo})
    assert hear(network_tests.router, four).facts == {"test.gateway-loss": 0, "test.gateway-time": 2}
    six = RecordedMachine(commands={"routes-4": "", "routes-6": WAY_6}, reached={"gateway fe80::1%eth0": echo})
    assert hear(network_tests.router, six).facts["test.gateway-time"] == 2
    assert hear(network_tests.router, RecordedMachine()).gaps["test.gateway-loss"] == "not-present"


def test_every_resolver_is_asked_and_no_other() -> None:
    """Those of resolv.conf; one does not answer."""
    twin = RecordedMachine(
        files={routes.RESOLVERS: "nameserver 192.168.178.1\nnameserver 9.9.9.9\n"},
        reached={"resolver 192.168.178.1": Reached(times=(12.4,)), "resolver 9.9.9.9": Reached(times=(None,))},
    )
    assert hear(network_tests.look_ups, twin).facts == {
        "test.dns-answers@192.168.178.1": True, "test.dns-time@192.168.178.1": 12, "test.dns-answers@9.9.9.9": False,
    }  # fmt: skip
