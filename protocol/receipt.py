"""
The receipt: what the customer keeps, and anybody can check offline. And the key to the customer's own recording.

`receipt.json` is one canonical JSON object of the model `Receipt`, signed with the session's key. `receipt.html` is a
page to read that carries the same object in a script element; `read_receipt` takes either, and the receipt holds the
hash of its page, so neither can change alone. `receipt.keys` is `ReceiptKeys`: private, and no check needs it.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any, Literal, TypeVar

from pydantic import ValidationError

from consent.canonical import canonical, parse_canonical
from consent.encoding import b64u
from consent.jws import SigningKey
from consent.model import Document
from protocol import limits
from protocol.errors import AttendedError, ReceiptMalformed

ISLAND_OPENS = '<script type="application/json" id="receipt">'
ISLAND_CLOSES = "</script>"

_Model = TypeVar("_Model", bound=Document)


class ReceiptDocument(Document):
    """One signed document of the session, in the order they were made, with what the relay answered."""

    token: str
    entry: str | None
    """The log entry's exact bytes, for documents that are logged."""
    salt: str | None
    """The salt that links the document to its log entry."""
    proof: str | None
    """tlog-proof: the entry's place in the log, with the checkpoint of that moment."""


class ReceiptWords(Document):
    """What a request's commitment covers: the technician's own words."""

    request: str
    reason: str
    ticket: str
    salt: str


class ReceiptNotice(Document):
    """What a grant's commitment covers: the question as the customer read it, word for word."""

    request: str
    language: str
    text: str
    salt: str


class ReceiptClosing(Document):
    """How the session ended in the log: its closing entry, and the recording's root and length."""

    entry: str
    salt: str | None
    proof: str
    root: str
    entries: int


class Receipt(Document):
    """The whole receipt. Holds no secret: it is made to be shown to others."""

    version: Literal["attended-receipt/1"]
    session: str
    origin: str
    log_key: str
    organisation: str
    organisation_key: dict[str, str]
    policy: str
    directory_key: str
    entry: str
    agent_key: dict[str, str]
    technician_key: dict[str, str]
    made: int
    documents: list[ReceiptDocument]
    words: list[ReceiptWords]
    notices: list[ReceiptNotice]
    closing: ReceiptClosing | None
    """None when the relay never said that it closed the recording."""
    record: dict[str, Any]
    """The consent record in the fields of ISO/IEC TS 27560."""
    page_sha256: str
    """SHA-256 of `receipt.html` without its script element."""
    signature: str
    """The agent's, with the session's key, over `signed_bytes`: what no document covers cannot change either."""


class EpochSecret(Document):
    """One group's secret in one epoch."""

    epoch: int
    group: str
    secret: str


class ReceiptKeys(Document):
    """The key to the customer's own recording. Who holds it can watch it: private, mode 0600."""

    version: Literal["attended-receipt-keys/1"]
    session: str
    origin: str
    agent_seed: str
    """The session's signing key: the relay hands the sealed recording out against its proof."""
    secrets: list[EpochSecret]


def receipt_bytes(receipt: Receipt | ReceiptKeys) -> bytes:
    """Write a receipt, or its keys, as the file's exact bytes."""
    return canonical(receipt.model_dump(mode="json"))


def signed_bytes(receipt: Receipt) -> bytes:
    """Give what the signature covers: a label, and the whole receipt but the signature."""
    return b"attended/1 receipt\0" + canonical(receipt.model_dump(mode="json", exclude={"signature"}))


def sign_receipt(receipt: Receipt, page: str, key: SigningKey) -> Receipt:
    """Bind a receipt to its `page` (without the script element) and sign both with the session's key."""
    bound = receipt.model_copy(update={"page_sha256": _hash(page)})
    return bound.model_copy(update={"signature": b64u(key.sign(signed_bytes(bound)))})


def with_receipt(page: str, receipt: Receipt) -> str:
    """Put a receipt into its page: a script element before the body ends."""
    island = ISLAND_OPENS + _harmless(receipt_bytes(receipt)) + ISLAND_CLOSES
    return page.replace("</body>", f"{island}</body>")


def read_receipt(data: bytes) -> Receipt:
    """
    Read a receipt from `receipt.json` or `receipt.html`.

    Raises:
        ReceiptMalformed: Neither of the two, or changed so that it is no receipt any more.
    """
    if ISLAND_OPENS.encode() not in data:
        return _read(data, Receipt)
    body, page = _from_page(data)
    receipt = _read(body, Receipt)
    if receipt.page_sha256 != _hash(page):
        raise ReceiptMalformed("the page around the receipt was changed")
    return receipt


def read_receipt_keys(data: bytes) -> ReceiptKeys:
    """
    Read `receipt.keys`.

    Raises:
        ReceiptMalformed: Not such a file.
    """
    return _read(data, ReceiptKeys)


def _read(body: bytes, model: type[_Model]) -> _Model:
    try:
        return model.model_validate_json(canonical(parse_canonical(body, limits.RECEIPT_BYTES)))
    except AttendedError:
        raise ReceiptMalformed("not written in the one form of a receipt") from None
    except ValidationError:
        raise ReceiptMalformed("a part is missing, is one too many or has another form") from None


def _from_page(data: bytes) -> tuple[bytes, str]:
    before, _, rest = data.partition(ISLAND_OPENS.encode())
    inside, closed, after = rest.partition(ISLAND_CLOSES.encode())
    try:
        body, page = canonical(json.loads(inside.decode())), (before + after).decode()
    except (AttendedError, ValueError, RecursionError):
        raise ReceiptMalformed("what lies in the page is no receipt") from None
    # One receipt has one page form, so that a changed byte cannot hide in another spelling.
    if not closed or _harmless(body).encode() != inside:
        raise ReceiptMalformed("the page's receipt is not in its one form")
    return body, page


def _hash(page: str) -> str:
    return b64u(hashlib.sha256(page.encode()).digest())


def _harmless(body: bytes) -> str:
    # "</script>" inside a text would end the element (HTML 13.1.2.6); JSON may write "<" as an escape.
    return body.decode().replace("<", "\\u003c")
