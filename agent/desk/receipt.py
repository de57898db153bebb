"""The receipt in the customer's folder: what was allowed, and the proof of it; and, apart, the key to the recording."""

from __future__ import annotations

import contextlib
import html
import shutil
from datetime import UTC, datetime
from pathlib import Path

from agent.desk.known import write_private
from agent.desk.ports import Outside
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

_STYLE = (
    "body{font:16px/1.5 sans-serif;max-width:44em;margin:2em auto;padding:0 1em;color:#16181d;background:#fff}"
    "h1{font-size:24px}pre{white-space:pre-wrap;background:#f3f4f6;padding:12px;border-radius:8px;overflow-wrap:anywhere}"
    "td{padding:0 12px 4px 0;vertical-align:top}"
)


def issue(session: Session, documents: list[ReceiptDocument], closed: SessionClosed | None, outside: Outside) -> Path:
    """
    Make and save a session's receipt, and give the path of its page: in the usual folder, else in a spare one.

    Raises:
        ReceiptNotWritten: None of the folders can be written.
    """
    now = int(outside.clock.wall() * 1000)
    identity = Identity(outside.random(IDENTITY_BYTES), now, outside.language)
    receipt = make_receipt(session, documents, closed, identity)
    try:
        return save(outside.receipts, session, receipt)
    except ReceiptNotWritten:
        for folder in outside.spare_receipts:
            with contextlib.suppress(ReceiptNotWritten):
                return save(folder, session, receipt)
        raise


def make_receipt(
    session: Session, documents: list[ReceiptDocument], closed: SessionClosed | None, identity: Identity
) -> Receipt:
    """Put the receipt together and sign it with the session's key. It holds no secret."""
    if session.setting is None or session.entry is None:
        raise RuntimeError("a receipt is for a session with a proven technician")
    record = make_record([held.token for held in documents], session.setting, session.entry, identity)
    organisation = session.found.organisation
    receipt = Receipt(
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
    return sign_receipt(receipt, page(receipt, session.story), session.key)


def save(folder: Path, session: Session, receipt: Receipt) -> Path:
    """
    Save the receipt in a folder of its own below `folder`, whole or not at all, and give the path of its page.

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
        "receipt.html": with_receipt(page(receipt, session.story), receipt).encode(),
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


def page(receipt: Receipt, story: list[tuple[str, str]]) -> str:
    """Write the page to read, without the receipt inside: the words of the question, times, who, and the root."""
    rows = "".join(f"<tr><td>{_safe(at)}</td><td>{_safe(words)}</td></tr>" for at, words in story)
    notices = "".join(f"<pre>{_safe(notice.text)}</pre>" for notice in receipt.notices)
    if receipt.closing is None:
        root = "<p>The relay never said that it closed the recording. What it acknowledged before stands below.</p>"
    else:
        root = (
            f"<p>The recording has {receipt.closing.entries} entries. "
            f"Its root is <code>{_safe(receipt.closing.root)}</code>.</p>"
        )
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>Your receipt</title><style>{_STYLE}</style></head><body>"
        f"<h1>Your receipt from {_safe(receipt.organisation)}</h1>"
        "<p>To check it, run <code>attended-agent receipt</code> with this file, or have someone you trust do it. "
        "You can show this page to anyone.</p>"
        f"<h2>What happened</h2><table>{rows}</table>"
        f"<h2>What you were asked, word for word</h2>{notices}"
        f"<h2>The recording</h2><p>Session <code>{_safe(receipt.session)}</code> at {_safe(receipt.origin)}.</p>{root}"
        "<p>Beside this page lies <code>receipt.keys</code>. Keep that one like a letter from your bank: "
        "who has it can watch your recording.</p>"
        "</body></html>\n"
    )


def _safe(text: str) -> str:
    return html.escape(text)
