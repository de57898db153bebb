"""The commands of whoever checks: exit codes, misuse, and words on the terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from relay.main import run
from tests.support.recorded_session import RecordedSession
from tests.support.seeded_relay import seed


def test_a_session_is_checked_by_its_id_or_all_at_once(
    made: RecordedSession, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In a relay's own folder the session's id is enough, and no id means every session."""
    seed(made, tmp_path / "relay")
    capsys.readouterr()
    assert run(["verify", made.session, "--data", str(tmp_path / "relay")]) == 0
    one = capsys.readouterr().out
    assert run(["verify", "--data", str(tmp_path / "relay")]) == 0
    assert capsys.readouterr().out == one
    assert one.splitlines()[-1].startswith("Proven · ")
    assert "in the log: Every yes" in one


@pytest.mark.parametrize(
    "argv",
    [
        ["verify", "no-such-session"],
        ["verify", "--recording", "nowhere.mcap"],
        ["verify", "--log", "."],
        ["receipt", "nowhere.json"],
        ["replay"],
        ["open", "x", "--key", "nowhere.key", "--reason", "routine"],
    ],
)
def test_misuse_is_told_apart_from_a_failed_check(
    argv: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What cannot be checked at all gives exit code 2, words and a remedy; never a traceback."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ATTENDED_RELAY_DATA", str(tmp_path))
    assert run(argv) == 2
    told = capsys.readouterr().err
    assert "[" in told
    assert "Traceback" not in told


def test_a_receipt_is_checked_alone(made: RecordedSession, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Either file of it holds offline; a changed one does not, and says so."""
    for name in ("receipt.json", "receipt.html"):
        assert run(["receipt", str(made.folder / name), "--vkey", str(made.folder / "log.vkey")]) == 0
    spoiled = tmp_path / "receipt.json"
    spoiled.write_bytes((made.folder / "receipt.json").read_bytes().replace(b"T-17", b"T-18", 1))
    capsys.readouterr()
    assert run(["receipt", str(spoiled)]) == 1
    assert "Not proven" in capsys.readouterr().out


def test_a_log_rolled_back_behind_a_remembered_checkpoint_is_found(
    made: RecordedSession, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`--seen` finds what no receipt knows of; a file that is no checkpoint is a failed check."""
    files = ["--log", str(made.folder / "log"), "--vkey", str(made.folder / "log.vkey")]
    seen = tmp_path / "checkpoint"
    seen.write_text(made.checkpoints[2])
    assert run(["verify", *files, "--seen", str(seen)]) == 0
    seen.write_text("no checkpoint")
    assert run(["verify", *files, "--seen", str(seen)]) == 1
    capsys.readouterr()
