"""The log's folder: what an append leaves behind, and what no crash, no full disk and no restored copy can do to it."""

from __future__ import annotations

import errno
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from protocol import checkpoint, merkle, note, proof, tile_growth, tiles
from protocol.errors import (
    AttendedError,
    EntryTooLong,
    LogAlreadyThere,
    LogDamaged,
    LogInUse,
    LogMissing,
    LogNotWritten,
    LogRolledBack,
    ProofShapeWrong,
    TilePathUnknown,
)
from relay.log.check import check_log
from relay.log.disk import Disk, locked
from relay.log.memory import WRITING
from relay.log.store import LogFolder, quiet

KEY = note.SigningKey("relay.example/log", Ed25519PrivateKey.from_private_bytes(bytes(range(32))))


def entries(start: int, end: int) -> list[bytes]:
    """Give the entries with these numbers."""
    return [f"entry {number}".encode() for number in range(start, end)]


class QuickDisk(Disk):
    """A disk that never waits for the platters: the tests fail the power themselves."""

    def write(self, path: Path, data: bytes) -> None:
        """Write as the real one does, without waiting."""
        with path.open("xb") as file:
            file.write(data)

    def sync(self, folder: Path) -> None:
        """Wait for nothing."""


class Places:
    """Where one log and what is remembered of it lie."""

    def __init__(self, above: Path) -> None:
        """Make the folder that the key lies in."""
        self.folder, self.beside = above / "log", above / "keys"
        self.beside.mkdir(parents=True)

    def create(self, disk: Disk | None = None) -> LogFolder:
        """Begin the log."""
        return LogFolder.create(self.folder, KEY, self.beside, disk or QuickDisk())

    def open(self, disk: Disk | None = None) -> LogFolder:
        """Go on with the log."""
        return LogFolder(self.folder, KEY, self.beside, disk or QuickDisk())

    def with_entries(self, *batches: int) -> Places:
        """Begin the log, add batches of these lengths, and close it."""
        log = self.create()
        for batch in batches:
            log.append(entries(log.size, log.size + batch))
        log.close()
        return self

    def on_disk(self) -> dict[str, bytes]:
        """Every file of the log's folder."""
        found = (path for path in sorted(self.folder.rglob("*")) if path.is_file())
        return {path.relative_to(self.folder).as_posix(): path.read_bytes() for path in found}


@pytest.fixture
def places(tmp_path: Path) -> Places:
    """Give an empty place."""
    return Places(tmp_path)


def assert_holds(places: Places, size: int) -> None:
    """Demand that the log opens, holds exactly these entries, and grows."""
    log = places.open()
    assert log.size == size
    files = places.on_disk()
    assert checkpoint.verify(files.pop("checkpoint"), KEY.verifier).size == size
    assert files == {tile.path: data for tile, data in tile_growth.build(entries(0, size))}
    assert [check.good for check in check_log(places.folder, KEY.verifier, log.checkpoint())] == [True] * 6
    log.append(entries(size, size + 1))
    assert proof.verify(log.proof(size).encode(), entries(size, size + 1)[0], KEY.verifier).size == size + 1
    log.close()


def size_after_crash(places: Places) -> int:
    """Open the log as after a restart, and say how much it holds."""
    log = places.open()
    log.close()
    return log.size


@pytest.mark.parametrize("batches", [(), (1,), (3, 4), (255, 1, 1), (256,), (300, 300), (1, 2, 3, 600)])
def test_the_folder_is_that_of_a_log_of_its_size(places: Places, batches: tuple[int, ...]) -> None:
    """Whatever the batches were, the folder holds the files of the size and no other, and opens again."""
    places.with_entries(*batches)

    assert_holds(places, sum(batches))


def test_an_append_says_where_its_entries_stand(places: Places) -> None:
    """The first index, the size and a checkpoint that the key signed."""
    log = places.create()
    log.append(entries(0, 5))

    appended = log.append(entries(5, 8))

    assert (appended.first_index, appended.size) == (5, 8)
    assert checkpoint.verify(appended.checkpoint_text.encode(), KEY.verifier).size == 8
    assert appended.checkpoint_text == log.checkpoint()
    assert log.append([]).size == 8
    log.close()


