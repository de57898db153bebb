"""Counts for whoever runs the relay, served on loopback only: no name, no address, no session id."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, generate_latest


class Metrics:
    """One relay's counters."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        own = {"registry": self.registry, "namespace": "attended_relay"}
        self.sessions = Gauge("sessions", "Sessions that run", **own)  # type: ignore[arg-type]
        self.messages = Counter("messages", "Sealed messages forwarded", **own)  # type: ignore[arg-type]
        self.bytes = Counter("bytes", "Sealed bytes forwarded", **own)  # type: ignore[arg-type]
        self.refused = Counter("refused", "Sealed messages the gate refused", **own)  # type: ignore[arg-type]
        self.paused = Gauge("recordings_paused", "Sessions whose recording stands still", **own)  # type: ignore[arg-type]
        self.failed_pairings = Counter("failed_pairings", "Pairings that failed", **own)  # type: ignore[arg-type]

    def text(self) -> bytes:
        """Write them in Prometheus's text form."""
        return generate_latest(self.registry)
