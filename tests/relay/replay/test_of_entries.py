"""What the entries say: erased keys leave the proof whole, gaps are named, and what no yes covers is found."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from protocol.findings import Finding, Result
from protocol.recording import Entry, Kind, Origin
from protocol.sframe import SealingKey, kid, metadata
from relay.main import run
from relay.replay.account import Account
from relay.replay.case import Case
from relay.replay.of_entries import check_entries
from relay.replay.sources import Sources
from tests.support.recorded_session import RecordedSession


def examined(entries: list[Entry]) -> list[Finding]:
    """Check entries without a file or log."""
    case = Case(Sources(), account=Account())
    for entry in entries:
        case.account.take(entry)
    check_entries(case)
    return case.findings.all


def named(findings: list[Finding], name: str) -> list[Finding]:
    """Pick the findings of a check."""
    return [finding for finding in findings if finding.name == name]


def test_without_wraps_and_salt_the_log_still_proves(
    made: RecordedSession, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Deleting both by hand, as an erasure will, leaves recording and log proven; what they linked is not checked."""
    out = tmp_path / "out"
    shutil.copytree(made.folder, out, ignore=shutil.ignore_patterns("log-key", "readers", "receipt.*"))
    (out / "wraps.json").unlink()
    (out / "salt").unlink()
    files = ["--log", str(out / "log"), "--vkey", str(out / "log.vkey")]
    assert run(["verify", str(out / "recording.mcap"), *files, "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    unchecked = {check["name"] for check in said["checks"] if check["result"] == "not checked"}
    assert said["verdict"] == "Proven"
    assert {"keys", "in the log"} <= unchecked
    (out / "recording.mcap").unlink()
    assert run(["verify", *files]) == 0


def test_a_message_that_no_yes_covers_is_found_with_its_place(made: RecordedSession) -> None:
    """A key press sealed before control was allowed is named: how many, when, at which entry."""
    at = kid(1, 1, 3)
    body = SealingKey(bytes(64), at).seal(0, b"x" * 256, metadata(bytes(16)))
    begin = next(index for index, entry in enumerate(made.entries) if entry.kid == kid(1, 0, 1))
    before = made.entries[: begin + 1]
    smuggled = Entry(Kind.SEALED, Origin.TECHNICIAN, len(before), before[-1].time, body, at, 0)
    (found,) = named(examined([*before, smuggled]), "coverage")
    assert (found.result, found.entry) == (Result.BAD, begin + 1)
    assert found.words.startswith("1 key press at 09:00:0")
    assert "without a yes" in found.words


def test_what_comes_after_the_last_statement_is_not_confirmed(made: RecordedSession) -> None:
    """A recording that breaks off says so, and counts what nobody signed for."""
    first = next(index for index, entry in enumerate(made.entries) if entry.kid == kid(1, 0, 1))
    findings = examined(made.entries[: first + 4])
    (pictures,) = [finding for finding in named(findings, "confirmed") if "pictures" in finding.words]
    assert (pictures.result, pictures.words.split()[0]) == (Result.GAP, "4")
    assert "never confirmed the end" in named(findings, "end")[0].words


def test_a_picture_that_is_missing_contradicts_its_sender(made: RecordedSession) -> None:
    """Renumbered without one picture, the agent's own count tells how many there were."""
    pictures = [index for index, entry in enumerate(made.entries) if entry.kid == kid(1, 0, 1)]
    kept = [entry for index, entry in enumerate(made.entries) if index != pictures[-1]]
    entries = [
        Entry(entry.kind, entry.origin, index, entry.time, entry.body, entry.kid, entry.counter)
        for index, entry in enumerate(kept)
    ]
    found = named(examined(entries), "statements")
    assert f"The customer's computer says it sent {len(pictures)} pictures. Only {len(pictures) - 1} are here." in [
        finding.words for finding in found
    ]


def test_the_keys_beside_must_be_the_listed_ones(made: RecordedSession, tmp_path: Path) -> None:
    """An exchanged wrap is named as what it is."""
    held = json.loads((made.folder / "wraps.json").read_text())
    held["wraps"][0]["wrapped"] = held["wraps"][1]["wrapped"]
    (tmp_path / "wraps.json").write_text(json.dumps(held))
    case = Case(Sources(beside=tmp_path))
    for entry in made.entries:
        case.account.take(entry)
    check_entries(case)
    (found,) = named(case.findings.all, "keys")
    assert (found.result, found.code) == (Result.BAD, "K-407")
