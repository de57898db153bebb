from pathlib import Path

import pytest

from agent.receipt import check
from consent.scopes import Scope
from protocol.errors import ReceiptMalformed, ReceiptNotFound
from tests.support.desk_scene import DeskScene


@pytest.fixture
def receipt(tmp_path: Path) -> Path:
    """Give a finished session's receipt page."""
    scene = DeskScene(tmp_path).paired().asks(Scope.VIEW).says_yes(Scope.VIEW)
    scene.core.stop("button")
    assert scene.view.over is not None
    assert scene.view.over.receipt_path is not None
    return Path(scene.view.over.receipt_path)


def test_a_receipt_that_holds_says_so(receipt: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every check is a line in plain words, and the exit code is 0."""
    assert check(receipt) == 0
    assert capsys.readouterr().out.strip().splitlines()[-1].startswith("Proven")


def test_a_changed_receipt_does_not_hold(receipt: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One letter of the question, in page or object, is found."""
    plain = receipt.with_name("receipt.json")
    plain.write_text(plain.read_text().replace("asks to see your screen", "asks to use your mouse.", 1))
    assert check(plain) == 1
    assert "BAD" in capsys.readouterr().out
    receipt.write_text(receipt.read_text().replace("Your receipt", "My receipt", 1))
    with pytest.raises(ReceiptMalformed):
        check(receipt)


@pytest.mark.parametrize("content", [b"", b"hello", b"{}"])
def test_what_is_no_receipt_is_said_in_words(tmp_path: Path, content: bytes) -> None:
    """Another file, or none, is a documented error."""
    path = tmp_path / "file"
    path.write_bytes(content)
    with pytest.raises(ReceiptMalformed):
        check(path)
    with pytest.raises(ReceiptNotFound):
        check(tmp_path / "missing")