def test_every_entry_is_proven_and_every_size_is_consistent(places: Places) -> None:
    """Proofs hold for their entries; each earlier size proves to be the beginning."""
    log = places.create()
    roots = [merkle.EMPTY_ROOT]
    for number in range(40):
        text = log.append(entries(number, number + 1)).checkpoint_text
        roots.append(checkpoint.verify(text.encode(), KEY.verifier).root)

    for index in range(40):
        assert log.entry(index) == entries(index, index + 1)[0]
        proof.verify(log.proof(index).encode(), log.entry(index), KEY.verifier)
    for old in range(1, 41):
        merkle.verify_consistency(old, 40, log.consistency(old), roots[old], roots[40])
    log.close()


@pytest.mark.parametrize("size", [0, 1, 256, 600])
def test_entries_are_read_from_the_newest(places: Places, size: int) -> None:
    """All of them, also while the log grows; and a changed bundle is not handed out."""
    log = places.create()
    log.append(entries(0, size))
    read = []
    for index, entry in log.backwards():
        read.append((index, entry))
        if index == size // 2:
            log.append(entries(log.size, log.size + 1))
    assert read == list(enumerate(entries(0, size)))[::-1]
    log.close()


def test_a_changed_bundle_is_not_read_from(places: Places) -> None:
    """What was not hashed is not told."""
    log = places.create()
    log.append(entries(0, 3))
    path = places.folder / "tile/entries/000.p/3"
    path.write_bytes(path.read_bytes()[:-1] + b"?")

    with pytest.raises(LogDamaged):
        next(log.backwards())
    log.close()


def test_what_the_log_does_not_hold_is_refused_in_words(places: Places) -> None:
    """An entry, a proof or a size beyond the log has one error; an entry too long adds nothing."""
    log = places.create()
    log.append(entries(0, 3))

    for ask in (lambda: log.entry(3), lambda: log.proof(-1), lambda: log.consistency(4)):
        with pytest.raises(ProofShapeWrong):
            ask()
    with pytest.raises(EntryTooLong):
        log.append([b"good", bytes(65_536)])
    assert log.size == 3
    log.close()


def test_older_partial_tiles_are_still_served(places: Places) -> None:
    """Tlog-tiles: partial tiles of any size that was signed are served, though wider ones lie on the disk."""
    log = places.create()
    log.append(entries(0, 300))
    for tile, data in tile_growth.build(entries(0, 7)):
        assert log.tile(tile.path) == data
    assert log.tile("tile/0/001.p/44") == log.tile("tile/0/001.p/44")

    for path in ("tile/0/001", "tile/0/001.p/45", "tile/1/000.p/2", "tile/2/000.p/1", "tile/0/../../checkpoint"):
        with pytest.raises(TilePathUnknown):
            log.tile(path)
    log.close()


def test_a_log_is_begun_once(places: Places) -> None:
    """Neither a folder with something in it nor a key that has signed begins a log."""
    places.with_entries(2)
    with pytest.raises(LogAlreadyThere):
        places.create()

    shutil.rmtree(places.folder)
    with pytest.raises(LogAlreadyThere):
        places.create()
    with pytest.raises(LogDamaged):
        places.open()


def test_a_folder_that_nothing_is_remembered_of_is_refused(places: Places) -> None:
    """Losing the memory is not a way to sign a second history."""
    places.with_entries(2)
    (places.beside / "log.signed").unlink()

    with pytest.raises(LogMissing):
        places.open()
    with pytest.raises(LogAlreadyThere):
        places.create()


def test_only_one_process_writes(places: Places) -> None:
    """A log that is open is not opened again, and can be once it is closed."""
    log = places.create()
    with pytest.raises(LogInUse):
        places.open()
    log.close()
    places.open().close()


def test_a_checker_looks_between_two_states_only(places: Places) -> None:
    """Looking and writing take turns."""
    log = places.create()
    log.append(entries(0, 5))

    assert all(check.good for check in check_log(places.folder, KEY.verifier, None, quiet(places.beside)))
    log.append(entries(5, 6))
    log.close()


