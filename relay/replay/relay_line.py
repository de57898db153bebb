"""What a reader's machine asks of a relay over HTTP: who it is, an opening, the sealed recording, the log."""

from __future__ import annotations

import http.client
import json
import shutil
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

from protocol import checkpoint, limits, tiles
from protocol.errors import CATALOGUE, AttendedError, RelayAnswerWrong
from protocol.note import VerifierKey
from protocol.well_known import WellKnown, parse
from relay.settings import LOOPBACK

_SECONDS = 30
_ANSWER_BYTES = 8 * 2**20
_LOG_FILE_BYTES = 256 * (limits.LOG_ENTRY_BYTES + 2)


@dataclass(frozen=True)
class Handed:
    """What a relay hands to a reader once the opening is in its log."""

    wraps: list[dict[str, Any]]
    recording: str
    ticket: str
    log_pass: str
    afterwards: list[dict[str, Any]] = field(default_factory=list)
    """What the customer said once it was over, sealed."""


class RelayLine:
    """One relay, by its address."""

    def __init__(self, address: str) -> None:
        """
        Take an address such as `https://relay.example`.

        Raises:
            RelayAnswerWrong: It is none, or would go in clear over a network.
        """
        parts = urlsplit(address if "://" in address else f"https://{address}")
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise RelayAnswerWrong(f"{address} is no address")
        if parts.scheme == "http" and parts.hostname not in LOOPBACK:
            raise RelayAnswerWrong(f"{address}: without encryption only on this machine")
        self.origin = f"{parts.scheme}://{parts.netloc}"

    def well_known(self) -> WellKnown:
        """
        Ask who the relay and its organisation are.

        Raises:
            RelayAnswerWrong, NotARelay: No answer, or not a relay's; or a relay of another address.
        """
        said = parse(self._ask("/.well-known/attended"))
        if said.origin != self.origin:
            raise RelayAnswerWrong(f"{said.origin} answers at {self.origin}")
        return said

    def open(self, session: str, request: str) -> Handed:
        """
        Hand in a signed opening-request.

        Raises:
            AttendedError: The relay's own refusal, or that it did not answer as a relay does.
        """
        body = json.dumps({"session": session, "request": request}).encode()
        answer = self._ask("/api/openings", body)
        try:
            held = json.loads(answer)
            wraps, said = ([dict(each) for each in held.get(name, ())] for name in ("wraps", "afterwards"))
            return Handed(wraps, held["recording"], held["ticket"], held["log_pass"], said)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise RelayAnswerWrong("no opening") from None

    def fetch_recording(self, handed: Handed, path: Path) -> None:
        """Fetch the sealed recording into a file."""
        with self._asked(handed.recording, ticket=handed.ticket) as answer, path.open("xb") as file:
            shutil.copyfileobj(answer, file)

    def fetch_log(self, handed: Handed, key: VerifierKey, folder: Path) -> None:
        """
        Fetch the whole log into a folder, as it is at its present checkpoint.

        Raises:
            CheckFailed: The checkpoint is not the log's.
            RelayAnswerWrong: A file of it cannot be had.
        """
        signed = self._ask("/log/checkpoint", ticket=handed.log_pass)
        folder.mkdir()
        (folder / "checkpoint").write_bytes(signed)
        for tile in tiles.tiles_of(checkpoint.verify(signed, key).size):
            path = folder / tile.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(self._ask(f"/log/{tile.path}", ticket=handed.log_pass, most=_LOG_FILE_BYTES))

    def _ask(self, path: str, body: bytes | None = None, *, ticket: str = "", most: int = _ANSWER_BYTES) -> bytes:
        with self._asked(path, body, ticket=ticket) as answer:
            data = answer.read(most + 1)
        if len(data) > most:
            raise RelayAnswerWrong(f"{path}: more than {most} bytes")
        return data

    def _asked(self, path: str, body: bytes | None = None, *, ticket: str = "") -> IO[bytes]:
        headers = {"Authorization": f"Bearer {ticket}"} if ticket else {}
        if body is not None:
            headers["Content-Type"] = "application/json"
        if not path.startswith("/"):
            raise RelayAnswerWrong(path)
        request = urllib.request.Request(self.origin + path, body, headers)  # noqa: S310 - http or https, see above
        try:
            answer: IO[bytes] = urllib.request.urlopen(request, timeout=_SECONDS)  # noqa: S310 - as above
        except urllib.error.HTTPError as refused:
            with refused:
                raise _told(refused) from None
        except (OSError, ValueError, http.client.HTTPException) as wrong:
            raise RelayAnswerWrong(f"{self.origin}: {_why(wrong)}") from None
        return answer


def _why(wrong: Exception) -> str:
    reason = wrong.reason if isinstance(wrong, urllib.error.URLError) else wrong
    return (reason.strerror if isinstance(reason, OSError) else None) or "no answer that can be read"


def _told(refused: urllib.error.HTTPError) -> AttendedError:
    """Give the relay's own error, where it says one that we know."""
    try:
        said = json.loads(refused.read(4096))
        return CATALOGUE[said["code"]]("the relay says so")
    except (ValueError, KeyError, TypeError, OSError):
        return RelayAnswerWrong(f"{refused.url}: {refused.code}")
