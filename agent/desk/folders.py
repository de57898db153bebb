"""Where this program keeps things, unless it is told another place."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path


def default_data() -> Path:
    """Give the folder of what this program remembers."""
    base = os.environ.get("XDG_DATA_HOME")
    return (Path(base) if base else Path.home() / ".local" / "share") / "attended"


def default_receipts() -> Path:
    """Give the folder of receipts, in the person's documents."""
    try:
        found = subprocess.run(
            ["xdg-user-dir", "DOCUMENTS"],  # noqa: S607 - the desktop's own tool, wherever it is installed
            capture_output=True,
            text=True,
            check=False,
            timeout=5,
        ).stdout.strip()
    except (OSError, subprocess.TimeoutExpired):
        found = ""
    documents = Path(found) if found and Path(found) != Path.home() else Path.home() / "Documents"
    return documents / "Attended receipts"