def test_an_append_that_returned_early_is_in_the_log_whatever_comes(places: Places, tmp_path: Path) -> None:
    """Signed is added: it is proven before the folder is tidied, checkers wait for that, a crash loses nothing."""
    log = places.create(QuickDisk())
    log.append(entries(0, 3))
    early = log.append(entries(3, 5), finish=False)
    with pytest.raises(LogInUse), locked(places.beside / WRITING, wait=False, shared=True):
        pass
    assert proof.verify(log.proof(4).encode(), b"entry 4", KEY.verifier)
    crashed = Places(tmp_path / "crashed")
    shutil.copytree(places.folder, crashed.folder)
    shutil.copytree(places.beside, crashed.beside, dirs_exist_ok=True)
    log.finish()
    log.finish()  # there is nothing more to do

    with quiet(places.beside):
        assert all(check.good for check in check_log(places.folder, KEY.verifier, early.checkpoint_text))
    log.append(entries(5, 6), finish=False)
    assert log.append(entries(6, 7)).size == 7
    log.close()
    for there, size in ((places, 7), (crashed, 5)):
        again = LogFolder(there.folder, KEY, there.beside, QuickDisk())
        assert (again.size, again.entry(4)) == (size, b"entry 4")
        again.close()


def test_an_older_copy_of_the_folder_is_refused(places: Places, tmp_path: Path) -> None:
    """A restored backup is consistent in itself, and still the key does not go on from it."""
    places.with_entries(5)
    shutil.copytree(places.folder, tmp_path / "copy")
    log = places.open()
    log.append(entries(5, 9))
    log.close()
    shutil.rmtree(places.folder)
    shutil.copytree(tmp_path / "copy", places.folder)

    with pytest.raises(LogRolledBack):
        places.open()


def test_an_older_memory_is_refused(places: Places, tmp_path: Path) -> None:
    """A folder that is ahead of what the key remembers was signed by nobody we know."""
    places.with_entries(5)
    shutil.copy(places.beside / "log.signed", tmp_path / "old")
    log = places.open()
    log.append(entries(5, 9))
    log.close()
    shutil.copy(tmp_path / "old", places.beside / "log.signed")

    with pytest.raises(LogRolledBack):
        places.open()


def test_another_key_does_not_go_on_with_a_log(places: Places) -> None:
    """The memory is of one key."""
    places.with_entries(5)
    other = note.SigningKey(KEY.name, Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33))))

    with pytest.raises(LogRolledBack):
        LogFolder(places.folder, other, places.beside)


def test_a_journal_that_fits_nothing_is_refused(places: Places) -> None:
    """A journal never makes the relay remove what was signed."""
    places.with_entries(5)
    for journal in ("", "attended log append\n7\n9\n", "attended log append\n5\n5\n", "attended log append\n0\n3\n"):
        (places.beside / "log.journal").write_text(journal)
        before = places.on_disk()
        with pytest.raises((LogDamaged, LogRolledBack)):
            places.open()
        assert places.on_disk() == before


def test_any_changed_byte_is_found_at_the_start(places: Places) -> None:
    """One flipped bit in any file, a file more, a file less: the log does not open."""
    places.with_entries(300)
    dice = random.Random(5)
    for name, data in places.on_disk().items():
        path = places.folder / name
        changed = bytearray(data)
        changed[dice.randrange(len(changed))] ^= 1 << dice.randrange(8)
        path.write_bytes(changed)
        with pytest.raises(LogDamaged):
            places.open()
        path.unlink()
        with pytest.raises(LogDamaged):
            places.open()
        path.write_bytes(data)
    (places.folder / "tile" / "note.txt").write_text("hello")
    with pytest.raises(LogDamaged):
        places.open()


def test_nothing_is_signed_over_a_changed_disk(places: Places) -> None:
    """A file that changes under a running relay stops the next append and every proof from it."""
    log = places.create()
    log.append(entries(0, 5))
    for name, index in (("tile/0/000.p/5", 0), ("tile/entries/000.p/5", 4)):
        data = (places.folder / name).read_bytes()
        (places.folder / name).write_bytes(data[:-1] + b"?")
        with pytest.raises(LogDamaged):
            log.append(entries(5, 6))
        with pytest.raises(LogDamaged):
            log.proof(index)
        (places.folder / name).write_bytes(data)
    assert log.append(entries(5, 6)).size == 6
    log.close()


