"""
The gate: which documents a session accepts, and which sealed messages may pass now.

It judges with the same `consent` checks and the same `protocol.coverage` as whoever checks the recording afterwards,
so the relay and the auditor cannot disagree.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from consent.fields import Position, SessionId, Sha256
from consent.jws import SignedDocument, VerifyKey, sha256_of
from consent.policy import OrganisationPolicy
from consent.setting import Setting
from consent.statement import TranscriptStatement
from protocol.channels import Channel, Direction
from protocol.coverage import Coverage, Outcome
from protocol.errors import OutOfTurn, PeerError, SealedRepeated
from protocol.judge import DocumentJudge
from protocol.recording import Origin


@dataclass(frozen=True)
class Taken:
    """A document that the session accepted, and what it is named by."""

    document: SignedDocument | None
    """None for a statement that came again: there is one every second, and none is kept in memory."""
    sha256: Sha256
    token: str


@dataclass(frozen=True)
class Rules:
    """What a session is judged by from its beginning to its end, whatever changes meanwhile."""

    origin: str
    policy: OrganisationPolicy
    policy_sha256: Sha256


class Gate:
    """One session's gate. The pairing tells it both keys; before that it lets nothing pass."""

    def __init__(self, session: SessionId, rules: Rules) -> None:
        self._session, self._rules = session, rules
        self._judge: DocumentJudge | None = None
        self._coverage = Coverage()
        self._passing: dict[int, int] = {}  # key ids that pass until the next document: their last counter
        self._told: dict[int, int] = {}  # ... and the last one that the coverage was told
        self.taken: dict[Sha256, Taken] = {}
        """Every accepted document but the statements, by its name."""
        self._statements: set[Sha256] = set()

    def pair(self, technician_key: VerifyKey, agent_key: VerifyKey) -> None:
        """Learn whose documents count."""
        rules = self._rules
        setting = Setting(self._session, rules.origin, agent_key, technician_key, rules.policy, rules.policy_sha256)
        self._judge = DocumentJudge(setting, self._coverage)

    @property
    def origin(self) -> str:
        """The relay's address that this session began under."""
        return self._rules.origin

    @property
    def knows_keys(self) -> bool:
        """Say that both ends' keys are known."""
        return self._judge is not None

    def key_of(self, origin: Origin) -> VerifyKey | None:
        """Give the key an end paired with."""
        if self._judge is None:
            return None
        setting = self._judge.setting
        return setting.agent_key if origin is Origin.AGENT else setting.technician_key

    @property
    def ended(self) -> bool:
        """Say that the desk's word of the session's end was taken."""
        return self._coverage.ended

    @property
    def scopes(self) -> list[str]:
        """Name what the newest grant allows."""
        grant = self._coverage.grant()
        return [] if grant is None else sorted(scope.value for scope in grant.allows)

    def positions(self) -> tuple[Position, ...]:
        """Say how far the recording has come."""
        self._catch_up()
        return tuple(self._coverage.positions())

    def document(self, token: str, sender: Origin, demand: Callable[[SignedDocument], None]) -> Taken:
        """
        Judge a document, with what the caller demands of it besides, and let it take effect.

        Raises:
            PeerError: It does not hold, is not this sender's to send, or cannot stand here; nothing changed.
        """
        if self._judge is None:
            raise OutOfTurn("a document before the pairing")
        direction = Direction.FROM_AGENT if sender is Origin.AGENT else Direction.FROM_TECHNICIAN
        self._catch_up()
        document = self._judge.take(token, direction, demand)
        taken = Taken(document, sha256_of(token), token)
        if isinstance(document, TranscriptStatement):
            self._statements.add(taken.sha256)
        else:
            self.taken[taken.sha256] = taken
        return taken

    def known(self, sha256: Sha256) -> Taken | None:
        """Find a document that was accepted before."""
        return Taken(None, sha256, "") if sha256 in self._statements else self.taken.get(sha256)

    def message(self, kid: int, counter: int) -> type[PeerError] | None:
        """
        Let a sealed message pass and count it, or say why it may not and count it as refused.

        Raises:
            OutOfTurn: Nobody is paired yet.
            SealedRepeated: The counter came before.
        """
        last = self._passing.get(kid)
        if last is not None:
            # Nothing that the judge would weigh has changed since it let this key id pass, but the counter.
            if counter <= last:
                raise SealedRepeated(f"counter {counter} after {last}")
            self._passing[kid] = counter
            return None
        if self._judge is None:
            raise OutOfTurn("sealed before the pairing")
        place = kid >> 8, kid >> 7 & 1, kid & 0x7F
        if place[2] == Channel.CONTROL:
            self._catch_up()  # channel 0 keyed anew closes its former epoch, without a document
        refusal = self._coverage.gate(*place)
        if refusal is not None:
            self._coverage.refused(*place, counter)
            return refusal
        if self._coverage.message(*place, counter).outcome is not Outcome.COVERED:
            raise SealedRepeated(f"counter {counter}")
        self._passing[kid] = self._told[kid] = counter
        return None

    def refused(self, kid: int, counter: int) -> None:
        """Count a message whose refusal was recorded before a restart."""
        self._catch_up()
        self._coverage.refused(kid >> 8, kid >> 7 & 1, kid & 0x7F, counter)

    def _catch_up(self) -> None:
        """Bring the coverage up to what passed; only the last counter of each key id matters to it."""
        for kid, last in self._passing.items():
            if last > self._told[kid]:
                self._coverage.message(kid >> 8, kid >> 7 & 1, kid & 0x7F, last)
        self._passing.clear()
        self._told.clear()
