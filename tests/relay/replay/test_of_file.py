"""The recording as a file: which bytes, which entries, and whether the log has them."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from protocol.findings import Finding, Result
from relay.replay.case import Case
from relay.replay.sources import Sources, of_files
from relay.replay.verify import examine
from tests.support.recorded_session import RecordedSession, finished


@pytest.fixture
def out(made: RecordedSession, tmp_path: Path) -> Path:
    """Copy recording and log to where they may be spoiled."""
    shutil.copytree(made.folder, tmp_path / "out", ignore=shutil.ignore_patterns("log-key", "readers", "receipt.*"))
    return tmp_path / "out"


def sources(out: Path) -> Sources:
    """Name the files."""
    return of_files(out / "recording.mcap", out / "log", out / "log.vkey")


def first_bad(case: Case) -> Finding:
    """Give the first check that failed."""
    return next(finding for finding in case.findings.all if finding.result in {Result.BAD, Result.MISSING})


def test_a_changed_entry_is_named_with_its_time(made: RecordedSession, out: Path) -> None:
    """A later time in one entry's header breaks the root, and the words say where doubt begins."""
    entries = [*made.entries]
    entries[20] = replace(entries[20], time=entries[20].time + 5)
    (out / "recording.mcap").write_bytes(finished(entries))
    found = first_bad(examine(sources(out)))
    assert found.name == "closing"
    assert "cannot be trusted" in found.words


def test_a_turned_bit_is_narrowed_down_by_its_checksum(out: Path) -> None:
    """What an accident did shows in the file's own checksum, between two entries."""
    data = bytearray((out / "recording.mcap").read_bytes())
    at = len(data) // 2
    data[at] ^= 1
    (out / "recording.mcap").write_bytes(bytes(data))
    found = first_bad(examine(sources(out)))
    assert found.name == "file"
    assert found.entry is not None


def test_bytes_between_the_entries_count_too(made: RecordedSession, out: Path) -> None:
    """A change of the file's own index is found though every entry is whole, and the words say so."""
    whole = (out / "recording.mcap").read_bytes()
    library = whole.index(b"attended-relay")
    (out / "recording.mcap").write_bytes(whole[:library] + b"Attended-relay" + whole[library + 14 :])
    found = first_bad(examine(sources(out)))
    assert "All entries are as they were written." in found.words


def test_without_a_log_nothing_is_proven_yet(out: Path) -> None:
    """A whole file alone may be another one altogether."""
    case = examine(of_files(out / "recording.mcap", None, None))
    assert case.findings.verdict == "Cannot be checked yet"


def test_a_missing_recording_says_why(made: RecordedSession, out: Path) -> None:
    """One that still runs is not finished; one that is gone without a word is a failed check."""
    gone = replace(sources(out), recording=None, session=made.session)
    assert first_bad(examine(gone)).code == "K-401"
    assert examine(replace(gone, is_live=True)).findings.verdict == "Cannot be checked yet"
