"""
The gate: which documents a session accepts, and which sealed messages may pass now.

It judges with the same `consent` checks and the same `protocol.coverage` as whoever checks the recording afterwards,
so the relay and the auditor cannot disagree.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from consent.ending import SessionEnd
from consent.fields import Position, SessionId, Sha256
from consent.grant import ConsentGrant, verify_grant
from consent.jws import SignedDocument, VerifyKey, peek_typ, read, sha256_of
from consent.keylist import KeyList
from consent.pause import ConsentPause, ConsentResume
from consent.policy import OrganisationPolicy
from consent.request import ConsentRequest
from consent.setting import SessionDocument, Setting, verify_desk_document
from consent.statement import TranscriptStatement, verify_statement
from consent.withdrawal import ConsentWithdrawal
from protocol.coverage import Coverage, Outcome
from protocol.errors import DocumentRefused, OutOfTurn, PeerError, SealedRepeated
from protocol.recording import Origin

_DESK: dict[str, type[SessionDocument]] = {
    model.typ: model for model in (ConsentWithdrawal, ConsentPause, ConsentResume, KeyList, SessionEnd)
}


@dataclass(frozen=True)
class Taken:
    """A document that the session accepted, and what it is named by."""

    document: SignedDocument
    sha256: Sha256
    token: str


class Gate:
    """One session's gate. The pairing tells it both keys; before that it lets nothing pass."""

    def __init__(self, session: SessionId, origin: str, policy: OrganisationPolicy, policy_sha256: Sha256) -> None:
        self._session, self._origin = session, origin
        self._policy, self._policy_sha256 = policy, policy_sha256
        self._setting: Setting | None = None
        self._requests: dict[str, str] = {}
        self._former: str | None = None
        self._coverage = Coverage()
        self.taken: dict[Sha256, Taken] = {}
        """Every accepted document by its name, for those that come again."""

    def pair(self, technician_key: VerifyKey, agent_key: VerifyKey) -> None:
        """Learn whose documents count."""
        self._setting = Setting(
            self._session, self._origin, agent_key, technician_key, self._policy, self._policy_sha256
        )

    @property
    def knows_keys(self) -> bool:
        """Say that both ends' keys are known."""
        return self._setting is not None

    def key_of(self, origin: Origin) -> VerifyKey | None:
        """Give the key an end paired with."""
        if self._setting is None:
            return None
        return self._setting.agent_key if origin is Origin.AGENT else self._setting.technician_key

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
        return tuple(self._coverage.positions())

    def document(self, token: str, sender: Origin, demand: Callable[[SignedDocument], None]) -> Taken:
        """
        Judge a document, with what the caller demands of it besides, and let it take effect.

        Raises:
            PeerError: It does not hold, is not this sender's to send, or cannot stand here; nothing changed.
        """
        document = self._judged(token, sender)
        demand(document)
        taken = Taken(document, sha256_of(token), token)
        self._coverage.document(document, taken.sha256)
        if isinstance(document, ConsentRequest):
            self._requests[taken.sha256] = token
        elif isinstance(document, ConsentGrant):
            self._former = token
        self.taken[taken.sha256] = taken
        return taken

    def message(self, kid: int, counter: int) -> type[PeerError] | None:
        """Let a sealed message pass and count it, or say why it may not and count it as refused."""
        epoch, direction, channel = kid >> 8, kid >> 7 & 1, kid & 0x7F
        if self._setting is None:
            raise OutOfTurn("sealed before the pairing")
        refusal = self._coverage.gate(epoch, direction, channel)
        if refusal is not None:
            self._coverage.refused(epoch, direction, channel, counter)
            return refusal
        if self._coverage.message(epoch, direction, channel, counter).outcome is not Outcome.COVERED:
            raise SealedRepeated(f"counter {counter}")
        return None

    def refused(self, kid: int, counter: int) -> None:
        """Count a message whose refusal was recorded before a restart."""
        self._coverage.refused(kid >> 8, kid >> 7 & 1, kid & 0x7F, counter)

    def _judged(self, token: str, sender: Origin) -> SignedDocument:
        setting = self._setting
        if setting is None:
            raise OutOfTurn("a document before the pairing")
        typ = peek_typ(token)
        if typ == ConsentRequest.typ:
            return self._request(token, setting)
        if typ == TranscriptStatement.typ:
            statement, signer = verify_statement(token, setting)
            own = setting.agent_key if sender is Origin.AGENT else setting.technician_key
            if signer != own:
                raise DocumentRefused("another end's statement")
            return statement
        if sender is not Origin.AGENT:
            raise DocumentRefused(f"{typ} from the technician")
        if typ == ConsentGrant.typ:
            named = read(token, ConsentGrant, setting.agent_key).request_sha256
            request = self._requests.get(named)
            if request is None:
                raise DocumentRefused("a grant whose question was not recorded")
            return verify_grant(token, request, setting, former=self._former, living=self._coverage.living)
        if typ not in _DESK:
            raise DocumentRefused(typ[:40])
        return verify_desk_document(token, _DESK[typ], setting)

    def _request(self, token: str, setting: Setting) -> ConsentRequest:
        # Either end may hand it in, for it is the technician's signature that counts.
        request = read(token, ConsentRequest, setting.technician_key)
        said = (request.iss, request.sid, request.sub, request.aud)
        own = (setting.technician_key.thumbprint, setting.session, setting.agent_key.thumbprint, setting.origin)
        if said != own:
            raise DocumentRefused("a question of another session")
        return request
