"""
Whom the desk believes: organisation, policy and readers by a key it fetched itself, a technician by a dated entry.

Trust comes in three grades: pinned by whoever set this program up (KNOWN), met before with the same key (MET), and
first time (FIRST), where only the domain itself vouches.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from agent.desk.address import RelayAddress
from agent.desk.fetch import Fetch
from agent.desk.known import KnownFile, KnownOrganisation, KnownRelay
from agent.desk.question_words import Kept
from agent.desk.view import Asker, Trust
from consent.jws import VerifyKey
from consent.organisation import DirectoryEntry, Organisation, verify_organisation
from consent.policy import Role
from protocol import checkpoint
from protocol.errors import AnotherLogKey, AnotherOrganisation, AnotherOrigin, RelayLogRolledBack
from protocol.note import parse_verifier_key
from protocol.proof import parse as parse_proof

DAY_SECONDS = 86_400


@dataclass(frozen=True)
class Found:
    """What the desk found out about a relay and the organisation behind it, before any code was shown."""

    address: RelayAddress
    log_key: str
    organisation: Organisation
    policy_token: str
    directory_token: str
    trust: Trust
    met: str

    @property
    def domain(self) -> str:
        """Give the organisation's domain."""
        return self.organisation.domain

    @property
    def kept(self) -> Kept:
        """Give what the policy says about keeping and opening."""
        policy = self.organisation.policy
        names = {role: tuple(reader.name for reader in policy.readers if reader.role is role) for role in Role}
        return Kept(policy.retention_days, names[Role.QUALITY], names[Role.RECOVERY], policy.limits.typed_keys_readable)

    def asker(self, entry: DirectoryEntry) -> Asker:
        """Say who asks, from a verified entry."""
        return Asker(
            entry.name, entry.role.value, self.organisation.policy.name, self.domain, self.trust, self.met,
            entry.trained_until,
        )  # fmt: skip


def find_out(address: RelayAddress, fetch: Fetch, known: KnownFile, pinned: Mapping[str, str], now: int) -> Found:
    """
    Fetch and judge what a relay and its organisation say of themselves. Blocks; nothing is remembered yet.

    `pinned`: Thumbprints of organisations' keys by domain, from whoever set this program up.

    Raises:
        RelayUnreachable, NotARelay, ProgramTooOld, RelayTooOld: See `fetch_well_known`.
        AnotherOrigin: The relay calls itself by another address.
        AnotherLogKey: A relay that was met before shows another log key.
        AnotherOrganisation: An organisation shows another key than it did, or than its own domain says.
        OrganisationWrong, OrganisationOutOfDate: Policy or directory key do not hold.
    """
    relay = fetch(address.origin)
    if relay.origin != address.origin:  # 1 the address we used is the address it has
        raise AnotherOrigin(relay.origin)
    before = known.relay(address.origin)
    if before is not None and before.log_key != relay.log_key:  # 2 the same log as last time
        raise AnotherLogKey
    domain = relay.organisation.domain
    # 3 the organisation's own domain says which key it has. A trial on one machine has no domain but the relay's.
    own = relay if address.loopback else fetch(f"https://{domain}")
    key = VerifyKey.from_jwk(own.organisation.jwk)
    if own.organisation.domain != domain or key != VerifyKey.from_jwk(relay.organisation.jwk):
        raise AnotherOrganisation(domain)
    met = known.organisation(domain)
    expected = pinned.get(domain) or (met.key if met else key.thumbprint)
    if expected != key.thumbprint:  # 4 and it is the key that was pinned, or met before
        raise AnotherOrganisation(domain)
    organisation = verify_organisation(
        relay.policy, relay.directory_key, key, now, domain=domain
    )  # 5 policy, directory
    trust, day = _grade(domain in pinned, met)
    return Found(address, relay.log_key, organisation, relay.policy, relay.directory_key, trust, day)


def refuse_rollback(seen: str, shown: str, log_key: str) -> None:
    """
    Refuse a log that is smaller than it was, or another of the same size. Checkpoints as whole notes; `seen` may be "".

    Raises:
        RelayLogRolledBack: It is.
    """
    if not seen:
        return
    key = parse_verifier_key(log_key)
    before, now = (checkpoint.verify(text.encode(), key) for text in (seen, shown))
    if now.size < before.size or (now.size == before.size and now.root != before.root):
        raise RelayLogRolledBack(f"from {before.size} to {now.size}")


def remember(found: Found, known: KnownFile, now: int, seen: str, *, helped: bool) -> None:
    """Remember relay and organisation as they are now; `seen` is the last checkpoint that was verified, or empty."""
    relay = known.relay(found.address.origin)
    kept = seen or (relay.checkpoint if relay else "")
    known.keep_relay(found.address.origin, KnownRelay(log_key=found.log_key, checkpoint=kept))
    before = known.organisation(found.domain)
    known.keep_organisation(
        found.domain,
        KnownOrganisation(
            key=found.organisation.key.thumbprint,
            name=found.organisation.policy.name,
            first=before.first if before else now,
            last=_day(now, before.last if before else 0),
            helped=_day(now, before.helped if before else 0) if helped else before.helped if before else 0,
        ),
    )


def _day(now: int, before: int) -> int:
    """Give `now`, or the moment that was remembered when it is of the same day (UTC)."""
    return before if before // DAY_SECONDS == now // DAY_SECONDS else now


def note_proof(found: Found, known: KnownFile, proof: str | None, now: int, helped: bool) -> None:  # noqa: FBT001 - a fact
    """
    Take note of a relay's proof: its log has not shrunk since this computer saw it last, and is remembered as it is.

    Raises:
        RelayLogRolledBack, LogProofMalformed, NoteForged: It has, or this is no proof of this log.
    """
    if proof is None:
        remember(found, known, now, "", helped=helped)
        return
    before = known.relay(found.address.origin)
    shown = parse_proof(proof.encode()).checkpoint
    refuse_rollback(before.checkpoint if before else "", shown, found.log_key)
    remember(found, known, now, shown, helped=helped)


def _grade(is_pinned: bool, met: KnownOrganisation | None) -> tuple[Trust, str]:  # noqa: FBT001 - one of two grades
    if is_pinned:
        return Trust.KNOWN, ""
    if met is not None and met.helped:
        return Trust.MET, datetime.fromtimestamp(met.helped, UTC).date().isoformat()
    return Trust.FIRST, ""
