"""The relay's own checks, run as an auditor runs them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from protocol.receipt import read_receipt
from tests.support.house import ROOT


def proven(*arguments: str | Path) -> str:
    """Run one of the relay's checks, demand that it holds, and give what it said."""
    argv = [sys.executable, "-m", "relay", *map(str, arguments)]
    done = subprocess.run(argv, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def verified(data: Path, folder: Path | None) -> str:
    """Check recording, log and receipt, demand that they hold, and give what was said; `folder` is the receipt's."""
    assert folder is not None
    session = read_receipt((folder / "receipt.json").read_bytes()).session
    return proven("verify", session, "--data", data, "--receipt", folder / "receipt.html")


def proven_whole(data: Path, folder: Path | None) -> None:
    """Demand that recording, log and receipt prove a session without a gap."""
    said = verified(data, folder)
    assert said.splitlines()[-1].startswith("Proven ·"), said
