"""Files that outlive a power cut, and key files that only their owner reads."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path
from typing import Any

from protocol.errors import AlreadySetUp, FileTrouble, KeyFileDamaged, KeyFileShared, NotSetUp

PRIVATE = 0o600
PRIVATE_FOLDER = 0o700
_KEY_FILE_BYTES = 65_536


def make_private_folder(folder: Path) -> None:
    """Make a folder that only its owner enters; one that exists stays as it is."""
    folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)


def sync_folder(folder: Path) -> None:
    """Make names in a folder durable."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_durably(path: Path, data: bytes, mode: int = PRIVATE) -> None:
    """Replace a file's contents as a whole, or not at all."""
    fresh = path.with_name(f".{path.name}.new")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    fresh.rename(path)
    sync_folder(path.parent)


def write_new(path: Path, data: bytes, mode: int = PRIVATE) -> None:
    """
    Write a file that must not exist yet.

    Raises:
        AlreadySetUp: It exists; it was not touched.
    """
    if path.exists():
        raise AlreadySetUp(str(path))
    write_durably(path, data, mode)


def write_key(path: Path, kind: str, **parts: str) -> None:
    """
    Write a key file (0600): a JSON object that says what it is.

    Raises:
        AlreadySetUp: There is a key already; it was not touched.
    """
    write_new(path, (json.dumps({"kind": kind, **parts}, indent=1) + "\n").encode())


def read_key(path: Path, kind: str) -> dict[str, str]:
    """
    Read a key file of a kind.

    Raises:
        NotSetUp: There is none.
        KeyFileShared: Others can read it.
        KeyFileDamaged: Not such a file.
        FileTrouble: It cannot be read.
    """
    try:
        mode = path.stat().st_mode
        text = path.read_bytes()[:_KEY_FILE_BYTES]
    except FileNotFoundError:
        raise NotSetUp(str(path)) from None
    except OSError as wrong:
        raise FileTrouble(f"{path}: {wrong.strerror}") from None
    held = _object(text)
    if held is None:
        raise KeyFileDamaged(f"{path} is not a key file")
    whole = all(isinstance(value, str) for value in held.values())
    if not whole or held.get("kind") != kind:
        raise KeyFileDamaged(f"{path} is not the file of this kind of key ({kind})")
    if stat.S_IMODE(mode) & 0o077:
        raise KeyFileShared(f"chmod 600 {path}")
    return {name: value for name, value in held.items() if name != "kind"}


def _object(text: bytes) -> dict[str, Any] | None:
    try:
        held = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return held if isinstance(held, dict) else None
