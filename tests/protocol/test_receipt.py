"""Receipts as files: one form, either of two dresses, and no byte that is not bound."""

from pathlib import Path
from random import Random

import pytest

from protocol.errors import ReceiptMalformed
from protocol.receipt import read_receipt, read_receipt_keys, receipt_bytes
from tests.support.recorded_session import RecordedSession


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> RecordedSession:
    """Play one session."""
    return RecordedSession(tmp_path_factory.mktemp("session") / "out", pictures=2)


def test_both_files_carry_the_same_receipt(made: RecordedSession) -> None:
    """`receipt.html` reads as `receipt.json` does, and what was read is written alike."""
    plain = (made.folder / "receipt.json").read_bytes()
    assert read_receipt(plain) == read_receipt((made.folder / "receipt.html").read_bytes()) == made.receipt
    assert receipt_bytes(made.receipt) == plain


def test_no_bit_of_the_page_changes_unseen(made: RecordedSession) -> None:
    """A turned bit anywhere in the page makes it no receipt, or a receipt that its signature does not cover."""
    page = (made.folder / "receipt.html").read_bytes()
    dice = Random(1)
    for _ in range(300):
        bit = dice.randrange(len(page) * 8)
        spoiled = bytearray(page)
        spoiled[bit // 8] ^= 1 << bit % 8
        try:
            assert read_receipt(bytes(spoiled)) != made.receipt, bit
        except ReceiptMalformed:
            continue


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b'{"version":"attended-receipt/1"}', b"\xff", b"<html></html>"])
def test_anything_else_is_no_receipt(data: bytes) -> None:
    """Other bytes give the documented error, for receipts and for their keys."""
    with pytest.raises(ReceiptMalformed):
        read_receipt(data)
    with pytest.raises(ReceiptMalformed):
        read_receipt_keys(data)


def test_the_keys_stand_in_a_file_of_their_own(made: RecordedSession) -> None:
    """No secret of the key file stands in the receipt."""
    keys = read_receipt_keys((made.folder / "receipt.keys").read_bytes())
    shown = Path(made.folder / "receipt.html").read_text()
    assert keys.agent_seed not in shown
    assert not [held.secret for held in keys.secrets if held.secret in shown]
