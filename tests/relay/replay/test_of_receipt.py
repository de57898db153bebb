"""A receipt beside its recording."""

from __future__ import annotations

from pathlib import Path

import pytest

from protocol.findings import Result
from relay.replay.of_receipt import check_agreement, check_own
from relay.replay.sources import of_files
from relay.replay.verify import examine
from tests.support.recorded_session import RecordedSession


@pytest.fixture(scope="module")
def another(tmp_path_factory: pytest.TempPathFactory) -> RecordedSession:
    """Play another session between the same two, under the same log's key."""
    return RecordedSession(tmp_path_factory.mktemp("another") / "out", pictures=3, seed=8)


def test_a_receipt_of_another_session_does_not_fit(made: RecordedSession, another: RecordedSession) -> None:
    """It holds in itself, and says another root than this recording's."""
    sources = of_files(made.folder / "recording.mcap", None, None).with_receipt(another.folder / "receipt.json")
    case = examine(sources)
    bad = [finding.name for finding in case.findings.all if finding.result is Result.BAD]
    assert case.receipt is not None
    assert bad == ["receipt: same session", "receipt: files"]


def test_a_spoiled_receipt_is_compared_with_nothing(made: RecordedSession, tmp_path: Path) -> None:
    """What was changed after signing has no say about the log."""
    spoiled = tmp_path / "receipt.json"
    spoiled.write_bytes((made.folder / "receipt.json").read_bytes().replace(b"T-17", b"T-18", 1))
    case = examine(of_files(made.folder / "recording.mcap", None, None).with_receipt(spoiled))
    assert case.receipt is None
    assert case.findings.all[0].code == "K-202"


def test_both_parts_do_nothing_without_a_receipt(made: RecordedSession) -> None:
    """No receipt, no finding about one."""
    case = examine(of_files(made.folder / "recording.mcap", None, None))
    count = len(case.findings.all)
    check_own(case)
    check_agreement(case)
    assert len(case.findings.all) == count
