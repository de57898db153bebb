"""1.6 Accounts on macOS."""

from __future__ import annotations

from agent.report.macos import accounts
from tests.support.recorded_machine import hear
from tests.support.recorded_macos import recorded_macos


def test_people() -> None:
    """Those that are no service."""
    heard = hear(accounts.accounts, recorded_macos()).facts
    assert heard["accounts.number"] == 2


def test_administrators() -> None:
    """Root is not counted."""
    heard = hear(accounts.administrators, recorded_macos()).facts
    assert heard["accounts.admins"] == 1
    assert heard["accounts.is-admin"] is True


def test_open_doors() -> None:
    """The name of who is signed in by itself is not kept."""
    heard = hear(accounts.signed_in, recorded_macos()).facts
    assert heard["accounts.guest"] is True
    assert heard["accounts.auto-sign-in"] is True


def test_managed() -> None:
    """By an organisation."""
    heard = hear(accounts.joined, recorded_macos()).facts
    assert heard["joined.kind"] == "device management"
