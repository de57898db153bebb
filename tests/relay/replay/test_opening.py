"""Opening: logged before anything is handed out, and only for whom the yes names."""

import json
import shutil
from pathlib import Path

import pytest

from relay.main import run
from relay.replay.logfacts import LogOnDisk
from tests.support.recorded_session import LOG_KEY, RecordedSession
from tests.support.running_relay import RunningRelay


def openings(relay: RunningRelay, session: str) -> list[dict[str, object]]:
    """Give the log's openings of a session."""
    log = LogOnDisk.look(relay.data / "log", LOG_KEY.verifier)
    return [facts for _, _, facts in log.of_session(session) if facts["kind"] == "opening"]


def asked(relay: RunningRelay, session: str, key: Path, data: Path, *more: str) -> list[str]:
    """Write the command."""
    named = ["--key", str(key), "--relay", relay.origin, "--data", str(data), "--reason", "complaint"]
    return ["open", session, *named, *more]


def test_a_reader_reads_what_the_yes_gives_and_the_log_says_so(
    relay: RunningRelay, made: RecordedSession, keys: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The quality team sees picture, pointer, chat and words, never what was typed; and the opening is logged."""
    before = len(openings(relay, made.session))
    assert run(asked(relay, made.session, keys / "quality.key", tmp_path, "--json")) == 0
    said = json.loads(capsys.readouterr().out)
    kinds = [entry["kind"] for entry in said["entries"]]
    assert said["verdict"] == "Proven"
    assert kinds.count("picture") == 13
    assert "Good morning" in [entry["words"] for entry in said["entries"] if entry["kind"] == "chat"]
    assert {entry["facts"]["group"] for entry in said["entries"] if entry["kind"] == "locked"} == {"keys"}
    logged = openings(relay, made.session)[before:]
    assert [(facts["reason"], facts["groups"]) for facts in logged] == [("complaint", ["aside", "rest", "view"])]


def test_the_recovery_key_reads_everything(
    relay: RunningRelay, made: RecordedSession, keys: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Lines for people: times, who, words; what was typed is among them."""
    assert run(asked(relay, made.session, keys / "recovery.key", tmp_path)) == 0
    said = capsys.readouterr().out
    assert "KeyA down" in said
    assert "Paused by the customer." in said


def test_a_stranger_is_handed_nothing(
    relay: RunningRelay, made: RecordedSession, keys: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A key that the policy does not name opens nothing, and nothing is logged."""
    before = openings(relay, made.session)
    stranger = tmp_path / "stranger.key"
    held = json.loads((keys / "quality.key").read_text()) | {"kem_seed": "A" * 43}
    stranger.write_text(json.dumps(held))
    stranger.chmod(0o600)
    assert run(asked(relay, made.session, stranger, tmp_path)) == 2
    assert "[R-113]" in capsys.readouterr().err
    assert openings(relay, made.session) == before


def test_a_relay_that_shows_another_log_key_is_not_believed(
    relay: RunningRelay, made: RecordedSession, keys: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """This machine remembers the first log key it saw, and the last checkpoint."""
    argv = asked(relay, made.session, keys / "quality.key", tmp_path)
    assert run(argv) == 0
    (remembered,) = (tmp_path / "seen").iterdir()
    key = (remembered / "log.vkey").read_text()
    (remembered / "log.vkey").write_text(key.replace("nordlicht", "elsewhere"))
    assert run(argv) == 2
    assert "[K-411]" in capsys.readouterr().err


def test_a_reason_is_one_of_the_list(
    relay: RunningRelay, made: RecordedSession, keys: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An unknown reason is misuse, and says which there are."""
    assert run([*asked(relay, made.session, keys / "quality.key", tmp_path), "--reason", "because"]) == 2
    assert "routine" in capsys.readouterr().err


def test_keys_of_another_session_open_nothing(
    made: RecordedSession, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The customer's key file fits its own recording only."""
    shutil.copytree(made.folder, tmp_path / "out", ignore=shutil.ignore_patterns("log-key", "readers"))
    keys = tmp_path / "out" / "receipt.keys"
    keys.write_text(keys.read_text().replace(made.session, "A" * 22))
    argv = ["replay", "--recording", str(made.folder / "recording.mcap"), "--receipt-keys", str(keys)]
    assert run(argv) == 2
    assert "[K-410]" in capsys.readouterr().err
