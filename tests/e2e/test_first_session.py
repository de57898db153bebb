"""One whole supported session: real windows on a real X server, a real relay, a real browser, and what they leave."""

import json
import re
import struct
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
from PIL import Image

from demo.headless import ANSWER, FIXED, GREETING, MORE, REASON
from protocol.errors import InclusionWrong
from protocol.note import parse_verifier_key
from protocol.proof import verify
from tests.support.house import ROOT
from tests.support.processes import is_alive

pytestmark = pytest.mark.timeout(300)
LONGEST = 180.0
TIMES = {
    "agent_start_to_code",
    "code_to_paired",
    "yes_to_first_picture",
    "input_to_pixel_p50",
    "input_to_pixel_p95",
}
DESK = ("desk-check.png", "desk-code.png", "desk-question.png", "desk-live.png")
PAGES = ("console.png", "replay.png")
TILE = re.compile(r"tile/(\d{1,2}|entries)/(x\d{3}/)*\d{3}(\.p/\d{1,3})?")


class Played(NamedTuple):
    """A demonstration that ran: its folder, its exit code, what it said and how long it took."""

    out: Path
    status: int
    said: str
    seconds: float

    @property
    def summary(self) -> dict[str, Any]:
        """Read what it says of itself."""
        told: dict[str, Any] = json.loads((self.out / "summary.json").read_text(encoding="utf-8"))
        return told


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    """Play it once for all tests of this file, as `make demo-headless` does."""
    out = tmp_path_factory.mktemp("session") / "out"
    began = time.monotonic()
    argv = [sys.executable, "-m", "demo.headless", "--out", str(out)]
    done = subprocess.run(argv, cwd=ROOT, capture_output=True, text=True, timeout=LONGEST + 60, check=False)
    return Played(out, done.returncode, done.stdout + done.stderr, time.monotonic() - began)


def test_it_ends_well_and_in_time(played: Played) -> None:
    """The whole job exits with 0 in under three minutes."""
    assert played.status == 0, played.said
    assert played.seconds < LONGEST


def test_it_leaves_everything(played: Played) -> None:
    """Recording, log with its key, receipt with its key, proof and leaf, five pictures and the summary lie there."""
    wanted = {
        *("recording.mcap", "log", "log.vkey", "receipt.json", "receipt.keys", "receipt.proof", "receipt.leaf"),
        *(*DESK, *PAGES, "summary.json"),
    }
    assert wanted <= {path.name for path in played.out.iterdir()}
    assert [name for name in wanted if (played.out / name).is_file() and not (played.out / name).stat().st_size] == []


def test_the_log_is_a_folder_of_tiles(played: Played) -> None:
    """The log holds a checkpoint and tiles under the names of C2SP tlog-tiles, and nothing else."""
    log = played.out / "log"
    names = {path.relative_to(log).as_posix() for path in log.rglob("*") if path.is_file()}
    assert "checkpoint" in names
    assert any(name.startswith("tile/0/") for name in names)
    assert any(name.startswith("tile/entries/") for name in names)
    assert [name for name in names - {"checkpoint"} if not TILE.fullmatch(name)] == []


def test_the_summary_says_how_long_each_step_took(played: Played) -> None:
    """Times are milliseconds above zero, and the 95th percentile is no better than the median."""
    times = played.summary["times"]
    assert set(times) == TIMES
    assert all(isinstance(took, int | float) and 0 < took < 60_000 for took in times.values())
    assert times["input_to_pixel_p50"] <= times["input_to_pixel_p95"]


def test_the_summary_counts_what_was_sent_and_spent(played: Played) -> None:
    """Bytes each way, entries and CPU seconds are there, and more goes to the technician than to the customer."""
    summary = played.summary
    assert set(summary) == {"times", "bytes", "entries", "cpu_s", "pids", "verify"}
    assert set(summary["bytes"]) == {"to_technician", "to_customer"}
    assert summary["bytes"]["to_technician"] > summary["bytes"]["to_customer"] > 0
    assert summary["entries"] > 100
    assert set(summary["cpu_s"]) == {"agent", "relay"}
    assert all(spent > 0 for spent in summary["cpu_s"].values())


