"""
Which documents a session accepts, in their order, and what they cover.

The relay's gate, the check of a finished recording and the check of a receipt ask this same judge, so they cannot
disagree.
"""

from __future__ import annotations

from collections.abc import Callable

from consent.ending import SessionEnd
from consent.fields import Sha256
from consent.grant import ConsentGrant, verify_grant
from consent.jws import SignedDocument, peek_typ, read, sha256_of
from consent.keylist import KeyList
from consent.pause import ConsentPause, ConsentResume
from consent.request import ConsentRequest
from consent.setting import SessionDocument, Setting, verify_desk_document
from consent.statement import TranscriptStatement, verify_statement
from consent.withdrawal import ConsentWithdrawal
from protocol.channels import Direction
from protocol.coverage import Coverage
from protocol.errors import DocumentRefused

DESK: dict[str, type[SessionDocument]] = {
    model.typ: model for model in (ConsentWithdrawal, ConsentPause, ConsentResume, KeyList, SessionEnd)
}
"""The documents that only the desk signs, but the grant, which needs its question."""


class DocumentJudge:
    """One session's judge, by what both ends agreed on when they paired."""

    def __init__(self, setting: Setting, coverage: Coverage | None = None) -> None:
        self.setting = setting
        self.coverage = coverage or Coverage()
        self._requests: dict[Sha256, str] = {}
        self._former: str | None = None

    def take(
        self, token: str, sender: Direction | None, demand: Callable[[SignedDocument], None] = lambda _document: None
    ) -> SignedDocument:
        """
        Judge a document, with what the caller demands of it besides, and let it take effect.

        `sender` is the end that handed it in, where that is known.

        Raises:
            AttendedError: It does not hold, is not this sender's to send, or cannot stand here; nothing changed.
        """
        document = self._judged(token, sender)
        demand(document)
        sha256 = sha256_of(token)
        self.coverage.document(document, sha256)
        if isinstance(document, ConsentRequest):
            self._requests[sha256] = token
        elif isinstance(document, ConsentGrant):
            self._former = token
        return document

    def _judged(self, token: str, sender: Direction | None) -> SignedDocument:
        typ = peek_typ(token)
        if typ == ConsentRequest.typ:
            return self._request(token)
        if typ == TranscriptStatement.typ:
            return self._statement(token, sender)
        if sender is Direction.FROM_TECHNICIAN:
            raise DocumentRefused(f"{typ} from the technician")
        if typ == ConsentGrant.typ:
            named = read(token, ConsentGrant, self.setting.agent_key).request_sha256
            request = self._requests.get(named)
            if request is None:
                raise DocumentRefused("a grant whose question was not recorded")
            return verify_grant(token, request, self.setting, former=self._former, living=self.coverage.living)
        if typ not in DESK:
            raise DocumentRefused(typ[:40])
        document = verify_desk_document(token, DESK[typ], self.setting)
        if isinstance(document, KeyList):
            self._demand_readers(document)
        return document

    def _demand_readers(self, keys: KeyList) -> None:
        # Promise 10: nobody is given a key to what the grant did not name them for.
        grant = self.coverage.grant()
        named = {(one.reader, group) for one in grant.readers for group in one.groups} if grant else set()
        if not {(wrap.reader, held.group) for held in keys.groups for wrap in held.wraps} <= named:
            raise DocumentRefused("a key for somebody, or something, that the grant does not name")

    def _statement(self, token: str, sender: Direction | None) -> TranscriptStatement:
        statement, signer = verify_statement(token, self.setting)
        own = {Direction.FROM_AGENT: self.setting.agent_key, Direction.FROM_TECHNICIAN: self.setting.technician_key}
        if sender is not None and signer != own[sender]:
            raise DocumentRefused("another end's statement")
        return statement

    def _request(self, token: str) -> ConsentRequest:
        # Either end may hand it in, for it is the technician's signature that counts.
        setting = self.setting
        request = read(token, ConsentRequest, setting.technician_key)
        said = (request.iss, request.sid, request.sub, request.aud)
        own = (setting.technician_key.thumbprint, setting.session, setting.agent_key.thumbprint, setting.origin)
        if said != own:
            raise DocumentRefused("a question of another session")
        return request
