"""
A session's folder: what lies where, and how a live recording becomes a finished one.

    DATA/recordings/SESSION/live.mcap        while the session runs; 0600
                            recording.mcap   finished: the blob
                            wraps.json       wrapped keys, apart from the recording so that they can be deleted
                            salt             32 bytes, base64url: links grants to their log entries
                            afterwards.json  what the customer said once it was over; the words are sealed for readers
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mcap.reader import make_reader

from consent.encoding import b64u, unb64u
from protocol.errors import AttendedError, RecordingDamaged
from protocol.recording import Entry, SessionTree, decode
from relay.blobs import Blobs, HashingWriter
from relay.files import make_private_folder, sync_folder, write_durably
from relay.recorder import container
from relay.recorder.recovery import read_live

LIVE, FINISHED, WRAPS, SALT, AFTERWARDS = "live.mcap", "recording.mcap", "wraps.json", "salt", "afterwards.json"


@dataclass(frozen=True)
class Finished:
    """What the closing log entry says of a recording."""

    root: bytes
    entries: int
    size: int
    sha256: bytes


class Shelf:
    """All sessions' folders. Methods read and write files: call them in a thread where that may take long."""

    def __init__(self, folder: Path, blobs: Blobs) -> None:
        make_private_folder(folder)
        self._folder = folder
        self._blobs = blobs

    def folder(self, session: str) -> Path:
        """Give a session's folder."""
        return self._folder / session

    def live(self, session: str) -> Path:
        """Give the path of a session's live file."""
        return self.folder(session) / LIVE

    def begin(self, session: str, salt: bytes) -> Path:
        """Make a session's folder with its salt, durably, and give the path of the live file to be."""
        folder = self.folder(session)
        make_private_folder(folder)
        write_durably(folder / SALT, b64u(salt).encode())
        sync_folder(self._folder)
        return folder / LIVE

    def salt(self, session: str) -> bytes:
        """
        Read a session's salt.

        Raises:
            RecordingDamaged: It is missing or damaged.
        """
        try:
            return unb64u((self.folder(session) / SALT).read_text("ascii"))
        except (OSError, UnicodeDecodeError, AttendedError):
            raise RecordingDamaged(f"the salt of {session}") from None

    def add_wraps(self, session: str, epoch: int, wraps: list[dict[str, str]]) -> None:
        """Keep the wraps of one epoch, durably; those of an epoch that is there already stay as they are."""
        held = self.wraps(session)
        if any(wrap["epoch"] == epoch for wrap in held):
            return
        held += [{"epoch": epoch, **wrap} for wrap in wraps]
        write_durably(self.folder(session) / WRAPS, (json.dumps({"wraps": held}, indent=1) + "\n").encode())

    def wraps(self, session: str) -> list[dict[str, Any]]:
        """Read all wraps of a session."""
        try:
            held = json.loads((self.folder(session) / WRAPS).read_bytes())
        except FileNotFoundError:
            return []
        except (OSError, ValueError):
            raise RecordingDamaged(f"the wraps of {session}") from None
        return list(held["wraps"])

    def add_afterword(self, session: str, said: dict[str, Any]) -> None:
        """Keep what the customer said once it was over, durably: `token`, `words` or None, its log entry's `index`."""
        held = [*self.afterwards(session), said]
        body = json.dumps({"said": held}, indent=1)
        write_durably(self.folder(session) / AFTERWARDS, f"{body}\n".encode())

    def afterwards(self, session: str) -> list[dict[str, Any]]:
        """Read what the customer said once it was over, in the order in which it came."""
        try:
            held = json.loads((self.folder(session) / AFTERWARDS).read_bytes())
        except FileNotFoundError:
            return []
        except (OSError, ValueError):
            raise RecordingDamaged(f"what was said of {session}") from None
        return list(held["said"])

    def unfinished(self) -> list[str]:
        """Name the sessions whose recording was not finished."""
        return sorted(path.parent.name for path in self._folder.glob(f"*/{LIVE}"))

    def read(self, session: str) -> Iterator[tuple[Entry, int]]:
        """
        Read an unfinished recording's whole entries, each with where it ends in the file.

        Raises:
            RecordingDamaged: It is damaged beyond a torn end.
        """
        with (self.folder(session) / LIVE).open("rb") as file:
            yield from read_live(file)

    def finish(self, session: str, expected: bytes) -> Finished:
        """
        Make the finished file of a live one, whose tree must have the root `expected`.

        Raises:
            RecordingDamaged: What was written cannot be read back as it was.
            OSError: The store did not take it; the live file stays, so this can be tried again.
        """
        name = f"{session}/{FINISHED}"
        tree = SessionTree()
        with self._blobs.writer(name) as output:
            hashing = HashingWriter(output)
            container.finish(self._counted(session, tree), hashing)
        if tree.root() != expected:
            self._blobs.delete(name)
            raise RecordingDamaged(f"{session} reads back as something else")
        self._blobs.settle(name)
        return Finished(tree.root(), tree.entries, hashing.bytes, hashing.sha256())

    def drop_live(self, session: str) -> None:
        """Remove the live file once the finished one is in the log."""
        (self.folder(session) / LIVE).unlink(missing_ok=True)
        sync_folder(self.folder(session))

    def recording(self, session: str) -> tuple[int, Iterator[bytes]] | None:
        """Give a finished recording's size and bytes, or None."""
        name = f"{session}/{FINISHED}"
        size = self._blobs.size(name)
        return None if size is None else (size, self._blobs.pieces(name))

    def pairing(self, session: str) -> Iterator[bytes]:
        """Read the pairing messages of a finished recording; none where there is no recording."""
        name = f"{session}/{FINISHED}"
        if self._blobs.size(name) is None:
            return
        with closing(self._blobs.reader(name)) as file:
            for _schema, _channel, message in make_reader(file).iter_messages(topics=["pairing"]):
                yield decode(message.data).body

    def _counted(self, session: str, tree: SessionTree) -> Iterator[Entry]:
        for entry, _end in self.read(session):
            tree.add(entry)
            yield entry
