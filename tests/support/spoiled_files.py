"""One change to a finished recording, its log or its receipt, drawn at random; and the words that must find it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

from consent.canonical import canonical, parse_canonical
from protocol import checkpoint, merkle, tile_growth, tiles
from protocol.recording import Entry
from relay.log.held import hold
from relay.replay.sources import read_verifier_key
from tests.support.recorded_session import LOG_KEY, finished


@dataclass
class Folder:
    """A copy of a session's files that may be spoiled; `entries` are the recording's."""

    path: Path
    entries: tuple[Entry, ...]
    dice: Random

    @property
    def recording(self) -> Path:
        """Give the recording's path."""
        return self.path / "recording.mcap"

    @property
    def log(self) -> Path:
        """Give the log's folder."""
        return self.path / "log"

    def log_files(self) -> list[Path]:
        """Give the log's files."""
        return sorted(path for path in self.log.rglob("*") if path.is_file())

    def log_entries(self) -> list[bytes]:
        """Give the log's entries."""
        held = hold(self.log)
        size = checkpoint.verify(held.checkpoint, read_verifier_key(self.path / "log.vkey")).size
        bundles = (tile for tile in tiles.tiles_of(size) if tile.level == tiles.ENTRIES)
        return [entry for tile in bundles for entry in tiles.read_bundle(held.read(tile), tile.width)]

    def rewrite(self, entries: list[Entry], *, number: bool) -> None:
        """Write the recording anew from these entries, numbered as they stand or as they were."""
        if number:
            entries = [replace(entry, index=index) for index, entry in enumerate(entries)]
        self.recording.write_bytes(finished(entries))

    def write_log(self, entries: list[bytes], signed: str | None = None) -> None:
        """Write the log anew from these entries; without `signed`, its own key signs it as an insider could."""
        shutil.rmtree(self.log)
        self.log.mkdir()
        for tile, data in tile_growth.build(iter(entries)):
            path = self.log / tile.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        if signed is None:
            root = merkle.Tree([merkle.leaf_hash(entry) for entry in entries]).root()
            signed = checkpoint.sign(checkpoint.Checkpoint(LOG_KEY.name, len(entries), root), LOG_KEY)
        (self.log / "checkpoint").write_text(signed)


Change = Callable[[Folder], str]
"""Makes one change and says which; its docstring's name is what a failing test prints."""


def flip_recording(folder: Folder) -> str:
    """Turn a bit of the recording."""
    return _flip(folder.recording, folder.dice)


def flip_log(folder: Folder) -> str:
    """Turn a bit of a file of the log."""
    return _flip(folder.dice.choice(folder.log_files()), folder.dice)


def flip_receipt(folder: Folder) -> str:
    """Turn a bit of the receipt."""
    return _flip(folder.path / "receipt.json", folder.dice)


def flip_beside(folder: Folder) -> str:
    """Turn a bit of a file beside the receipt."""
    return _flip(folder.path / folder.dice.choice(["receipt.proof", "receipt.leaf", "receipt.keys"]), folder.dice)


def flip_log_key(folder: Folder) -> str:
    """Turn a bit of the log's verifier key."""
    return _flip(folder.path / "log.vkey", folder.dice)


def flip_wraps(folder: Folder) -> str:
    """Exchange a letter of a wrapped key."""
    path = folder.path / "wraps.json"
    text = path.read_text()
    at = text.index('"wrapped": "') + 20 + folder.dice.randrange(1000)
    path.write_text(text[:at] + ("A" if text[at] != "A" else "B") + text[at + 1 :])
    return f"wraps at {at}"


def remove_entry(folder: Folder) -> str:
    """Take an entry out."""
    entries, at = list(folder.entries), folder.dice.randrange(len(folder.entries))
    del entries[at]
    folder.rewrite(entries, number=folder.dice.random() < 0.7)
    return f"without entry {at}"


def repeat_entry(folder: Folder) -> str:
    """Put an entry in twice."""
    entries, at = list(folder.entries), folder.dice.randrange(len(folder.entries))
    entries.insert(folder.dice.randrange(at, len(entries)) + 1, entries[at])
    folder.rewrite(entries, number=folder.dice.random() < 0.7)
    return f"entry {at} twice"


def reorder_entries(folder: Folder) -> str:
    """Let two entries change places."""
    entries = list(folder.entries)
    one, other = sorted(folder.dice.sample(range(len(entries)), 2))
    entries[one], entries[other] = entries[other], entries[one]
    folder.rewrite(entries, number=folder.dice.random() < 0.7)
    return f"entries {one} and {other} exchanged"


def cut_recording(folder: Folder) -> str:
    """Cut the file off, or end the recording early in good form."""
    if folder.dice.random() < 0.5:
        data = folder.recording.read_bytes()
        at = folder.dice.randrange(len(data))
        folder.recording.write_bytes(data[:at])
        return f"{at} bytes of {len(data)}"
    count = folder.dice.randrange(1, len(folder.entries))
    folder.rewrite(list(folder.entries[:count]), number=False)
    return f"{count} entries"


def lengthen_recording(folder: Folder) -> str:
    """Append bytes to the file, or records that hold no entry."""
    data = folder.recording.read_bytes()
    if folder.dice.random() < 0.5:
        folder.recording.write_bytes(data + folder.dice.randbytes(folder.dice.randrange(1, 40)))
        return "bytes behind the end"
    metadata = b"\x0c" + (8).to_bytes(8, "little") + bytes(8)
    at = 8 + 1 + 8 + int.from_bytes(data[9:17], "little")
    folder.recording.write_bytes(data[:at] + metadata + data[at:])
    return "a metadata record"


