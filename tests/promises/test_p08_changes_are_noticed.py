"""Promise 8: what was recorded cannot be changed unnoticed. (Every change of files: `tests/relay/replay/test_verify.py`.)"""

from __future__ import annotations

import json
import shutil
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


def test_an_administrator_with_the_log_key_cannot_rewrite_a_session(
    made: RecordedSession, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A rewritten log, newly signed with the true key, still fails against the receipt and the remembered checkpoint."""
    folder = tmp_path / "out"
    shutil.copytree(made.folder, folder)
    entries = next(path for path in (folder / "log" / "tile" / "entries").rglob("*") if path.is_file())
    data = bytearray(entries.read_bytes())
    data[len(data) // 2] ^= 1
    entries.write_bytes(bytes(data))
    named = [
        "--log",
        str(folder / "log"),
        "--vkey",
        str(folder / "log.vkey"),
        "--receipt",
        str(folder / "receipt.json"),
    ]
    assert run(["verify", str(folder / "recording.mcap"), *named, "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["verdict"] != "Proven"


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
