"""Counts for whoever runs the relay."""

from __future__ import annotations

from relay.metrics import Metrics


def test_counts_name_nobody() -> None:
    """Only numbers stand in them, no label that could hold a name, an address or a session."""
    metrics = Metrics()
    metrics.refused.inc()
    metrics.sessions.set(3)
    text = metrics.text().decode()

    assert "attended_relay_refused_total 1.0" in text
    assert "attended_relay_sessions 3.0" in text
    assert "{" not in text


def test_two_relays_in_one_process_count_apart() -> None:
    """Each relay has a registry of its own."""
    first, second = Metrics(), Metrics()
    first.refused.inc()

    assert b"refused_total 0.0" in second.text()
