from dataclasses import dataclass, field
from pathlib import Path

import pytest

from agent.desk.address import read_address
from agent.desk.known import KnownFile, KnownOrganisation, KnownRelay
from agent.desk.trust import find_out, refuse_rollback, remember
from agent.desk.view import Trust
from consent.errors import OrganisationWrong
from consent.jws import SigningKey
from protocol import checkpoint
from protocol.errors import AnotherLogKey, AnotherOrganisation, AnotherOrigin, RelayLogRolledBack
from protocol.well_known import OrganisationName, WellKnown
from tests.support.consent_scene import DOMAIN, NOW, ORGANISATION_KEY, ORIGIN, a_jwk, a_key
from tests.support.desk_scene import DIRECTORY_TOKEN, POLICY_TOKEN, found
from tests.support.memory_relay import LOG_KEY, MemoryLog

LOG = str(LOG_KEY.verifier)
ADDRESS = read_address(ORIGIN)


def says(origin: str = ORIGIN, key: SigningKey = ORGANISATION_KEY, policy: str = POLICY_TOKEN) -> WellKnown:
    """Say what a relay or a domain says of itself."""
    return WellKnown(
        version="attended.v1",
        origin=origin,
        log_key=LOG,
        organisation=OrganisationName(domain=DOMAIN, jwk=a_jwk(key)),
        policy=policy,
        directory_key=DIRECTORY_TOKEN,
        relay="1.0",
        console="served by this relay",
    )


@dataclass
class Web:
    """Answers by origin, and who was asked."""

    relay: WellKnown = field(default_factory=says)
    domain: WellKnown = field(default_factory=says)
    asked: list[str] = field(default_factory=list)

    def __call__(self, origin: str) -> WellKnown:
        """Answer, and remember who was asked."""
        self.asked.append(origin)
        return self.relay if origin == ORIGIN else self.domain


@pytest.fixture
def known(tmp_path: Path) -> KnownFile:
    """Remember nothing yet."""
    return KnownFile(tmp_path / "known.json")


def test_the_organisations_key_comes_from_its_own_domain(known: KnownFile) -> None:
    """The relay is not asked whom to trust."""
    web = Web()
    result = find_out(ADDRESS, web, known, {}, NOW)
    assert web.asked == [ORIGIN, f"https://{DOMAIN}"]
    assert result.trust is Trust.FIRST
    assert [reader.name for reader in result.organisation.policy.readers] == ["Quality team", "Spare key"]


def test_a_relay_that_names_a_key_of_its_own_is_refused(known: KnownFile) -> None:
    """The domain's key decides."""
    with pytest.raises(AnotherOrganisation):
        find_out(ADDRESS, Web(relay=says(key=a_key("thief"))), known, {}, NOW)


def test_a_policy_of_somebody_else_is_refused(known: KnownFile) -> None:
    """A relay cannot name readers of its own."""
    forged = POLICY_TOKEN[:-4] + ("AAAA" if not POLICY_TOKEN.endswith("AAAA") else "BBBB")
    with pytest.raises(OrganisationWrong):
        find_out(ADDRESS, Web(relay=says(policy=forged)), known, {}, NOW)


def test_a_relay_under_another_name_is_refused(known: KnownFile) -> None:
    """It must be the address that was typed."""
    with pytest.raises(AnotherOrigin):
        find_out(ADDRESS, Web(relay=says(origin="https://another.example")), known, {}, NOW)


def test_a_log_key_that_changed_is_refused(known: KnownFile) -> None:
    """Whoever was met keeps the key."""
    known.keep_relay(ORIGIN, KnownRelay(log_key="another", checkpoint=""))
    with pytest.raises(AnotherLogKey):
        find_out(ADDRESS, Web(), known, {}, NOW)


def test_an_organisations_key_that_changed_is_refused(known: KnownFile) -> None:
    """Met before means met with this key."""
    known.keep_organisation(DOMAIN, KnownOrganisation(key="another", name="N", first=1, last=1, helped=1))
    with pytest.raises(AnotherOrganisation):
        find_out(ADDRESS, Web(), known, {}, NOW)


def test_trust_grows_from_first_to_met_and_is_known_when_pinned(known: KnownFile) -> None:
    """Met counts from the day something was allowed."""
    remember(found(), known, NOW, "", helped=False)
    assert find_out(ADDRESS, Web(), known, {}, NOW).trust is Trust.FIRST
    remember(found(), known, NOW, "", helped=True)
    met = find_out(ADDRESS, Web(), known, {}, NOW)
    assert (met.trust, met.met) == (Trust.MET, "2026-03-01")
    pinned = {DOMAIN: ORGANISATION_KEY.verify_key.thumbprint}
    assert find_out(ADDRESS, Web(), known, pinned, NOW).trust is Trust.KNOWN


def test_days_are_remembered_and_not_moments(known: KnownFile) -> None:
    """The same organisation on the same day is nothing new; on the next day it is."""
    remember(found(), known, NOW, "", helped=True)
    remember(found(), known, NOW + 1, "", helped=True)
    met = known.organisation(DOMAIN)
    assert met is not None
    assert (met.first, met.last, met.helped) == (NOW, NOW, NOW)
    remember(found(), known, NOW + 86_400, "", helped=False)
    met = known.organisation(DOMAIN)
    assert met is not None
    assert (met.first, met.last, met.helped) == (NOW, NOW + 86_400, NOW)


def test_a_log_that_shrank_or_forked_is_refused() -> None:
    """Every desk remembers the last checkpoint it saw."""
    log, fork = MemoryLog(), MemoryLog()
    small, other = log.add(b"one"), fork.add(b"another")
    large = log.add(b"two")
    small, other, large = (text.split("\n\n", 1)[1] for text in (small, other, large))
    refuse_rollback("", small, LOG)
    refuse_rollback(small, large, LOG)
    refuse_rollback(small, small, LOG)
    for seen, shown in ((large, small), (small, other)):
        with pytest.raises(RelayLogRolledBack):
            refuse_rollback(seen, shown, LOG)
    assert checkpoint.verify(small.encode(), LOG_KEY.verifier).size == 2
