"""`attended-agent receipt FILE`: checks a receipt, without any network, and says in words what was found."""

from __future__ import annotations

import sys
from pathlib import Path

from protocol import limits
from protocol.errors import ReceiptNotFound
from protocol.findings import Result, Verdict
from protocol.receipt import read_receipt
from protocol.receipt_check import check_receipt

_MARK = {Result.GOOD: "ok ", Result.BAD: "BAD", Result.GAP: "gap", Result.MISSING: "?  ", Result.NOT_CHECKED: "-  "}
_HOLDS = {Verdict.PROVEN, Verdict.WITH_GAPS}


def check(file: Path) -> int:
    """
    Check a receipt and print what was found; give the exit code: 0 when it holds, 1 when it does not.

    Raises:
        ReceiptNotFound: The file cannot be read.
        ReceiptMalformed: It is no receipt.
    """
    try:
        with file.open("rb") as opened:
            data = opened.read(limits.RECEIPT_BYTES * 2 + 1)
    except OSError as reason:
        raise ReceiptNotFound(f"{file}: {reason.strerror}") from None
    found = check_receipt(read_receipt(data))
    for finding in found.all:
        code = f" ({finding.code})" if finding.code else ""
        sys.stdout.write(f"{finding.number:2} {_MARK[finding.result]} {finding.words}{code}\n")
        if finding.detail:
            sys.stdout.write(f"       {finding.detail}\n")
    sys.stdout.write(f"{found.verdict}\n")
    return 0 if found.verdict in _HOLDS else 1
