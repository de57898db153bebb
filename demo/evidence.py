"""What a demonstration leaves behind: recording, log, receipt, pictures, and a summary of times, sizes and checks."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from demo.stage import RELAY, Relay, call
from protocol.channels import Channel
from protocol.recording import Entry, Kind, Origin
from protocol.sframe import place
from relay.replay.container import FinishedFile
from tests.support.processes import is_alive

VERIFY = ("verify", "recording.mcap", "--log", "log", "--vkey", "log.vkey", "--receipt", "receipt.json")
RECEIPT_FILES = ("receipt.json", "receipt.html", "receipt.keys", "receipt.proof", "receipt.leaf")
FAILED = "failed.png"
PICTURES = ("desk-check.png", "desk-code.png", "desk-question.png", "desk-live.png", "console.png", "replay.png")
WINDOWS = "windows"
"""The folder with a picture of every desk window, which `demo.windows` fills."""
NAMES = frozenset({*RECEIPT_FILES, *PICTURES, FAILED, WINDOWS, "recording.mcap", "log", "log.vkey", "summary.json"})
"""All that a demonstration writes into its folder, and removes from it when it begins."""


class NotEnded(AssertionError):
    """A process that the demonstration started still runs."""


@dataclass
class Roll:
    """Every process that was started here, to be found ended at last."""

    names: dict[int, str] = field(default_factory=dict)

    def call(self) -> None:
        """Write down what runs now below this process."""
        for child in psutil.Process().children(recursive=True):
            try:
                self.names.setdefault(child.pid, _name(child))
            except psutil.NoSuchProcess:  # it ended while we asked: it needs no ending
                continue

    def ended(self) -> list[dict[str, object]]:
        """
        Say of each that it ended.

        Raises:
            NotEnded: One still runs.
        """
        rows = [{"name": name, "pid": pid, "ended": not is_alive(pid)} for pid, name in sorted(self.names.items())]
        if running := [row for row in rows if not row["ended"]]:
            raise NotEnded(str(running))
        return rows


def cpu_seconds(pid: int) -> float:
    """Give the CPU time that a process and its ended children took until now, in seconds."""
    times = psutil.Process(pid).cpu_times()
    return round(sum(times[:4]), 2)


def collect(relay: Relay, session: str, receipts: Path, out: Path) -> None:
    """Copy recording, log, the log's verifier key and the receipt to `out`."""
    shutil.copyfile(relay.data / "recordings" / session / "recording.mcap", out / "recording.mcap")
    shutil.copytree(relay.data / "log", out / "log")
    (receipt,) = receipts.glob("*/receipt.json")
    for name in RECEIPT_FILES:
        shutil.copyfile(receipt.with_name(name), out / name)
    log_key = json.loads((out / "receipt.json").read_text(encoding="utf-8"))["log_key"]
    (out / "log.vkey").write_text(f"{log_key}\n", encoding="utf-8")


def verify(out: Path) -> str:
    """
    Run the check that the summary names, in `out`; give what it said.

    Raises:
        CommandFailed: It did not hold.
    """
    return call([*RELAY, *VERIFY], cwd=out)


def sizes(recording: Path) -> tuple[int, dict[str, int]]:
    """Count a recording's entries, and the sealed bytes that went to each end."""
    entries, to_technician, to_customer = 0, 0, 0
    with recording.open("rb") as file:
        for placed in FinishedFile(file):
            entries += 1
            if placed.entry.kind is Kind.SEALED:
                to_technician += _forwarded(placed.entry, Origin.AGENT)
                to_customer += _forwarded(placed.entry, Origin.TECHNICIAN)
    return entries, {"to_technician": to_technician, "to_customer": to_customer}


def write_summary(out: Path, **facts: object) -> None:
    """Write `summary.json`."""
    (out / "summary.json").write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")


def missing(out: Path, names: Sequence[str]) -> list[str]:
    """Name what should lie in `out` and does not, or is empty."""
    return [name for name in names if not (out / name).is_file() or (out / name).stat().st_size == 0]


def _forwarded(entry: Entry, origin: Origin) -> int:
    # What is said aside goes into the recording only.
    return len(entry.body) if entry.origin is origin and place(entry.kid).channel != Channel.ASIDE else 0


def _name(process: psutil.Process) -> str:
    words = process.cmdline()
    part = next((word.removeprefix("--type=") for word in words if word.startswith("--type=")), "")
    module = words[words.index("-m") + 1] if "-m" in words[:-1] else ""
    return " ".join(filter(None, (module or process.name(), part)))
