"""Ports that wait for callers."""

from __future__ import annotations

from agent.report.listening import listening
from tests.support.recorded_machine import RecordedMachine, hear


def test_a_port_open_to_the_network_outweighs_the_same_one_at_home() -> None:
    """Its program is kept from whichever line names it; what is no port is passed over."""
    ports = [
        {"port": 445, "address": "127.0.0.1", "program": "System"}, {"port": 445, "address": "::", "program": None},
        {"port": 5353, "address": "::1", "program": "mDNSResponder"}, {"port": "x", "address": None, "program": 3},
    ]  # fmt: skip
    heard = hear(listening, RecordedMachine(counters={"listening": ports}))
    assert heard.rows["security.listening"] == [
        ("445", "System", "the network"),
        ("5353", "mDNSResponder", "this computer"),
    ]
