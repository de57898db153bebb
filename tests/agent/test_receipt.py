import json
import subprocess
import sys
from pathlib import Path

import pytest

from agent.desk.language import open_language, speaking
from agent.receipt import check
from consent.scopes import Scope
from protocol.errors import FileTrouble, ReceiptMalformed, ReceiptNotFound
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


@pytest.mark.parametrize(("language", "verdict"), [("de", "Bewiesen"), ("es", "Probado")])
def test_what_was_found_is_said_in_the_customers_language(
    receipt: Path, capsys: pytest.CaptureFixture[str], language: str, verdict: str
) -> None:
    """Every line and the verdict; what stands in brackets and below is for whoever looks closer."""
    check(receipt)
    english = capsys.readouterr().out.splitlines()
    with speaking(open_language(language)):
        assert check(receipt) == 0
    spoken = capsys.readouterr().out.splitlines()
    assert spoken[-1].startswith(verdict)
    lines = [(said, was) for said, was in zip(spoken, english, strict=True) if not was.startswith("    ")]
    assert [was for said, was in lines if said == was] == []


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


WITHOUT_THE_RELAY = """
import sys
class Gone:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"relay", "PySide6", "Xlib", "mss", "pynput", "psutil", "websockets", "fastapi"}:
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Gone())
import socket
def no_network(*_args, **_named):
    raise OSError("no network")
socket.socket = socket.create_connection = no_network
from agent.main import main
main(sys.argv[1:])
"""


def without_the_relay(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run `attended-agent` where neither the relay's package nor windows nor any network are to be had."""
    return subprocess.run(
        [sys.executable, "-c", WITHOUT_THE_RELAY, *map(str, arguments)],
        capture_output=True, text=True, check=False, timeout=60, cwd=Path(__file__).parent.parent.parent,
    )  # fmt: skip


@pytest.mark.parametrize("name", ["receipt.html", "receipt.json"])
def test_the_agent_checks_it_alone(receipt: Path, name: str) -> None:
    """On a customer's machine without the relay package, without windows and without any network."""
    told = without_the_relay("receipt", receipt.with_name(name))
    assert (told.returncode, told.stderr) == (0, "")
    assert told.stdout.strip().splitlines()[-1].startswith("Proven")


def test_a_changed_one_is_found_there_too(receipt: Path) -> None:
    """The exit code is 1, and the line says what does not hold."""
    plain = receipt.with_name("receipt.json")
    plain.write_text(plain.read_text().replace("asks to see your screen", "asks to use your mouse.", 1))
    told = without_the_relay("receipt", plain)
    assert told.returncode == 1
    assert "BAD" in told.stdout


def test_it_can_be_written_for_programs_that_read_kantara(receipt: Path, tmp_path: Path) -> None:
    """`--kantara` writes the consent receipt beside the check."""
    out = tmp_path / "consent.json"
    assert without_the_relay("receipt", receipt, "--kantara", out).returncode == 0
    written = json.loads(out.read_text(encoding="utf-8"))
    assert written["version"] == "KI-CR-v1.1.0"
    assert [purpose["piiCategory"] for purpose in written["services"][0]["purposes"]] == [["what is on the screen"]]


def test_one_that_does_not_hold_is_exported_nowhere(receipt: Path, tmp_path: Path) -> None:
    """What was changed shall not come out clean in another form."""
    plain, out = receipt.with_name("receipt.json"), tmp_path / "consent.json"
    plain.write_text(plain.read_text().replace("Germany", "Romania"))
    assert check(plain, out) == 1
    assert not out.exists()


def test_an_export_that_cannot_be_written_is_said_in_words(receipt: Path, tmp_path: Path) -> None:
    """No traceback reaches a person."""
    with pytest.raises(FileTrouble):
        check(receipt, tmp_path / "missing" / "consent.json")
