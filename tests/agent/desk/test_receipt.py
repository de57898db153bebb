import errno
import os
from pathlib import Path

import pytest

from agent.receipt import check
from consent.encoding import unb64u
from protocol.errors import ReceiptNotWritten
from protocol.receipt import read_receipt, read_receipt_keys
from tests.support.desk_scene import DeskScene


@pytest.fixture
def folder(scene: DeskScene) -> Path:
    """Give the folder of a finished session's receipt."""
    scene.controlling()
    scene.core.stop("button")
    assert scene.view.over is not None
    assert scene.view.over.receipt_path is not None
    return Path(scene.view.over.receipt_path).parent


def test_the_receipt_is_five_private_files(folder: Path) -> None:
    """Page, object, keys, proof and leaf, for their owner alone."""
    names = sorted(path.name for path in folder.iterdir())
    assert names == ["receipt.html", "receipt.json", "receipt.keys", "receipt.leaf", "receipt.proof"]
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}


def test_page_and_object_are_the_same_receipt(folder: Path) -> None:
    """Either can be shown, and either checked."""
    page, plain = (read_receipt((folder / name).read_bytes()) for name in ("receipt.html", "receipt.json"))
    assert page == plain
    assert check(folder / "receipt.html") == check(folder / "receipt.json") == 0
    assert plain.closing is not None
    assert (folder / "receipt.leaf").read_bytes() == unb64u(plain.closing.entry)


def test_the_receipt_holds_no_secret(folder: Path) -> None:
    """None of the keys stands in what is made to be shown."""
    keys = read_receipt_keys((folder / "receipt.keys").read_bytes())
    shown = (folder / "receipt.html").read_text()
    assert len(keys.secrets) == 8
    assert all(secret.secret not in shown for secret in keys.secrets)
    assert keys.agent_seed not in shown


def test_the_page_shows_the_question_word_for_word(folder: Path, scene: DeskScene) -> None:
    """Every question that was allowed can be read again."""
    receipt = read_receipt((folder / "receipt.json").read_bytes())
    assert [notice.text for notice in receipt.notices] == [question.text() for question in scene.view.questions]
    assert receipt.record["processing"]


def test_a_disk_that_fills_leaves_no_half_receipt(scene: DeskScene, tmp_path: Path) -> None:
    """All five files are there or none is, and no folder that looks like a receipt."""
    real = os.fsync

    def full(descriptor: int) -> None:
        if scene.receipts.exists() and any(scene.receipts.glob("*/receipt.html")):
            raise OSError(errno.ENOSPC, "No space left on device")
        real(descriptor)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", full)
        scene.viewing().core.stop("button")
    assert scene.view.over is not None
    assert ReceiptNotWritten.words in scene.view.over.note
    assert list(scene.receipts.iterdir()) == []
