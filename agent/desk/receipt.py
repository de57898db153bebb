"""The receipt in the customer's folder: what was allowed, and the proof of it; and, apart, the key to the recording."""

from __future__ import annotations

import contextlib
import shutil
from datetime import UTC, datetime
from pathlib import Path

from agent.desk.known import write_private
from agent.desk.language import language, whole
from agent.desk.ports import Outside
from agent.desk.receipt_page import page
from agent.desk.session import Session
from consent.encoding import b64u, unb64u
from consent.record import IDENTITY_BYTES, Identity, make_record
from protocol.errors import ReceiptNotWritten
from protocol.messages.relay import SessionClosed
from protocol.receipt import (
    Receipt,
    ReceiptClosing,
    ReceiptDocument,
    ReceiptKeys,
    receipt_bytes,
    sign_receipt,
    with_receipt,
)


def issue(session: Session, documents: list[ReceiptDocument], closed: SessionClosed | None, outside: Outside) -> Path:
    """
    Make and save a session's receipt, and give the path of its page: in the usual folder, else in a spare one.

    Raises:
        ReceiptNotWritten: None of the folders can be written.
    """
    now = int(outside.clock.wall() * 1000)
    shown_in = session.notices[-1].language if session.notices else language().code
    receipt = make_receipt(session, documents, closed, Identity(outside.random(IDENTITY_BYTES), now, shown_in))
    written = whole(lambda: page(receipt, session.asker, session.story))
    signed = sign_receipt(receipt, written, session.key)
    try:
        return save(outside.receipts, session, signed, written)
    except ReceiptNotWritten:
        for folder in outside.spare_receipts:
            with contextlib.suppress(ReceiptNotWritten):
                return save(folder, session, signed, written)
        raise


def make_receipt(
    session: Session, documents: list[ReceiptDocument], closed: SessionClosed | None, identity: Identity
) -> Receipt:
    """Put the receipt together; it is still to be signed with its page. It holds no secret."""
    if session.setting is None or session.entry is None:
        raise RuntimeError("a receipt is for a session with a proven technician")
    record = make_record([held.token for held in documents], session.setting, session.entry, identity)
    organisation = session.found.organisation
    return Receipt(
        version="attended-receipt/1",
        session=session.id,
        origin=session.origin,
        log_key=session.log_key,
        organisation=organisation.domain,
        organisation_key=organisation.key.jwk(),
        policy=session.found.policy_token,
        directory_key=session.found.directory_token,
        entry=session.entry_token,
        agent_key=session.key.verify_key.jwk(),
        technician_key=session.technician_key.jwk(),
        made=identity.at // 1000,
        documents=documents,
        words=session.words,
        notices=session.notices,
        closing=None
        if closed is None
        else ReceiptClosing(
            entry=closed.entry, salt=closed.salt, proof=closed.proof, root=closed.root, entries=closed.entries
        ),
        record=record.model_dump(mode="json"),
        page_sha256="",
        signature="",
    )


def save(folder: Path, session: Session, receipt: Receipt, written: str) -> Path:
    """
    Save the receipt in a folder of its own below `folder`, whole or not at all, and give the path of its page.

    `written`: the page as it was signed.

    Raises:
        ReceiptNotWritten: The folder or a file cannot be written, or the disk is full.
    """
    when = datetime.fromtimestamp(receipt.made, UTC).strftime("%Y-%m-%d %H.%M.%S")
    place = folder / f"{when} {receipt.organisation.replace(':', ' ')}"
    keys = ReceiptKeys(
        version="attended-receipt-keys/1",
        session=session.id,
        origin=session.origin,
        agent_seed=b64u(session.seed),
        secrets=session.secrets,
    )
    files = {
        "receipt.json": receipt_bytes(receipt),
        "receipt.html": with_receipt(written, receipt).encode(),
        "receipt.keys": receipt_bytes(keys),
    }
    if receipt.closing is not None:
        files["receipt.proof"] = receipt.closing.proof.encode()
        files["receipt.leaf"] = unb64u(receipt.closing.entry)
    making = place.with_name(f".{place.name}.new")
    try:
        making.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name, data in files.items():
            write_private(making / name, data)
        making.replace(place)
    except OSError as reason:
        shutil.rmtree(making, ignore_errors=True)
        raise ReceiptNotWritten(f"{place}: {reason.strerror}") from None
    return place / "receipt.html"