class PowerFails(BaseException):
    """The machine is off; nothing after this happens."""


class MeddlingDisk(QuickDisk):
    """
    A disk whose n-th step fails: with the power (what was not synced is then lost or not, by dice), or with an error.

    What `write` was given before it failed is half there.
    """

    def __init__(
        self,
        failing: int,
        failure: Callable[[], BaseException],
        dice: random.Random | None = None,
        before: MeddlingDisk | None = None,
    ) -> None:
        """Fail at step `failing`; with dice, forget what was not synced, since `before` was in use."""
        self.steps = 0
        self._failing, self._failure, self._dice = failing, failure, dice
        # What a folder held when it was last synced.
        self._durable: dict[Path, dict[str, bytes | None]] = {} if before is None else before._durable

    def _step(self, folder: Path) -> bool:
        if folder not in self._durable and folder.is_dir():
            self._durable[folder] = self._names(folder)
        self.steps += 1
        return self.steps == self._failing

    @staticmethod
    def _names(folder: Path) -> dict[str, bytes | None]:
        return {path.name: path.read_bytes() if path.is_file() else None for path in folder.iterdir()}

    def _fail(self) -> None:
        if self._dice is not None:
            # Deepest folders last, so that a folder which is itself forgotten takes its files along.
            for folder, held in sorted(self._durable.items(), key=lambda item: len(item[0].parts)):
                if self._dice.random() < 0.5 and folder.is_dir():
                    self._forget(folder, held)
        raise self._failure()

    def _forget(self, folder: Path, held: dict[str, bytes | None]) -> None:
        for path in list(folder.iterdir()):
            if path.name not in held:
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        for name, data in held.items():
            if data is None:
                (folder / name).mkdir(exist_ok=True)
            else:
                (folder / name).write_bytes(data)

    def write(self, path: Path, data: bytes) -> None:
        """Write, or half of it."""
        if self._step(path.parent):
            path.write_bytes(data[: len(data) // 2])
            self._fail()
        super().write(path, data)

    def rename(self, path: Path, onto: Path) -> None:
        """Rename, or not."""
        if self._step(path.parent):
            self._fail()
        super().rename(path, onto)

    def remove(self, path: Path) -> None:
        """Remove, or not."""
        if self._step(path.parent):
            self._fail()
        super().remove(path)

    def make_folder(self, path: Path) -> None:
        """Make, or not."""
        if self._step(path.parent):
            self._fail()
        super().make_folder(path)

    def remove_folder(self, path: Path) -> None:
        """Remove, or not."""
        if self._step(path.parent):
            self._fail()
        super().remove_folder(path)
        self._durable.pop(path, None)

    def sync(self, folder: Path) -> None:
        """Sync, or not."""
        if self._step(folder):
            self._fail()
        super().sync(folder)
        self._durable[folder] = self._names(folder)


GROWTHS = [(0, 1), (0, 300), (3, 2), (250, 6), (255, 300), (256, 1)]


@pytest.mark.parametrize("forgetful", [False, True])
@pytest.mark.parametrize(("before", "more"), GROWTHS)
def test_a_crash_at_any_step_leaves_the_log_before_or_after(
    tmp_path: Path, before: int, more: int, *, forgetful: bool
) -> None:
    """Whichever step the power fails at, the log opens with all of the batch or none, and what was returned stays."""
    step = 0
    ends = set()
    while True:
        step += 1
        places = Places(tmp_path / str(step)).with_entries(before)
        disk = MeddlingDisk(step, PowerFails, random.Random(step) if forgetful else None)
        log = places.open(disk)
        if disk.steps >= step:
            log.close()
            raise AssertionError("opening a whole log writes nothing")
        try:
            log.append(entries(before, before + more))
        except PowerFails:
            log.close()
            size = size_after_crash(places)
            ends.add(size)
            assert size in {before, before + more}
            assert_holds(places, size)
        else:
            log.close()
            break
    assert ends == {before, before + more}
    assert step > 8


@pytest.mark.parametrize("forgetful", [False, True])
@pytest.mark.parametrize("first", [4, 9, 13, 17])
def test_a_crash_while_recovering_is_recovered_from(tmp_path: Path, first: int, *, forgetful: bool) -> None:
    """The power may fail again at any step of the recovery."""
    for second in range(1, 40):
        places = Places(tmp_path / str(second)).with_entries(255)
        dice = random.Random(second) if forgetful else None
        log = places.open(MeddlingDisk(first, PowerFails, dice))
        with pytest.raises(PowerFails):
            log.append(entries(255, 600))
        log.close()
        disk = MeddlingDisk(second, PowerFails, dice)
        try:
            places.open(disk).close()
        except PowerFails:
            size = size_after_crash(places)
            assert size in {255, 600}
            assert_holds(places, size)
        else:
            return
    raise AssertionError("recovery has fewer steps than this")


def test_a_power_cut_after_a_restart_forgets_what_neither_run_made_durable(tmp_path: Path) -> None:
    """The process is killed at any step, and while its successor recovers the power fails: still one history."""
    for first in range(1, 60):
        for second in range(1, 60):
            places = Places(tmp_path / f"{first}-{second}").with_entries(3)
            killed = MeddlingDisk(first, PowerFails)
            log = places.open(killed)
            try:
                log.append(entries(3, 5))
            except PowerFails:
                log.close()
            else:
                log.close()
                assert first > 20
                return
            disk = MeddlingDisk(second, PowerFails, random.Random(second), killed)
            try:
                places.open(disk).close()
            except PowerFails:
                assert_holds(places, size_after_crash(places))
            else:
                break


@pytest.mark.parametrize(("before", "more"), GROWTHS)
def test_a_full_disk_adds_all_or_nothing_and_the_next_append_succeeds(tmp_path: Path, before: int, more: int) -> None:
    """An error at any step: the answer is true, and the log works on when there is room again."""
    step = 0
    while True:
        step += 1
        places = Places(tmp_path / str(step)).with_entries(before)
        disk = MeddlingDisk(step, lambda: OSError(errno.ENOSPC, "no space left"))
        log = places.open(disk)
        try:
            size = log.append(entries(before, before + more)).size
        except LogNotWritten:
            size = before
        untouched = disk.steps < step
        assert log.size == size
        assert untouched or log.append(entries(size, size + 2)).size == size + 2
        log.close()
        assert_holds(places, size if untouched else size + 2)
        if untouched:
            break


def test_a_crash_while_beginning_a_log_loses_nothing(tmp_path: Path) -> None:
    """A log half begun is begun again or opens empty."""
    for step in range(1, 20):
        places = Places(tmp_path / str(step))
        try:
            places.create(MeddlingDisk(step, PowerFails)).close()
        except PowerFails:
            try:
                places.open().close()
            except LogMissing:
                places.create().close()
            assert_holds(places, 0)
        else:
            break
    assert step > 5


def test_a_failed_start_lets_go_of_the_log(places: Places) -> None:
    """An error at the start keeps no lock."""
    places.with_entries(1)
    hidden = places.folder.rename(places.folder.with_name("hidden"))
    with pytest.raises(AttendedError):
        places.open()
    hidden.rename(places.folder)
    places.open().close()


def test_the_real_disk_does_the_same(places: Places) -> None:
    """What the tests above do without waiting, the real disk does durably."""
    log = LogFolder.create(places.folder, KEY, places.beside)
    log.append(entries(0, 255))
    log.append(entries(255, 258))
    log.close()

    assert_holds(places, 258)


def test_tiles_of_a_growing_log_never_change(places: Places) -> None:
    """A name, once written, has one content for ever."""
    log = places.create()
    seen: dict[str, bytes] = {}
    for batch in (3, 250, 5, 300):
        log.append(entries(log.size, log.size + batch))
        for name, data in places.on_disk().items():
            if name != "checkpoint":
                assert seen.setdefault(name, data) == data
    assert {tile.path for tile in tiles.tiles_of(558)} <= set(seen)
    log.close()
