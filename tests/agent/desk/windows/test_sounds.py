"""The sounds are soft, short, our own, and silent where the system wants none."""

from __future__ import annotations

import wave
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from agent.desk.windows import sounds
from agent.desk.windows.sounds import FILES, Sound, play
from tests.support.make_sounds import SOUNDS
from tests.support.windows_scene import comes_true


def test_the_files_are_what_their_recipe_makes(application: QApplication) -> None:
    """One for each sound, shorter than half a second, never louder than a fifth of what a file holds."""
    assert {path.stem for path in FILES.iterdir()} == set(SOUNDS) == set(Sound)
    for name, make in SOUNDS.items():
        assert (FILES / f"{name}.wav").read_bytes() == make()
        with wave.open(str(FILES / f"{name}.wav")) as file:
            assert file.getnframes() / file.getframerate() < 0.5
            samples = memoryview(file.readframes(file.getnframes())).cast("h")
            assert 1_000 < max(map(abs, samples)) < 32_767 / 5


def a_player(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put a player on the path that writes down what it is given."""
    heard = folder / "heard"
    player = folder / "paplay"
    player.write_text(f'#!/bin/sh\necho "$@" > {heard}.part\n/bin/mv {heard}.part {heard}\n')
    player.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))
    return heard


def test_the_desktops_own_player_plays_it(
    application: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first that is there; nothing is waited for."""
    heard = a_player(tmp_path, monkeypatch)
    monkeypatch.setattr(sounds, "sounds_are_wanted", lambda: True)
    play(Sound.RISE)
    assert any(comes_true(heard.exists, 50) for _ in range(100))
    assert heard.read_text().strip() == str(FILES / "rise.wav")


def test_where_the_system_wants_none_there_is_none(
    application: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No player is started, no tone made."""
    a_player(tmp_path, monkeypatch)
    started: list[str] = []
    monkeypatch.setattr(sounds, "sounds_are_wanted", lambda: False)
    monkeypatch.setattr(sounds, "_start", lambda program, _arguments: started.append(program))
    play(Sound.KNOCK)
    assert started == []
