"""1.8 Security on macOS."""

from __future__ import annotations

from agent.report.macos import security
from tests.support.recorded_machine import hear
from tests.support.recorded_macos import recorded_macos


def test_the_firewall() -> None:
    """Off."""
    heard = hear(security.firewall, recorded_macos()).facts
    assert heard["firewall.on@macOS"] is False


def test_encryption() -> None:
    """Off for the system, on for another volume."""
    heard = hear(security.encryption, recorded_macos()).facts
    assert heard["encryption.state@/"] == "off"
    assert heard["encryption.state@disk3s7"] == "on"


def test_protections() -> None:
    """SIP off, Gatekeeper on."""
    heard = hear(security.lockdown, recorded_macos()).facts
    assert heard["lockdown.on@SIP"] is False
    assert heard["lockdown.on@Gatekeeper"] is True


def test_starting() -> None:
    """Signed systems only."""
    heard = hear(security.starting, recorded_macos()).facts
    assert heard["secureboot.on"] is True


def test_certificates() -> None:
    """A number."""
    heard = hear(security.certificates, recorded_macos()).facts
    assert heard["certificates.added"] == 1
