"""`attended-agent receipt FILE`: checks a receipt, without any network, and says in words what was found."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from agent.desk.error_words import what_happened
from agent.desk.language import mark, say
from consent.canonical import canonical
from consent.kantara import kantara_receipt
from consent.record import ConsentRecord
from protocol import limits
from protocol.errors import FileTrouble, NothingAllowed, ReceiptNotFound
from protocol.findings import Finding, Result, Verdict
from protocol.receipt import Receipt, read_receipt
from protocol.receipt_check import NEVER_ACKNOWLEDGED, NEVER_CLOSED, WORDS, check_receipt

CONTEXT = "receipt"
_MARK = {
    Result.GOOD: mark("receipt", "ok"),
    Result.BAD: mark("receipt", "BAD"),
    Result.GAP: mark("receipt", "gap"),
}
_SIGNS = {Result.MISSING: "?", Result.NOT_CHECKED: "-"}
_WIDTH = 3
"""Letters of a mark at least, so that the sentences stand below one another."""
_HOLDS = {Verdict.PROVEN, Verdict.WITH_GAPS}


def check(file: Path, kantara: Path | None = None) -> int:
    """
    Check a receipt and print what was found; give the exit code: 0 when it holds, 1 when it does not.

    `kantara`: where to write it as a Kantara consent receipt as well. One that does not hold is written nowhere.

    Raises:
        ReceiptNotFound: The file cannot be read.
        ReceiptMalformed: It is no receipt.
        NothingAllowed: There is no consent to write down.
        FileTrouble: The export cannot be written.
    """
    try:
        with file.open("rb") as opened:
            data = opened.read(limits.RECEIPT_BYTES * 2 + 1)
    except OSError as reason:
        raise ReceiptNotFound(f"{file}: {reason.strerror}") from None
    receipt = read_receipt(data)
    found = check_receipt(receipt)
    for finding in found.all:
        code = f" ({finding.code})" if finding.code else ""
        sys.stdout.write(f"{finding.number:2} {_mark(finding.result):{_WIDTH}} {_words(finding)}{code}\n")
        if finding.detail:
            sys.stdout.write(f"       {finding.detail}\n")
    sys.stdout.write(f"{say(CONTEXT, found.verdict.value)}\n")
    if found.verdict not in _HOLDS:
        return 1
    if kantara is not None:
        export(receipt, kantara)
    return 0


def words() -> Iterator[str]:
    """Give every sentence that the check of a receipt says, for the catalogue."""
    for holds, fails in WORDS.values():
        yield from (each for each in (holds, fails) if each)
    yield from (NEVER_ACKNOWLEDGED, NEVER_CLOSED)
    yield from (each.value for each in Verdict)


def _words(finding: Finding) -> str:
    return say(CONTEXT, finding.words) if finding.words in _KNOWN else what_happened(finding.code, finding.words)


def _mark(result: Result) -> str:
    return _MARK[result].said() if result in _MARK else _SIGNS[result]


_KNOWN = frozenset(words())


def export(receipt: Receipt, path: Path) -> None:
    """
    Write a receipt that was checked as a Kantara consent receipt (JSON), for programs that read those.

    Raises:
        NothingAllowed: There is no consent to write down.
        FileTrouble: It cannot be written.
    """
    record = ConsentRecord.model_validate_json(canonical(receipt.record))
    written = kantara_receipt(record, receipt.agent_key)
    if written is None:
        raise NothingAllowed(str(path))
    try:
        path.write_text(json.dumps(written, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    except OSError as reason:
        raise FileTrouble(f"{path}: {reason.strerror}") from None
