"""
Whether a receipt holds, offline and from the receipt alone: its signatures, its proofs, and that its parts agree.

Whether the recording is the one that the receipt speaks of, only the recording can show (`attended-relay verify`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from pydantic import ValidationError

from consent.canonical import canonical
from consent.encoding import b64u, unb64u
from consent.fields import SessionId, Sha256
from consent.grant import ConsentGrant
from consent.jws import SignedDocument, VerifyKey, peek_typ, read, sha256_of
from consent.model import Document
from consent.organisation import DirectoryEntry, Organisation, verify_entry, verify_organisation
from consent.record import IDENTITY_BYTES, ConsentRecord, Identity, make_record
from consent.request import ConsentRequest
from consent.setting import Setting
from protocol.acknowledgement import LOGGED, verify_acknowledgement, verify_closing
from protocol.errors import AttendedError, CommitmentWrong, ReceiptForged, ReceiptPartsDiffer
from protocol.findings import Findings, Result
from protocol.judge import DocumentJudge
from protocol.keys import commitment
from protocol.messages.relay import Acknowledged, SessionClosed
from protocol.note import parse_verifier_key
from protocol.receipt import Receipt, ReceiptDocument, signed_bytes

_Model = TypeVar("_Model", bound=Document)
NOBODY_VOUCHES = (
    "This receipt brings its own keys. Compare them with what the relay and the organisation publish, "
    "or check it together with the log's key."
)


WORDS: dict[str, tuple[str, str]] = {
    "signature": ("The customer's computer signed this receipt, all of it.", ""),
    "organisation": ("The rules and the directory are the organisation's own.", ""),
    "technician": (
        "The organisation named the technician, in date.",
        "The technician's proof was not valid on that day.",
    ),
    "documents": (
        "Every question, yes and end is signed, and follows from the one before.",
        "A yes in this receipt was not signed by the customer's computer, or does not answer its question.",
    ),
    "words": ("The words of each question are the ones that were signed for.", ""),
    "notice": (
        "What the customer read is what was signed for.",
        "The question the customer saw is not the one on file.",
    ),
    "record": (
        "The record of what was allowed is what was signed.",
        "The record of what was allowed does not say what the signed documents say.",
    ),
    "log key": (
        "All proofs are under one log's key.",
        "This receipt is not from the log it claims to be from.",
    ),
    "logged": (
        "Every yes, its keys and its end stand in the log.",
        "A yes in this receipt is not in the log.",
    ),
    "closing": (
        "The recording's root stands in the log, for good.",
        "This recording is not in the log it claims to be in.",
    ),
}
"""What each check says when it holds and when it does not; where that is empty, the error's own words say it."""
NEVER_ACKNOWLEDGED = "The relay never acknowledged the last of these documents, so the log may not hold them."
NEVER_CLOSED = "The relay never said that it closed the recording."


