"""`attended-agent report --out DIR`, as a person runs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from jsonschema import Draft202012Validator

from protocol.report.parse import read_report

ROOT = Path(__file__).parents[3]


def _run(*arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "agent.main", *arguments],
        cwd=ROOT, env={**os.environ, "DISPLAY": ""}, input=typed, capture_output=True, text=True, check=False,
        timeout=40,
    )  # fmt: skip


def test_a_report_is_made_for_the_customer_alone(tmp_path: Path) -> None:
    """
    Three files that only they can read; the JSON passes our reader and another program's validator.

    A pipe is nobody: what comes out of one shows nothing and crosses nothing out.
    """
    words = "\n".join(["x software", *(f"show {number}" for number in range(1, 80)), "save"])
    done = _run("report", "--out", str(tmp_path / "mine"), typed=words)
    assert done.returncode == 0, done.stderr
    assert "nobody was asked" in done.stdout
    assert "Saved on this computer only" in done.stdout
    data = (tmp_path / "mine" / "report.json").read_bytes()
    report = read_report(data)
    assert report.consent.grant is None
    assert report.consent.revealed == ()
    assert "software" in [part.id for part in report.sections]
    schema = json.loads((tmp_path / "mine" / "report.schema.json").read_text())
    assert list(Draft202012Validator(schema).iter_errors(json.loads(data))) == []
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "mine").iterdir()} == {0o600}
    assert "<script" not in (tmp_path / "mine" / "report.html").read_text()


def test_a_folder_that_cannot_be_written_is_told_before_anything_is_collected(tmp_path: Path) -> None:
    """In words, without a traceback."""
    (tmp_path / "file").write_text("")
    done = _run("report", "--out", str(tmp_path / "file"))
    assert done.returncode == 1
    assert "A-340" in done.stderr
    assert "Looking" not in done.stderr
    assert _run("report").returncode == 2
