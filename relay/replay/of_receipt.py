"""The checks of a receipt: in itself first, then beside the recording, then the files that lie beside it."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from consent.encoding import b64u, unb64u
from consent.grant import ConsentGrant
from consent.jws import SigningKey, VerifyKey, sha256_of
from consent.keylist import KeyList
from protocol.errors import ReceiptOfAnother
from protocol.findings import Finding, Result
from protocol.receipt import Receipt, read_receipt_keys, receipt_bytes
from protocol.receipt_check import check_receipt
from protocol.recording import Opening
from relay.replay.account import Account
from relay.replay.case import Case


def check_own(case: Case) -> None:
    """Check the receipt in itself; only one that holds is compared with anything."""
    receipt = case.sources.receipt
    if receipt is None:
        return
    key = None if case.sources.log_key is None else str(case.sources.log_key)
    found = check_receipt(receipt, key).all
    for finding in found:
        number = len(case.findings.all) + 1
        case.findings.all.append(
            Finding(number, f"receipt: {finding.name}", finding.words, finding.result, finding.detail, finding.code)
        )
    if all(finding.result is not Result.BAD for finding in found):
        case.receipt = receipt


def check_agreement(case: Case) -> None:
    """Check that the receipt speaks of this recording, and that the files beside it are its own."""
    receipt, opening = case.receipt, case.account.opening
    if receipt is None:
        return
    if opening is not None:
        words = "The receipt speaks of this recording: same ends, same yeses, same root."
        case.check("receipt: same session", words, lambda: _same(receipt, opening, case))
    file = case.sources.receipt_file
    if file is not None:
        words = "The files beside the receipt belong to it."
        case.check("receipt: files", words, lambda: _files(receipt, file.parent, case.account))


def _same(receipt: Receipt, opening: Opening, case: Case) -> str:
    account, setting = case.account, case.account.setting
    if setting is None or account.share is None:
        raise ReceiptOfAnother("the recording holds no pairing")
    keys = (VerifyKey.from_jwk(receipt.agent_key), VerifyKey.from_jwk(receipt.technician_key))
    here = (setting.session, setting.origin, opening.organisation, opening.log_key, opening.policy)
    there = (receipt.session, receipt.origin, receipt.organisation, receipt.log_key, receipt.policy)
    if here != there or keys != (setting.agent_key, setting.technician_key):  # 1 the same session between the same
        raise ReceiptOfAnother("session, relay, rules or keys")
    if account.share.entry_sha256 != sha256_of(receipt.entry):  # 2 with the technician that the receipt names
        raise ReceiptOfAnother("the technician's entry is not the one of the pairing")
    recorded = {held.token for held in account.documents}
    kept = {held.token for held in receipt.documents}
    if receipt.closing is not None and not kept <= recorded:  # 3 all that the customer's computer signed is here
        raise ReceiptOfAnother("a document of the receipt is not in the recording")
    grants = {held.token for held in account.documents if isinstance(held.document, ConsentGrant)}
    if not grants <= kept:  # 4 and no other yes
        raise ReceiptOfAnother("a yes in the recording is not in the receipt")
    if receipt.closing is not None:
        said = (receipt.closing.root, receipt.closing.entries)
        if said != (account.root(), account.tree.entries):  # 5 under the same root
            raise ReceiptOfAnother("another root")
        if case.closing and unb64u(receipt.closing.entry) != case.closing:  # 6 and the same entry of the log
            raise ReceiptOfAnother("another closing entry than the log's")
    return receipt.session


def _files(receipt: Receipt, folder: Path, account: Account) -> str:
    expected = {"receipt.json": receipt_bytes(receipt)}
    if receipt.closing is not None:
        expected["receipt.proof"] = receipt.closing.proof.encode()
        expected["receipt.leaf"] = unb64u(receipt.closing.entry)
    found = [name for name in expected if (folder / name).is_file()]
    for name in found:
        if (folder / name).read_bytes() != expected[name]:
            raise ReceiptOfAnother(f"{name} is another")
    keys = folder / "receipt.keys"
    if keys.is_file():
        _demand_own_keys(receipt, keys.read_bytes(), account)
        found.append(keys.name)
    return ", ".join(found)


def _demand_own_keys(receipt: Receipt, data: bytes, account: Account) -> None:
    keys = read_receipt_keys(data)
    agent = SigningKey.from_seed(unb64u(keys.agent_seed)).verify_key
    same = (keys.session, keys.origin) == (receipt.session, receipt.origin)
    if not same or agent != VerifyKey.from_jwk(receipt.agent_key):
        raise ReceiptOfAnother("receipt.keys is another session's")
    lists = [held.document for held in account.documents if isinstance(held.document, KeyList)]
    named = {(held.epoch, group.group.value, group.secret_sha256) for held in lists for group in held.groups}
    here = {(held.epoch, held.group, b64u(sha256(unb64u(held.secret)).digest())) for held in keys.secrets}
    if lists and (here != named or len(here) != len(keys.secrets)):
        raise ReceiptOfAnother("receipt.keys opens something else")