def test_every_process_ended(played: Played) -> None:
    """All that were started are named, said to have ended, and are gone: nothing of it is left (acceptance 35)."""
    pids = played.summary["pids"]
    assert all(set(row) == {"name", "pid", "ended"} and row["ended"] is True for row in pids)
    assert {"Xvfb", "openbox", "xterm", "mousepad", "chromium", "relay.main", "agent.main", "agent.engine"} <= {
        row["name"] for row in pids
    }
    # A number may have been given to another process by now; that of our own programs never runs this long.
    assert [row for row in pids if is_alive(row["pid"]) and _runs_here(row["pid"])] == []


def test_the_named_check_holds_where_the_evidence_lies(played: Played) -> None:
    """The summary's own `verify` call exits with 0 in the folder, with nothing else at hand."""
    done = _relay(*played.summary["verify"], cwd=played.out)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[-1].startswith("Proven")


def test_the_named_check_finds_a_flipped_bit(played: Played, tmp_path: Path) -> None:
    """The same call fails when one bit of the recording is another."""
    for path in played.out.iterdir():
        (tmp_path / path.name).symlink_to(path)
    changed = bytearray((played.out / "recording.mcap").read_bytes())
    changed[len(changed) // 2] ^= 1
    (tmp_path / "recording.mcap").unlink()
    (tmp_path / "recording.mcap").write_bytes(changed)
    assert _relay(*played.summary["verify"], cwd=tmp_path).returncode == 1


def test_the_receipt_holds_by_itself(played: Played) -> None:
    """The receipt is checked without relay, log or recording."""
    done = _relay("receipt", "receipt.json", "--vkey", "log.vkey", cwd=played.out)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_receipts_leaf_is_in_the_log(played: Played) -> None:
    """The proof beside the receipt proves its leaf under the log's key."""
    key = parse_verifier_key((played.out / "log.vkey").read_text(encoding="utf-8").strip())
    leaf = (played.out / "receipt.leaf").read_bytes()
    shown = verify((played.out / "receipt.proof").read_bytes(), leaf, key)
    assert shown.size > 1
    assert json.loads(leaf)["kind"] == "session-closed"
    with pytest.raises(InclusionWrong):
        verify((played.out / "receipt.proof").read_bytes(), leaf + b" ", key)


def test_what_was_said_is_nowhere_in_clear(played: Played) -> None:
    """Chat, typed words, reasons and the customer's file stand neither in the recording nor in the log."""
    kept = [played.out / "recording.mcap", *(path for path in (played.out / "log").rglob("*") if path.is_file())]
    data = b"".join(path.read_bytes() for path in kept)
    assert [words for words in (GREETING, ANSWER, FIXED, REASON, MORE, "office-2") if words.encode() in data] == []


@pytest.mark.parametrize("name", [*DESK, *PAGES])
def test_the_pictures_show_something(played: Played, name: str) -> None:
    """Each is a PNG of full size with many colours, and no one colour fills it."""
    data = (played.out / name).read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", data[16:24])
    assert (width, height) == ((1920, 1080) if name in DESK else (1680, 900))
    # Four bytes to a pixel are one number each, and numbers are sorted much sooner than rows are.
    pixels = np.asarray(Image.open(played.out / name).convert("RGBX")).reshape(-1, 4).copy().view(np.uint32)
    colours, counts = np.unique(pixels, return_counts=True)
    assert len(colours) > 64
    assert counts.max() < 0.8 * len(pixels)


def _relay(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    argv = [sys.executable, "-m", "relay.main", *arguments]
    return subprocess.run(argv, cwd=cwd, capture_output=True, text=True, timeout=60, check=False)


def _runs_here(pid: int) -> bool:
    line = Path(f"/proc/{pid}/cmdline")
    return line.exists() and b"attended-demo-" in line.read_bytes()
