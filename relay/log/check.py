"""
Check a log's folder offline: numbered checks in plain words, for `attended-relay verify` and for the relay's own start.

The folder must hold exactly `checkpoint` and the files of a log of that size (c2sp.org/tlog-tiles), the widest partial
tiles only: an older partial tile, an unknown file, a link or an empty folder is a change.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from protocol import checkpoint, merkle, note, tile_growth, tiles
from protocol.errors import CheckFailed, ConsistencyWrong, LogUnreadable, TileMalformed, TileWrong, TreeShrank
from relay.log.held import Held, demand_every_file, demand_no_other, hold


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was checked: its number and name, what holds (or does not), and where it broke."""

    number: int
    name: str
    words: str
    good: bool
    detail: str = ""


@dataclass(slots=True)
class _Inspection:
    """What the checks hand on to each other, in their order."""

    folder: Path
    key: note.VerifierKey
    seen: str | None
    quiet: AbstractContextManager[object]
    held: Held = field(init=False)
    head: checkpoint.Checkpoint = field(init=False)


def check_log(
    folder: Path,
    key: note.VerifierKey,
    seen: str | None = None,
    quiet: AbstractContextManager[object] | None = None,
) -> list[Check]:
    """
    Check a folder against its log's key, and against a checkpoint remembered from before.

    The list ends with the first check that failed; the log holds when all of them are good.

    Args:
        folder: The log's folder.
        key: The log's verifier key.
        seen: A signed checkpoint of this log, remembered or taken from a receipt.
        quiet: Entered while the folder is looked at; needed for a log in use, see `relay.log.store.quiet`.
    """
    state = _Inspection(folder, key, seen, quiet or nullcontext())
    checks: list[Check] = []
    for number, (name, words, look) in enumerate(_steps(seen), 1):
        try:
            checks.append(Check(number, name, words, good=True, detail=look(state)))
        except CheckFailed as failed:
            checks.append(
                Check(number, name, failed.words, good=False, detail=f"{failed.code} {failed.detail}".strip())
            )
            break
        except OSError as trouble:
            detail = f"{LogUnreadable.code} {trouble}"
            checks.append(Check(number, name, LogUnreadable.words, good=False, detail=detail))
            break
    return checks


_Step = tuple[str, str, Callable[[_Inspection], str]]


def _steps(seen: str | None) -> Iterator[_Step]:
    yield "checkpoint", "The checkpoint is signed by the log's key.", _signed
    yield "missing", "Every file that a log of this size has is there.", _nothing_missing
    yield "added", "There is no file that does not belong to the log.", _nothing_added
    yield "entries", "Every entry is the one that was hashed, and every hash follows from the entries.", _rebuilt
    yield "root", "All entries together are what the log has signed.", _same_root
    if seen is None:
        words = "Nothing was remembered to compare with: a log rolled back as a whole would not show."
        yield "history", words, lambda _: ""
    else:
        yield "history", "The log only grew since the checkpoint that was remembered.", _one_history


def _signed(state: _Inspection) -> str:
    with state.quiet:
        state.held = hold(state.folder)
    state.head = checkpoint.verify(state.held.checkpoint, state.key)
    return f"{state.head.origin}, {state.head.size} entries"


def _nothing_missing(state: _Inspection) -> str:
    demand_every_file(state.held, state.head.size)
    return ""


def _nothing_added(state: _Inspection) -> str:
    demand_no_other(state.held, state.head.size)
    return f"{len(state.held.files)} files"


def _rebuilt(state: _Inspection) -> str:
    for tile, data in tile_growth.build(_entries(state.held, state.head.size)):
        if tile.level != tiles.ENTRIES and state.held.read(tile) != data:
            raise TileWrong(tile.path)
    return ""


def _same_root(state: _Inspection) -> str:
    if _root(state, state.head.size) != state.head.root:
        raise TileWrong("the root")
    return ""


def _one_history(state: _Inspection) -> str:
    remembered = checkpoint.verify((state.seen or "").encode(), state.key)
    if remembered.size > state.head.size:
        raise TreeShrank(f"{remembered.size} entries before, {state.head.size} now")
    if _root(state, remembered.size) != remembered.root:
        raise ConsistencyWrong(f"at {remembered.size} entries")
    return f"{remembered.size} entries then, {state.head.size} now"


def _root(state: _Inspection, size: int) -> bytes:
    return merkle.root(size, tiles.node_reader(state.head.size, state.held.read))


def _entries(held: Held, size: int) -> Iterator[bytes]:
    for tile in tiles.tiles_of(size):
        if tile.level != tiles.ENTRIES:
            return  # the bundles come first
        try:
            yield from tiles.read_bundle(held.read(tile), tile.width)
        except TileMalformed as failed:
            raise TileMalformed(f"{tile.path}: {failed.detail}") from None
