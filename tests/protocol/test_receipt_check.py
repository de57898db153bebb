"""A receipt is checked from itself alone, and every part of it counts."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from random import Random

import pytest
from pydantic import ValidationError

from consent.encoding import b64u
from protocol.errors import CATALOGUE, CheckFailed
from protocol.findings import Result, Verdict
from protocol.receipt import Receipt, ReceiptDocument, read_receipt, sign_receipt
from protocol.receipt_check import check_receipt
from tests.support.consent_scene import AGENT_KEY, TECHNICIAN_KEY, a_key
from tests.support.memory_relay import LOG_KEY as ANOTHER_LOG
from tests.support.recorded_session import LOG_KEY, RecordedSession

PAGE = "<!doctype html><html><body><h1>Your receipt</h1></body></html>\n"


@pytest.fixture(scope="module")
def receipt(tmp_path_factory: pytest.TempPathFactory) -> Receipt:
    """Take the receipt of a session."""
    return RecordedSession(tmp_path_factory.mktemp("session") / "out", pictures=2).receipt


def failed(receipt: Receipt) -> set[str]:
    """Name the checks that fail."""
    return {finding.name for finding in check_receipt(receipt).all if finding.result is Result.BAD}


def signed(receipt: Receipt, **changes: object) -> Receipt:
    """Change a receipt and sign it anew, as a customer's changed program could."""
    return sign_receipt(receipt.model_copy(update=changes), PAGE, AGENT_KEY)


def test_a_receipt_proves_itself(receipt: Receipt) -> None:
    """Every check holds, with and without the log's key from elsewhere."""
    assert check_receipt(receipt).verdict is Verdict.PROVEN
    assert check_receipt(receipt, str(LOG_KEY.verifier)).verdict is Verdict.PROVEN


def test_the_log_key_known_from_elsewhere_decides(receipt: Receipt) -> None:
    """A receipt of another log than the one that is known does not hold."""
    key = a_key("another log")
    other = f"{ANOTHER_LOG.verifier}".replace("/log", "/other")
    assert key is not None
    assert check_receipt(receipt, other).verdict is Verdict.NOT_PROVEN


def test_what_is_changed_after_signing_shows(receipt: Receipt) -> None:
    """Fields that no document covers are covered by the signature."""
    assert failed(receipt.model_copy(update={"made": receipt.made + 1})) == {"signature"}
    assert "signature" in failed(receipt.model_copy(update={"record": {"purpose": "another"}}))


CHANGES: list[tuple[Callable[[Receipt], dict[str, object]], str]] = [
    (lambda held: {"policy": held.directory_key}, "organisation"),
    (lambda held: {"organisation": "elsewhere.example"}, "organisation"),
    (lambda held: {"technician_key": a_key("stranger").verify_key.jwk()}, "technician"),
    (lambda held: {"documents": held.documents[1:]}, "documents"),
    (lambda held: {"session": b64u(bytes(16))}, "documents"),
    (lambda held: {"words": [held.words[0].model_copy(update={"reason": "Something else."})]}, "words"),
    (lambda held: {"notices": [held.notices[0].model_copy(update={"text": "Other words."})]}, "notice"),
    (lambda held: {"record": {**held.record, "jurisdiction": "Elsewhere"}}, "record"),
    (lambda held: {"record": {**held.record, "processing": []}}, "record"),
    (lambda held: {"record": {**held.record, "notice": {**held.record["notice"], "language": "fr"}}}, "record"),
    (lambda held: {"record": {"schema_version": "another"}}, "record"),
    (lambda held: {"log_key": held.log_key[:-2]}, "log key"),
    (lambda held: {"documents": [bare(held.documents[0], held), *held.documents[1:]]}, "logged"),
    (lambda held: {"closing": _closing(held, entries=1)}, "closing"),
    (lambda held: {"closing": _closing(held, root=b64u(bytes(32)))}, "closing"),
]


def bare(document: ReceiptDocument, held: Receipt) -> ReceiptDocument:
    """Give a document that is not logged the proof of another one."""
    other = next(each for each in held.documents if each.proof)
    return document.model_copy(update={"entry": other.entry, "salt": other.salt, "proof": other.proof})


def _closing(held: Receipt, **changes: object) -> object:
    assert held.closing is not None
    return held.closing.model_copy(update=changes)


@pytest.mark.parametrize(("change", "check"), CHANGES)
def test_even_under_a_good_signature_the_parts_must_agree(
    receipt: Receipt, change: Callable[[Receipt], dict[str, object]], check: str
) -> None:
    """Whoever holds the session's key still cannot exchange a part."""
    assert check in failed(signed(receipt, **change(receipt)))


def test_a_receipt_without_the_relays_last_word_has_a_gap(receipt: Receipt) -> None:
    """What was acknowledged stands; that the recording was closed is not claimed."""
    assert check_receipt(signed(receipt, closing=None)).verdict is Verdict.WITH_GAPS


def test_another_key_than_the_agents_signs_nothing(receipt: Receipt) -> None:
    """The technician cannot sign a receipt."""
    assert "signature" in failed(sign_receipt(receipt, PAGE, TECHNICIAN_KEY))


NAMES = {kind.__name__ for kind in CATALOGUE.values()} | {
    "JSONDecodeError", "RecursionError", "UnicodeDecodeError", "ValidationError", "ValueError",
    "Acknowledged", "ReceiptDocument", "SessionClosed",
}  # fmt: skip
HUMPED = {name for name in NAMES if re.match(r"[A-Z]+[a-z]+[A-Z]", name)} | {"Acknowledged"}


def spoiled(value: object, dice: Random) -> Iterator[object]:
    """Give the value once for each text inside it, each time with that text spoiled."""
    if isinstance(value, str):
        middle = dice.randrange(len(value) + 1)
        yield from (f"{value[:middle]}~{value[middle + 1 :]}", value[:middle], "")
    elif isinstance(value, dict):
        for name, held in value.items():
            yield from ({**value, name: changed} for changed in spoiled(held, dice))
    elif isinstance(value, list):
        for place, held in enumerate(value):
            yield from ([*value[:place], changed, *value[place + 1 :]] for changed in spoiled(held, dice))


def test_findings_are_words_and_name_no_class(receipt: Receipt) -> None:
    """Whatever part is spoiled, people read what is wrong with it, not how a program calls that."""
    told: set[str] = set()
    for changed in spoiled(receipt.model_dump(mode="json"), Random(4)):
        try:
            held = Receipt.model_validate(changed)
        except ValidationError:
            continue
        told |= {f"{finding.words} {finding.detail}" for finding in check_receipt(held).all}
    for body in (b"", b"{}", b"[" * 5000, b"\xff", json.dumps(receipt.model_dump(mode="json")).encode()):
        with pytest.raises(CheckFailed) as found:
            read_receipt(body)
        told.add(found.value.detail)

    assert len(told) > 40
    assert not [words for words in told if HUMPED & set(re.findall(r"\w+", words))]
