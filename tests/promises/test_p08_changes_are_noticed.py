"""Promise 8: what was recorded cannot be changed unnoticed (each change of files: `relay/replay/test_verify.py`)."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from random import Random

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from agent.desk.trust import refuse_rollback
from agent.receipt import check
from consent.encoding import b64u
from consent.errors import AttendedError
from consent.jws import SigningKey, sign
from consent.scopes import Scope
from consent.setting import verify_desk_document
from consent.withdrawal import ConsentWithdrawal
from protocol import checkpoint, note
from protocol.acknowledgement import verify_acknowledgement
from protocol.errors import RelayLogRolledBack
from protocol.merkle import leaf_hash
from protocol.messages.relay import Acknowledged
from relay.log.store import LogFolder
from relay.main import run
from tests.support.consent_scene import AGENT_KEY, SESSION, a_key
from tests.support.memory_relay import LOG_KEY, LOG_NAME, MemoryLog
from tests.support.pair import LOG_VKEY, Pair
from tests.support.recorded_session import RecordedSession

FOREIGN = note.SigningKey(LOG_NAME, Ed25519PrivateKey.from_private_bytes(bytes(32)))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> RecordedSession:
    """Play one session."""
    return RecordedSession(tmp_path_factory.mktemp("session") / "out")


def grant_and_answer(log: MemoryLog | None = None) -> tuple[str, Acknowledged]:
    """Give a signed grant and what a log answers to it."""
    pair = Pair().paired()
    grant = pair.scene.a_grant(Scope.VIEW)
    token = sign(grant, AGENT_KEY)
    return token, (log or MemoryLog()).acknowledge(token, grant, SESSION)


def test_a_forged_or_foreign_acknowledgement_is_not_believed() -> None:
    """By another log's key, for another document or session, or with one bit turned: the desk opens nothing by it."""
    token, good = grant_and_answer()
    verify_acknowledgement(good, token, SESSION, LOG_VKEY)
    _, forged = grant_and_answer(MemoryLog(FOREIGN))
    assert good.entry is not None
    assert good.proof is not None
    other = sign(Pair().paired().scene.a_grant(Scope.VIEW, Scope.REPORT), AGENT_KEY)
    dice = Random(8)
    spoiled = []
    for _ in range(60):
        name = dice.choice(("entry", "salt", "proof", "token_sha256"))
        text = str(getattr(good, name))
        at = dice.randrange(len(text))
        changed = text[:at] + dice.choice("ABCDabcd0123".replace(text[at], "")) + text[at + 1 :]
        spoiled.append(good.model_copy(update={name: changed}))
    for answer, about, session in ((forged, token, SESSION), (good, other, SESSION), (good, token, b64u(bytes(16)))):
        with pytest.raises(AttendedError):
            verify_acknowledgement(answer, about, session, LOG_VKEY)  # type: ignore[arg-type]
    for answer in (*spoiled, good.model_copy(update={"proof": None}), good.model_copy(update={"entry": None})):
        with pytest.raises(AttendedError):
            verify_acknowledgement(answer, token, SESSION, LOG_VKEY)


def test_a_log_that_was_rolled_back_is_refused() -> None:
    """A smaller log, or another of the same size, is not the log that was seen."""

    def shown(size: int, root: bytes) -> str:
        return checkpoint.sign(checkpoint.Checkpoint(LOG_NAME, size, root), LOG_KEY)

    seen = shown(9, leaf_hash(b"nine"))
    refuse_rollback(seen, shown(10, leaf_hash(b"ten")), LOG_VKEY)
    for smaller in (shown(8, leaf_hash(b"eight")), shown(9, leaf_hash(b"another nine"))):
        with pytest.raises(RelayLogRolledBack):
            refuse_rollback(seen, smaller, LOG_VKEY)


def rewritten(made: RecordedSession, tmp_path: Path, entries: Sequence[bytes]) -> Path:
    """Copy a session's files, with a log of these entries that the relay's own key has signed from the beginning."""
    folder = tmp_path / "out"
    shutil.copytree(made.folder, folder)
    shutil.rmtree(folder / "log")
    beside = tmp_path / "beside"
    beside.mkdir()
    log = LogFolder.create(folder / "log", LOG_KEY, beside)
    log.append(entries)
    log.close()
    return folder


def log_entries(made: RecordedSession, tmp_path: Path) -> list[bytes]:
    """Give the log's entries as they were written."""
    copy = tmp_path / "copy"
    shutil.copytree(made.folder, copy)
    log = LogFolder(copy / "log", LOG_KEY, copy / "log-key")
    entries = [log.entry(index) for index in range(log.size)]
    log.close()
    return entries


def verdict(folder: Path, capsys: pytest.CaptureFixture[str], *more: str) -> tuple[int, str]:
    """Run `verify` on recording and log; give its exit code and verdict."""
    named = ["--log", str(folder / "log"), "--vkey", str(folder / "log.vkey"), *more, "--json"]
    code = run(["verify", str(folder / "recording.mcap"), *named])
    return code, str(json.loads(capsys.readouterr().out)["verdict"])


def test_an_administrator_with_the_log_key_cannot_rewrite_the_past(
    made: RecordedSession, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A log rewritten from its first entry, signed with the true key, is whole in itself; a receipt shows the fraud."""
    entries = log_entries(made, tmp_path)
    first = entries[0].replace(b'"time":"2', b'"time":"1')
    assert first != entries[0]
    folder = rewritten(made, tmp_path, [first, *entries[1:]])
    assert verdict(folder, capsys) == (0, "Proven")
    assert verdict(folder, capsys, "--receipt", str(folder / "receipt.json")) == (1, "Not proven")
    seen = tmp_path / "seen"
    seen.write_text(made.checkpoints[-1])
    assert verdict(folder, capsys, "--seen", str(seen)) == (1, "Not proven")


def test_an_opening_that_was_taken_out_of_the_log_is_missed(
    made: RecordedSession, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A log cut back to before somebody opened the recording, signed anew, fails against a remembered checkpoint."""
    entries = log_entries(made, tmp_path)
    assert b'"opening"' in entries[-1]
    folder = rewritten(made, tmp_path, entries[:-1])
    assert verdict(folder, capsys)[0] == 0
    seen = tmp_path / "seen"
    seen.write_text(made.checkpoints[-1])
    assert verdict(folder, capsys, "--seen", str(seen)) == (1, "Not proven")


def test_a_receipt_that_was_edited_is_found(
    made: RecordedSession, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Any of a hundred edits of the receipt's bytes is found offline, without relay or key."""
    good, dice = (made.folder / "receipt.json").read_bytes(), Random(80)
    path = tmp_path / "receipt.json"
    path.write_bytes(good)
    assert check(path) == 0
    for _ in range(100):
        data = bytearray(good)
        data[dice.randrange(len(data))] ^= 1 << dice.randrange(7)
        path.write_bytes(bytes(data))
        try:
            assert check(path) != 0, data
        except AttendedError:
            continue
    capsys.readouterr()


def test_a_thief_of_the_disk_cannot_sign_for_the_customer() -> None:
    """The relay's disk holds no key of the session: a withdrawal or end by any other key is refused."""
    pair = Pair().paired()
    thief: SigningKey = a_key("thief")
    grant = pair.scene.a_grant(Scope.VIEW)
    claims = {**pair._of_session(), "iss": thief.verify_key.thumbprint}
    token = sign(ConsentWithdrawal(**claims, grant=grant.jti, scopes=(Scope.VIEW,), positions=()), thief)
    with pytest.raises(AttendedError):
        verify_desk_document(token, ConsentWithdrawal, pair.scene.setting)
