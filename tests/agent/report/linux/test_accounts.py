"""1.6 Accounts and domains."""

from __future__ import annotations

import grp
import pwd

import pytest

from agent.report.leave import OwnReport
from agent.report.linux import accounts
from agent.report.posix import PosixMachine
from agent.report.told import Known
from tests.support.recorded_machine import Answer, RecordedMachine, hear

PASSWD = (
    "root:x:0:0:root:/root:/bin/bash\nanna:x:1000:1000:Anna Krueger,,,:/home/anna:/bin/bash\n"
    "jdoe:x:1001:27::/home/jdoe:/bin/zsh\nbackup:x:1002:1002::/srv:/usr/sbin/nologin\nodd:x\nnobody:x:65534:65534::/:/\n"
)
GROUP = "root:x:0:\nsudo:x:27:\nwheel:x:10:anna,gone\n"
REALMD = "org.freedesktop.realmd"


def test_people_and_administrators_are_counted() -> None:
    """By the group's members and by the account's own first group; programs are no people."""
    files: dict[str, Answer] = {"/etc/passwd": PASSWD, "/etc/group": GROUP}
    heard = hear(accounts.accounts, RecordedMachine(files=files, counters={"users": 1}))
    assert heard.facts == {
        "accounts.number": 2, "accounts.admins": 2, "accounts.signed-in": 1,
        "accounts.name@anna": "anna", "accounts.name@jdoe": "jdoe",
    }  # fmt: skip


def test_one_s_own_account_may_administer_by_its_groups() -> None:
    """Or because it is root."""
    for groups, is_admin in (("anna audio sudo\n", True), ("anna audio\n", False)):
        heard = hear(accounts.mine, RecordedMachine(commands={"groups": groups}))
        assert heard.facts == {"accounts.is-admin": is_admin}


@pytest.mark.parametrize(
    ("path", "text", "facts"),
    [
        (
            "/etc/gdm3/daemon.conf",
            "[daemon]\nAutomaticLoginEnable = true\nAutomaticLogin = anna\n",
            {"auto-sign-in": True},
        ),
        ("/etc/gdm3/daemon.conf", "# AutomaticLoginEnable = true\n", {"auto-sign-in": False}),
        ("/etc/lightdm/lightdm.conf", "autologin-user=anna\nallow-guest=true\n", {"auto-sign-in": True, "guest": True}),
        ("/etc/lightdm/lightdm.conf", "autologin-user=\n", {"auto-sign-in": False, "guest": False}),
        ("/etc/sddm.conf", "[Autologin]\nUser=anna\n", {"auto-sign-in": True}),
    ],
)
def test_greeters_tell_who_is_let_in(path: str, text: str, facts: dict[str, bool]) -> None:
    """GDM, LightDM, SDDM, each by its own words; the name does not come along."""
    heard = hear(accounts.sign_in, RecordedMachine(files={path: text}))
    assert heard.facts == {f"accounts.{name}": value for name, value in facts.items()}
    assert hear(accounts.sign_in, RecordedMachine()).gaps == {"accounts.auto-sign-in": "not-present"}


def test_a_domain_is_told_by_its_kind_and_masked_by_its_name() -> None:
    """No realm is nothing; no realmd is a gap."""
    path = "/org/freedesktop/realmd/Sssd/corp"
    properties = {
        f"{REALMD}.Provider.Realms": [path], f"{path} {REALMD}.Realm.Configured": f"{REALMD}.KerberosMembership",
        f"{path} {REALMD}.KerberosMembership.ServerSoftware": "active-directory",
        f"{path} {REALMD}.Kerberos.DomainName": "corp.kruegerbau.example",
    }  # fmt: skip
    heard = hear(accounts.joined, RecordedMachine(properties=properties))
    assert heard.facts == {"joined.kind": "Active Directory", "joined.domain": "corp.kruegerbau.example"}
    none = RecordedMachine(properties={f"{REALMD}.Provider.Realms": []})
    assert hear(accounts.joined, none).facts == {"joined.kind": "nothing"}
    assert hear(accounts.joined, RecordedMachine()).gaps == {"": "not-present"}


def test_this_machine_has_the_accounts_that_it_says() -> None:
    """Compared with the system's own calls."""
    said = [each for each in accounts.accounts(PosixMachine(OwnReport())) if isinstance(each, Known)]
    facts = {(each.id, each.of): each.value for each in said}
    people = [each for each in pwd.getpwall() if 1000 <= each.pw_uid < 60_000 and "nologin" not in each.pw_shell]
    assert facts["accounts.number", ""] == len(people)
    admins = {name for each in grp.getgrall() if each.gr_name in {"sudo", "wheel", "admin"} for name in each.gr_mem}
    assert int(str(facts["accounts.admins", ""])) >= len({each.pw_name for each in people} & admins)
