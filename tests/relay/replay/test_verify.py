"""The check of a recording: whole files are proven, and no single change gets past it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from protocol.findings import Result
from relay.main import run
from tests.support.recorded_session import RecordedSession
from tests.support.spoiled_files import CHANGES, Folder


def arguments(folder: Path) -> list[str]:
    """Write the command that checks what a demo leaves."""
    files = {"--log": "log", "--vkey": "log.vkey", "--receipt": "receipt.json"}
    named = [part for option, name in files.items() for part in (option, str(folder / name))]
    return ["verify", str(folder / "recording.mcap"), *named, "--json"]


def checked(capsys: pytest.CaptureFixture[str], argv: list[str]) -> tuple[int, dict[str, object]]:
    """Run the command; give exit code and what it printed."""
    code = run(argv)
    return code, json.loads(capsys.readouterr().out or "{}")


def first_bad(said: dict[str, object]) -> str:
    """Name the first check that did not hold."""
    checks = said.get("checks")
    assert isinstance(checks, list)
    bad = [check["name"] for check in checks if check["result"] in {Result.BAD, Result.MISSING}]
    return str(bad[0]) if bad else "nothing"


def test_a_whole_recording_is_proven(made: RecordedSession, capsys: pytest.CaptureFixture[str]) -> None:
    """Files as they were left hold in every check, and the command says so with exit code 0."""
    code, said = checked(capsys, arguments(made.folder))
    assert (code, said["verdict"]) == (0, "Proven")


@pytest.mark.timeout(1_800)  # 2,000 rounds with --long
def test_no_single_change_is_missed(
    made: RecordedSession, tmp_path: Path, capsys: pytest.CaptureFixture[str], sized: Callable[[int, int], int]
) -> None:
    """Any one change of file, log or receipt gives exit code 1, and the check that names it fails first."""
    dice = Random(20260301)
    changes = list(CHANGES)
    spoiled = tmp_path / "spoiled"
    for number in range(sized(114, 2_000)):
        shutil.rmtree(spoiled, ignore_errors=True)
        shutil.copytree(made.folder, spoiled, ignore=shutil.ignore_patterns("log-key", "readers"))
        change = changes[number % len(changes)]
        what = f"{number}: {change.__name__}: {change(Folder(spoiled, tuple(made.entries), dice))}"
        code, said = checked(capsys, arguments(spoiled))
        assert code == 1, what
        assert first_bad(said) in CHANGES[change], (what, said)
        assert said["verdict"] in {"Not proven", "Cannot be checked yet"}, what
