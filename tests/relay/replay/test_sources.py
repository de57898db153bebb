"""Where what is to be checked lies, and what may be missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from protocol.errors import NothingToCheck, ReceiptMalformed, VerifierKeyMalformed
from relay.replay.sources import of_data, of_files, of_session, read_verifier_key, sessions_in
from tests.support.recorded_session import SALT, RecordedSession
from tests.support.seeded_relay import seed


def test_salt_comes_from_beside_or_from_the_receipt(made: RecordedSession, tmp_path: Path) -> None:
    """Erased beside the recording, the customer's receipt still has it; without both there is none."""
    assert of_files(made.folder / "recording.mcap", None, None).salt() == SALT
    alone = tmp_path / "recording.mcap"
    alone.write_bytes(b"")
    sources = of_files(alone, None, None)
    assert (sources.salt(), sources.wraps()) == (None, None)
    assert sources.with_receipt(made.folder / "receipt.html").salt() == SALT


def test_damaged_wraps_are_not_missing_wraps(tmp_path: Path) -> None:
    """A file that cannot be read holds no wrap, and that does not fit the list."""
    (tmp_path / "recording.mcap").write_bytes(b"")
    (tmp_path / "wraps.json").write_text("[")
    assert of_files(tmp_path / "recording.mcap", None, None).wraps() == []


def test_a_relays_folder_names_everything(made: RecordedSession, tmp_path: Path) -> None:
    """Sessions, log, the log's key and the organisation's are found by the folder alone."""
    seed(made, tmp_path / "relay")
    assert sessions_in(tmp_path / "relay") == [made.session]
    sources = of_session(tmp_path / "relay", made.session)
    assert sources.organisation_key is not None
    assert sources.recording is not None
    assert of_data(tmp_path / "relay").log_key == sources.log_key
    with pytest.raises(NothingToCheck):
        of_session(tmp_path / "relay", "..")


def test_what_is_not_there_is_told(made: RecordedSession, tmp_path: Path) -> None:
    """Nothing named, a log without its key, a missing folder, and keys and receipts that are none."""
    with pytest.raises(NothingToCheck):
        of_files(None, None, None)
    with pytest.raises(NothingToCheck):
        of_files(None, made.folder / "log", None)
    with pytest.raises(NothingToCheck):
        of_data(tmp_path)
    (tmp_path / "log.vkey").write_bytes(b"\xff")
    with pytest.raises(VerifierKeyMalformed):
        read_verifier_key(tmp_path / "log.vkey")
    with pytest.raises(ReceiptMalformed):
        of_files(made.folder / "recording.mcap", None, None).with_receipt(tmp_path / "log.vkey")
