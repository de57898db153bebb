"""A relay's data folder that holds a finished session, as if it had been recorded there."""

from __future__ import annotations

import json
import shutil
import time
from hashlib import sha256
from pathlib import Path

from consent.encoding import b64u
from consent.jws import sign
from relay.files import write_key
from relay.main import run
from tests.support.consent_scene import DAY, ORGANISATION_KEY, a_directory
from tests.support.recorded_session import LOG_KEY, RecordedSession


def seed(made: RecordedSession, data: Path) -> None:
    """Set up a relay in `data` and lay the session, its log and its organisation into it."""
    assert run(["init", "--data", str(data)]) == 0
    for name in ("log", "log-key"):
        shutil.rmtree(data / name)
        shutil.copytree(made.folder / name, data / name)
    log_seed = LOG_KEY.private.private_bytes_raw()
    write_key(data / "log-key" / "log.key", "attended-log-key", name=LOG_KEY.name, seed=b64u(log_seed))
    (data / "directory.key").unlink()
    write_key(data / "directory.key", "attended-directory-key", seed=b64u(sha256(b"directory").digest()))
    published = data / "organisation" / "published"
    published.mkdir(parents=True)
    now = int(time.time())
    directory = sign(a_directory(iat=now, exp=now + 30 * DAY), ORGANISATION_KEY)
    (published / "policy.jws").write_text(made.policy)
    (published / "directory.jws").write_text(directory)
    (published / "organisation.json").write_text(json.dumps(ORGANISATION_KEY.verify_key.jwk()))
    folder = data / "recordings" / made.session
    folder.mkdir(parents=True)
    for name in ("recording.mcap", "wraps.json", "salt"):
        shutil.copyfile(made.folder / name, folder / name)