def change_metadata(folder: Folder) -> str:
    """Change what an entry's header says, with the container following suit."""
    entries, at = list(folder.entries), folder.dice.randrange(len(folder.entries))
    old = entries[at]
    changes: list[dict[str, Any]] = [
        {"time": old.time + folder.dice.randrange(1, 10_000)},
        {"kid": old.kid ^ 1 << folder.dice.randrange(7)},
        {"counter": old.counter + 1},
        {"body": old.body + b"\0"},
    ]
    change = folder.dice.choice(changes)
    entries[at] = replace(old, **change)
    try:
        folder.rewrite(entries, number=False)
    except (IndexError, KeyError):  # a channel without a topic cannot be written at all
        entries[at] = replace(old, time=old.time + 1)
        folder.rewrite(entries, number=False)
    return f"entry {at}: {sorted(change)}"


def roll_back(folder: Folder) -> str:
    """Put back a state of the whole log that is older than the receipt, signed as it was then."""
    states = (folder.path / "checkpoints").read_text().split("\0")
    count = folder.dice.randrange(1, len(states) - 1)  # the last but one is the receipt's own
    signed = states[count - 1]
    folder.write_log(folder.log_entries()[:count], signed)
    return f"{count} entries of the log"


def rewrite_log(folder: Folder) -> str:
    """Write another history and sign it with the log's own key."""
    entries = folder.log_entries()
    at = folder.dice.randrange(len(entries) - 1)  # all but the last were seen by the receipt
    facts = parse_canonical(entries[at], 65_535)
    entries[at] = canonical({**facts, "time": "2026-03-01T09:01Z"})
    folder.write_log(entries)
    return f"log entry {at}, signed anew"


def change_log_entry(folder: Folder) -> str:
    """Change, add or remove an entry of the log under the old signature."""
    entries, signed = folder.log_entries(), (folder.log / "checkpoint").read_text()
    at = folder.dice.randrange(len(entries))
    how = folder.dice.randrange(3)
    if how == 0:
        entries[at] = canonical({**parse_canonical(entries[at], 65_535), "time": "2026-03-01T09:01Z"})
    elif how == 1:
        entries.insert(at, entries[at])
    else:
        del entries[at]
    folder.write_log(entries, signed)
    return f"log entry {at}, way {how}"


def replace_tile(folder: Folder) -> str:
    """Put another file of the same length in a tile's place."""
    tile = folder.dice.choice([path for path in folder.log_files() if path.name != "checkpoint"])
    tile.write_bytes(folder.dice.randbytes(tile.stat().st_size))
    return f"{tile.name} replaced"


def add_file(folder: Folder) -> str:
    """Lay something into the log's folder."""
    names = ["README", "tile/0/000", "tile/0/x001/000", "tile/entries/001", "checkpoint.bak", "tile/1/000.p/1", ".x"]
    names += ["tile/0/000.p/1", "tile/entries/000.p/2"]
    path = folder.log / folder.dice.choice(names)
    path.parent.mkdir(parents=True, exist_ok=True)
    kind = folder.dice.randrange(3)
    if kind == 0:
        path.write_bytes(folder.dice.randbytes(folder.dice.randrange(64)))
    elif kind == 1:
        path.symlink_to("/etc/hostname")
    else:
        path.mkdir()
    return f"{path.name} added, way {kind}"


def remove_file(folder: Folder) -> str:
    """Take a file out of the log's folder."""
    path = folder.dice.choice(folder.log_files())
    path.unlink()
    return f"{path.name} removed"


def change_receipt(folder: Folder) -> str:
    """Change a field of the receipt and write it in good form."""
    path = folder.path / "receipt.json"
    held = parse_canonical(path.read_bytes(), 8 * 2**20)
    name = folder.dice.choice(sorted(held))
    value = held[name]
    if isinstance(value, str):
        held[name] = value[:-1] + ("A" if value[-1:] != "A" else "B")
    elif isinstance(value, int):
        held[name] = value + 1
    elif isinstance(value, list):
        held[name] = value[:-1]
    elif name == "closing":
        held[name] = {**value, "entries": value["entries"] + 1}
    elif name == "record":
        held[name] = {**value, "purpose": "something else"}
    else:
        held[name] = {**value, "x": held["technician_key" if name != "technician_key" else "agent_key"]["x"]}
    path.write_bytes(canonical(held))
    return f"receipt: {name}"


def _flip(path: Path, dice: Random) -> str:
    data = bytearray(path.read_bytes())
    bit = dice.randrange(len(data) * 8)
    data[bit // 8] ^= 1 << bit % 8
    path.write_bytes(data)
    return f"bit {bit} of {path.name}"


_FILE = {"file", "closing", "entries", "pairing", "documents", "coverage", "statements", "rules", "in the log"}
_RECEIPT = {"receipt: file", "receipt: signature"}
_LOG = {"log: checkpoint", "log: missing", "log: added", "log: entries", "log: root"}
_HISTORY = {"log: history"}

CHANGES: dict[Change, set[str]] = {
    flip_recording: _FILE,
    flip_log: _LOG,
    flip_receipt: _RECEIPT,
    flip_beside: {"receipt: files"},
    flip_log_key: {"log: key"},
    flip_wraps: {"keys"},
    remove_entry: _FILE,
    repeat_entry: _FILE,
    reorder_entries: _FILE,
    cut_recording: _FILE,
    lengthen_recording: {"file", "closing"},
    change_metadata: _FILE,
    roll_back: _HISTORY,
    rewrite_log: _HISTORY,
    change_log_entry: _LOG,
    replace_tile: _LOG,
    add_file: _LOG,
    remove_file: _LOG,
    change_receipt: _RECEIPT,
}
"""Every way to spoil the files, and the checks of which the first to fail must be one."""
