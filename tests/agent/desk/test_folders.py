"""Where things are kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent.desk.folders import default_data, default_receipts


def test_folders_have_their_places(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """XDG's, and Documents for receipts, also where the desktop's own tool is missing."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert default_data() == tmp_path / "attended"
    assert default_receipts().name == "Attended receipts"
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    assert default_receipts() == tmp_path / "Documents" / "Attended receipts"
