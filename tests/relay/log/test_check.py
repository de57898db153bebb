"""Checking a folder offline: any change has a check that fails, and the words say what."""

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from protocol import checkpoint, merkle, note, tile_growth
from protocol.errors import CATALOGUE
from relay.log.check import Check, check_log

KEY = note.SigningKey("relay.example/log", Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
OTHER = note.SigningKey("relay.example/log", Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33))))
SIZE = 259


def entries(size: int, words: str = "entry") -> list[bytes]:
    """Give the first entries of a log."""
    return [f"{words} {number}".encode() for number in range(size)]


def a_checkpoint(held: list[bytes], key: note.SigningKey = KEY) -> str:
    """Sign for a log of these entries."""
    root = merkle.Tree([merkle.leaf_hash(entry) for entry in held]).root()
    return checkpoint.sign(checkpoint.Checkpoint(key.name, len(held), root), key)


def write(folder: Path, held: list[bytes], key: note.SigningKey = KEY) -> Path:
    """Write the folder of a log of these entries."""
    for tile, data in tile_growth.build(held):
        path = folder / tile.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    folder.mkdir(exist_ok=True)
    (folder / "checkpoint").write_text(a_checkpoint(held, key))
    return folder


def failed(checks: list[Check]) -> Check | None:
    """Give the check that failed; the list ends with it."""
    assert [check.number for check in checks] == list(range(1, len(checks) + 1))
    assert all(check.good for check in checks[:-1])
    return None if checks[-1].good else checks[-1]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give the folder of a whole log."""
    return write(tmp_path / "log", entries(SIZE))


@pytest.mark.parametrize("size", [0, 1, 255, 256, 257, 700])
def test_a_whole_log_passes_every_check(tmp_path: Path, size: int) -> None:
    """Six checks, all good, the empty log included; and the words say what was not compared."""
    checks = check_log(write(tmp_path / "log", entries(size)), KEY.verifier)

    assert failed(checks) is None
    assert [check.name for check in checks] == ["checkpoint", "missing", "added", "entries", "root", "history"]
    assert "rolled back as a whole would not show" in checks[-1].words


@pytest.mark.parametrize("before", [0, 1, 3, 255, 256, 258, 259])
def test_a_log_that_only_grew_agrees_with_what_was_remembered(folder: Path, before: int) -> None:
    """Every earlier state of the same log is its beginning."""
    checks = check_log(folder, KEY.verifier, a_checkpoint(entries(before)))

    assert failed(checks) is None
    assert "only grew" in checks[-1].words


def test_a_rolled_back_log_is_found_by_what_was_remembered(folder: Path) -> None:
    """A receipt's checkpoint is larger than the log."""
    check = failed(check_log(folder, KEY.verifier, a_checkpoint(entries(SIZE + 1))))

    assert check is not None
    assert check.name == "history"
    assert "rolled back" in check.words


def test_a_rewritten_log_is_found_by_what_was_remembered(folder: Path) -> None:
    """Whole in itself, signed by its key, and still another history."""
    check = failed(check_log(folder, KEY.verifier, a_checkpoint(entries(100, "another"))))

    assert check is not None
    assert check.name == "history"
    assert "rewritten" in check.words


def test_what_was_remembered_must_itself_be_signed(folder: Path) -> None:
    """A forged memory proves nothing against a log."""
    for seen in ("", "nonsense", a_checkpoint(entries(5), OTHER), a_checkpoint(entries(5)).replace("\n5\n", "\n4\n")):
        check = failed(check_log(folder, KEY.verifier, seen))
        assert check is not None
        assert check.name == "history"


def test_another_key_does_not_vouch_for_the_log(folder: Path) -> None:
    """The key that was given decides, not the one that the folder names."""
    check = failed(check_log(folder, OTHER.verifier))

    assert check is not None
    assert (check.number, check.name) == (1, "checkpoint")


def test_any_flipped_bit_is_found(folder: Path, sized: Callable[[int, int], int]) -> None:
    """Random bits of every file, and a check that fails for each."""
    dice = random.Random(1)
    files = [path for path in folder.rglob("*") if path.is_file()]
    for turn in range(sized(60, 2_000)):
        path = files[turn % len(files)]
        data = path.read_bytes()
        changed = bytearray(data)
        changed[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
        path.write_bytes(changed)
        check = failed(check_log(folder, KEY.verifier))
        assert check is not None, path
        assert check.detail.split()[0] in CATALOGUE
        path.write_bytes(data)


def test_any_missing_or_cut_file_is_found(folder: Path) -> None:
    """A file less, an empty file, a file a byte shorter or longer."""
    for path in [path for path in folder.rglob("*") if path.is_file()]:
        data = path.read_bytes()
        for wrong in (None, b"", data[:-1], data + b"\x00", data + data):
            if wrong is None:
                path.unlink()
            else:
                path.write_bytes(wrong)
            assert failed(check_log(folder, KEY.verifier)) is not None, path
        path.write_bytes(data)
    assert failed(check_log(folder, KEY.verifier)) is None


@pytest.mark.parametrize(
    "name",
    [
        "tile/0/001.p/2",  # an older partial tile
        "tile/0/000.p/256",
        "tile/0/001",
        "tile/0/002.p/1",
        "tile/1/000.p/2",
        "tile/2/000.p/1",
        "tile/entries/001.p/1",
        "tile/0/x000/001",
        "tile/0/000.new",
        "checkpoint.new",
        "checkpoint~",
        "README",
        "tile/.hidden",
        "Tile/0/000",
    ],
)
def test_any_added_file_is_found_and_named(folder: Path, name: str) -> None:
    """Left-over tiles, foreign files and other spellings are all changes."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes((folder / "tile/0/001.p/3").read_bytes()[:64])

    check = failed(check_log(folder, KEY.verifier))

    assert check is not None
    assert check.name == "added"
    assert name in check.detail


def test_links_and_empty_folders_are_found(folder: Path, tmp_path: Path) -> None:
    """A link to the right bytes is not the file; a folder with nothing in it is something added."""
    (folder / "tile" / "3").mkdir()
    check = failed(check_log(folder, KEY.verifier))
    assert check is not None
    assert check.name == "added"
    (folder / "tile" / "3").rmdir()

    outside = tmp_path / "outside"
    path = folder / "tile/0/000"
    shutil.move(path, outside)
    path.symlink_to(outside)
    check = failed(check_log(folder, KEY.verifier))
    assert check is not None
    assert check.name == "missing"


def test_swapped_files_are_found(folder: Path) -> None:
    """Each file is right, and stands in the wrong place."""
    one, other = folder / "tile/entries/000", folder / "tile/entries/001.p/3"
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)

    assert failed(check_log(folder, KEY.verifier)) is not None


def test_a_folder_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    """No traceback for a wrong path."""
    check = failed(check_log(tmp_path / "nowhere", KEY.verifier))

    assert check is not None
    assert "could not be read" in check.words


def test_a_file_too_long_to_be_a_tile_is_not_read_whole(folder: Path) -> None:
    """A hostile folder cannot fill the memory of whoever checks it."""
    with (folder / "tile/0/000").open("ab") as file:
        file.truncate(1 << 40)

    assert failed(check_log(folder, KEY.verifier)) is not None
