"""A terminal for the health report, where no frame can be shown."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from agent.desk.terminal.emulator import open_terminal


def test_the_desktops_own_terminal_is_opened(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """With this very program and relay in it; the first that can be started is taken."""
    told = tmp_path / "told"
    broken = tmp_path / "xdg-terminal-exec"
    broken.write_text("#!/nowhere/at/all\n", encoding="utf-8")
    works = tmp_path / "x-terminal-emulator"
    works.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > {told}.new && mv {told}.new {told}\n', encoding="utf-8")
    for each in (broken, works):
        each.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    opened: list[subprocess.Popen[bytes]] = []
    start = subprocess.Popen

    def noted(argv: list[str], **how: bool) -> subprocess.Popen[bytes]:
        opened.append(start(argv, **how))  # type: ignore[call-overload]  # as it is called
        return opened[-1]

    monkeypatch.setattr(subprocess, "Popen", noted)
    assert open_terminal("relay.example")
    opened[0].wait(10)
    assert told.read_text("utf-8").split() == ["-e", sys.executable, "-m", "agent.main", "relay.example", "--terminal"]


def test_where_there_is_none_that_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The window then says what to type."""
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not open_terminal("relay.example")
