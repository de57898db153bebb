"""
What a check works on, and where it lies.

In a relay's data folder everything has its place; in a folder that was handed out, wraps and salt may lie beside the
recording under the same names, or be gone: both are outside recording and log so that they can be erased.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from consent.encoding import unb64u
from consent.jws import Jwk, VerifyKey
from protocol.errors import AttendedError, NothingToCheck
from protocol.note import VerifierKey, parse_verifier_key
from protocol.receipt import Receipt, read_receipt
from relay.organisation.keys import read_log_key
from relay.recorder.shelf import FINISHED, LIVE, SALT, WRAPS
from relay.replay.logfacts import checkpoint_in

_SMALL = 2**20
_LARGE = 32 * 2**20


@dataclass(frozen=True)
class Sources:
    """What was given. `session` is known where a recording was named by it."""

    recording: Path | None = None
    session: str | None = None
    log: Path | None = None
    log_key: VerifierKey | None = None
    organisation_key: VerifyKey | None = None
    receipt: Receipt | None = None
    receipt_file: Path | None = None
    seen: tuple[str, ...] = ()
    beside: Path | None = None
    """The folder in which wraps and salt lie, if they do."""
    is_live: bool = False
    """The session still runs, or the relay broke off: there is no finished recording yet."""
    erased: bool = field(default=False)

    def salt(self) -> bytes | None:
        """Give the salt that links documents to their log entries; None when it is not here or was erased."""
        path = self.beside / SALT if self.beside else None
        if path is not None and path.is_file():
            try:
                return unb64u(read(path, _SMALL).decode("ascii").strip())
            except (AttendedError, UnicodeDecodeError):
                return b""
        salts = [held.salt for held in self.receipt.documents if held.salt] if self.receipt else []
        return unb64u(salts[0]) if salts else None

    def wraps(self) -> list[dict[str, Any]] | None:
        """Give the wrapped keys beside the recording; None when they are not here or were erased."""
        path = self.beside / WRAPS if self.beside else None
        if path is None or not path.is_file():
            return None
        try:
            held = json.loads(read(path, _LARGE))["wraps"]
            return [dict(wrap) for wrap in held]
        except (ValueError, KeyError, TypeError, RecursionError):
            return []

    def with_receipt(self, path: Path) -> Sources:
        """
        Add a receipt.

        Raises:
            NothingToCheck: There is no such file.
            ReceiptMalformed: It is not one.
        """
        receipt = read_receipt(read(path, _LARGE))
        key = self.organisation_key
        if key is None:
            try:
                key = VerifyKey.from_jwk(receipt.organisation_key)
            except AttendedError:
                key = None
        return replace(self, receipt=receipt, receipt_file=path, organisation_key=key)

    def with_seen(self, path: Path) -> Sources:
        """
        Add a checkpoint that was seen before.

        Raises:
            NothingToCheck: There is no such file.
            CheckFailed: It is not one.
        """
        return replace(self, seen=(*self.seen, checkpoint_in(read(path, _SMALL))))


def of_files(recording: Path | None, log: Path | None, log_key: Path | None) -> Sources:
    """
    Work on files that were handed out.

    Raises:
        NothingToCheck: One that was named is not there.
        VerifierKeyMalformed: The log's key is not one.
    """
    for path in (recording, log, log_key):
        if path is not None and not path.exists():
            raise NothingToCheck(str(path))
    if recording is None and log is None:
        raise NothingToCheck("neither a recording nor a log")
    if log is not None and log_key is None:
        raise NothingToCheck("a log without its key (--vkey)")
    key = None if log_key is None else read_verifier_key(log_key)
    return Sources(recording=recording, log=log, log_key=key, beside=recording.parent if recording else None)


def of_session(data: Path, session: str) -> Sources:
    """
    Work on a session in a relay's data folder.

    Raises:
        NothingToCheck: There is no such session or no such folder.
    """
    folder = data / "recordings" / session
    if session not in sessions_in(data):
        raise NothingToCheck(f"no session {session} in {data}")
    recording = folder / FINISHED
    is_live = not recording.is_file() and (folder / LIVE).is_file()
    return replace(
        of_data(data),
        recording=recording if recording.is_file() else None,
        session=session,
        beside=folder,
        is_live=is_live,
    )


def of_data(data: Path) -> Sources:
    """
    Work on the log of a relay's data folder.

    Raises:
        NothingToCheck: There is none.
    """
    if not (data / "log").is_dir():
        raise NothingToCheck(f"no relay in {data}")
    return Sources(log=data / "log", log_key=read_log_key(data).verifier, organisation_key=_organisation_key(data))


def sessions_in(data: Path) -> list[str]:
    """Name the sessions that have a folder."""
    folder = data / "recordings"
    return sorted(path.name for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []


def read_verifier_key(path: Path) -> VerifierKey:
    """
    Read a file that holds a log's verifier key on one line.

    Raises:
        VerifierKeyMalformed: It does not.
    """
    try:
        return parse_verifier_key(read(path, _SMALL).decode("utf-8").strip("\n"))
    except UnicodeDecodeError:
        return parse_verifier_key("")


def read(path: Path, limit: int) -> bytes:
    """
    Read a small file.

    Raises:
        NothingToCheck: It is not there, or cannot be read.
    """
    try:
        with path.open("rb") as file:
            return file.read(limit + 1)[: limit + 1]
    except OSError as wrong:
        raise NothingToCheck(f"{path}: {wrong.strerror}") from None


def _organisation_key(data: Path) -> VerifyKey | None:
    try:
        jwk = Jwk.model_validate_json((data / "organisation" / "published" / "organisation.json").read_bytes())
        return VerifyKey.from_jwk(jwk)
    except (OSError, ValidationError, AttendedError):
        return None
