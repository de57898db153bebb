"""1.6 Accounts on Windows."""

from __future__ import annotations

from agent.report.windows import accounts
from agent.report.windows.keys import NT
from tests.support.recorded_machine import RecordedMachine, hear
from tests.support.recorded_windows import recorded_windows


def test_people_are_counted_without_the_accounts_that_windows_makes() -> None:
    """Guests may not come."""
    assert hear(accounts.accounts, recorded_windows()).facts == {
        "accounts.number": 1, "accounts.guest": False, "accounts.name@akrueger": "akrueger",
    }  # fmt: skip


def test_signing_in_by_itself_is_told_and_never_with_which_password() -> None:
    """Only the switch is read."""
    registry: dict[str, dict[str, str | int | bytes]] = {
        rf"{NT}\Winlogon": {"AutoAdminLogon": "1", "DefaultPassword": "Hund&Katze7"}
    }
    twin = RecordedMachine(registry_values=registry, counters={"users": 1})
    assert hear(accounts.signed_in, twin).facts == {"accounts.signed-in": 1, "accounts.auto-sign-in": True}


def test_who_may_administer_is_told_of_the_token() -> None:
    """Also where the rights are not in force."""
    assert hear(accounts.mine, recorded_windows()).facts == {"accounts.is-admin": True, "accounts.admins": 2}
    assert hear(accounts.mine, RecordedMachine(commands={"account": "[1]"})).gaps == {"": "failed"}


def test_a_domain_is_told_by_kind_and_its_name_is_masked_later() -> None:
    """A workgroup is none."""
    assert hear(accounts.joined, recorded_windows()).facts == {"joined.kind": "no domain"}
    member = {"PartOfDomain": True, "Domain": "corp.kruegerbau.example"}
    facts = hear(accounts.joined, RecordedMachine(objects={"Win32_ComputerSystem": [member]})).facts
    assert facts == {"joined.kind": "Active Directory", "joined.domain": "corp.kruegerbau.example"}