class ReceiptCheck:
    """One receipt's checks, in their order; `findings` holds what they found."""

    def __init__(self, receipt: Receipt, log_key: str | None = None) -> None:
        self.receipt = receipt
        self.findings = Findings()
        self.documents: list[SignedDocument] = []
        self._log_key = log_key
        self._organisation: Organisation | None = None
        self._technician: DirectoryEntry | None = None

    def run(self) -> Findings:
        """Make all checks. A later one is made even when an earlier one failed, where it still says something."""
        self._check("signature", self._signed)
        self._check("organisation", self._organisation_holds)
        self._check("technician", self._technician_holds)
        self._check("documents", self._documents_hold)
        self._check("words", self._words_hold)
        self._check("notice", self._notices_hold)
        self._check("record", self._record_holds)
        self._check("log key", self._log_key_holds)
        self._check_logged()
        self._check_closing()
        return self.findings

    def _check(self, name: str, look: Callable[[], str]) -> bool:
        holds, failing = WORDS[name]
        return self.findings.check(name, holds, look, failing)

    # Who signed

    def _signed(self) -> str:
        key = VerifyKey.from_jwk(self.receipt.agent_key)
        try:
            key.verify(unb64u(self.receipt.signature), signed_bytes(self.receipt))
        except AttendedError:
            raise ReceiptForged from None
        return f"key {key.thumbprint}"

    def _organisation_holds(self) -> str:
        receipt = self.receipt
        key = VerifyKey.from_jwk(receipt.organisation_key)
        self._organisation = verify_organisation(
            receipt.policy, receipt.directory_key, key, self._when(), domain=receipt.organisation
        )
        return f"{receipt.organisation}, key {key.thumbprint}"

    def _technician_holds(self) -> str:
        if self._organisation is None:
            raise ReceiptPartsDiffer("no organisation to ask")
        entry = verify_entry(self.receipt.entry, self._organisation.directory, self._when())
        if entry.key != VerifyKey.from_jwk(self.receipt.technician_key):
            raise ReceiptPartsDiffer("the technician's key")
        self._technician = entry
        return f"{entry.name}, trained until {entry.trained_until}"

    def _when(self) -> int:
        """Give the time the session began by the customer's own clock: the first yes in it, else the receipt's own."""
        key = VerifyKey.from_jwk(self.receipt.agent_key)
        for held in self.receipt.documents:
            if peek_typ(held.token) == ConsentGrant.typ:
                return read(held.token, ConsentGrant, key).iat
        return self.receipt.made

    # What was said

    def _documents_hold(self) -> str:
        judge = DocumentJudge(self._setting())
        for number, held in enumerate(self.receipt.documents):
            try:
                self.documents.append(judge.take(held.token, None))
            except AttendedError as error:
                raise ReceiptPartsDiffer(f"document {number}: {error}") from None
        return f"{len(self.documents)} documents"

    def _setting(self) -> Setting:
        if self._organisation is None:
            raise ReceiptPartsDiffer("no rules to judge by")
        receipt = self.receipt
        return Setting(
            session=SessionId(receipt.session),
            origin=receipt.origin,
            agent_key=VerifyKey.from_jwk(receipt.agent_key),
            technician_key=VerifyKey.from_jwk(receipt.technician_key),
            policy=self._organisation.policy,
            policy_sha256=self._organisation.policy_sha256,
        )

    def _words_hold(self) -> str:
        asked = {str(document.jti): document for document in self.documents if isinstance(document, ConsentRequest)}
        for words in self.receipt.words:
            request = asked.get(words.request)
            said = canonical({"reason": words.reason, "ticket": words.ticket}).decode()
            if request is None or _committed(words.salt, said) != request.words_sha256:
                raise CommitmentWrong(f"the words of {words.request}")
        return f"{len(self.receipt.words)} questions"

    def _notices_hold(self) -> str:
        seen = {notice.request: _committed(notice.salt, notice.text) for notice in self.receipt.notices}
        judged = zip(self.receipt.documents, self.documents, strict=False)
        asked = {sha256_of(held.token): document for held, document in judged}
        answered = 0
        for grant in (document for document in self.documents if isinstance(document, ConsentGrant)):
            request = asked.get(grant.request_sha256)
            if not isinstance(request, ConsentRequest) or seen.get(request.jti) != grant.notice_sha256:
                raise CommitmentWrong(f"the notice of {grant.jti}")
            answered += 1
        unused = set(seen) - {document.jti for document in self.documents if isinstance(document, ConsentRequest)}
        if unused:
            raise CommitmentWrong(f"a notice of no question: {min(unused)}")
        return f"{answered} answers"

    def _record_holds(self) -> str:
        """Write the record again from the documents: but for the names that were drawn, it is the same."""
        if self._technician is None or len(self.documents) != len(self.receipt.documents):
            raise ReceiptPartsDiffer("no documents to write it from")
        try:
            told = ConsentRecord.model_validate_json(canonical(self.receipt.record))
        except ValidationError:
            raise ReceiptPartsDiffer("the record has another form") from None
        identity = Identity(bytes(IDENTITY_BYTES), 0, told.notice.language)
        tokens = [held.token for held in self.receipt.documents]
        made = make_record(tokens, self._setting(), self._technician, identity)
        named = told.principal.model_copy(update={"agent_key": made.principal.agent_key})
        drawn = {"record_id": told.record_id, "receipt_id": told.receipt_id, "principal": named}
        if made.model_copy(update=drawn) != told:
            raise ReceiptPartsDiffer("the record")
        languages = {notice.language for notice in self.receipt.notices}
        if languages and told.notice.language not in languages:
            raise ReceiptPartsDiffer("the record's language")
        return f"{len(told.processing)} things asked, record {told.record_id}"

    # What the log holds

    def _log_key_holds(self) -> str:
        key = parse_verifier_key(self.receipt.log_key)
        if self._log_key is not None and parse_verifier_key(self._log_key) != key:
            raise ReceiptPartsDiffer("another log's key")
        return str(key) if self._log_key is not None else f"{key}. {NOBODY_VOUCHES}"

    def _check_logged(self) -> None:
        holds = self._check("logged", self._logged)
        waiting = sum(_is_logged(held) and held.proof is None for held in self.receipt.documents) if holds else 0
        if waiting:
            self.findings.say("acknowledged", NEVER_ACKNOWLEDGED, Result.GAP, f"{waiting} documents")

    def _logged(self) -> str:
        proven = 0
        for held in self.receipt.documents:
            parts = (held.entry, held.salt, held.proof)
            if not _is_logged(held) and parts != (None, None, None):
                raise ReceiptPartsDiffer("a proof for what is not logged")
            if parts != (None, None, None):
                self._demand_in_log(held)
                proven += 1
        return f"{proven} entries"

    def _demand_in_log(self, held: ReceiptDocument) -> None:
        said = _shaped(
            Acknowledged,
            "an acknowledgement",
            token_sha256=sha256_of(held.token),
            entry=held.entry,
            salt=held.salt,
            proof=held.proof,
        )
        verify_acknowledgement(said, held.token, SessionId(self.receipt.session), self.receipt.log_key)

    def _check_closing(self) -> None:
        closing = self.receipt.closing
        if closing is None:
            self.findings.say("closing", NEVER_CLOSED, Result.GAP)
            return

        def look() -> str:
            said = _shaped(SessionClosed, "its word that the recording is closed", **closing.model_dump())
            held = verify_closing(said, SessionId(self.receipt.session), self.receipt.log_key)
            return f"entry {held.index} of {held.size}, root {b64u(held.root)}, {held.entries} entries"

        self._check("closing", look)


def check_receipt(receipt: Receipt, log_key: str | None = None) -> Findings:
    """Check a receipt; `log_key` is the log's verifier key where it is known from elsewhere."""
    return ReceiptCheck(receipt, log_key).run()


def _committed(salt: str, text: str) -> Sha256:
    return Sha256(b64u(commitment(unb64u(salt), text)))


def _is_logged(held: ReceiptDocument) -> bool:
    return peek_typ(held.token) in LOGGED


def _shaped(model: type[_Model], what: str, **fields: Any) -> _Model:  # noqa: ANN401 - judged by the model
    try:
        return model.model_validate(fields)
    except ValidationError:
        raise ReceiptPartsDiffer(f"the relay says {what} in another form") from None
