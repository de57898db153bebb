"""The commands of whoever checks and reviews: `verify`, `receipt`, `open`, `replay`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from protocol.errors import AttendedError, CheckFailed, NothingToCheck
from protocol.findings import Findings, Verdict
from protocol.receipt import read_receipt
from protocol.receipt_check import check_receipt
from relay import settings
from relay.replay import show
from relay.replay.sources import Sources, of_data, of_files, of_session, read, read_verifier_key, sessions_in
from relay.replay.verify import examine

CHECK_FAILED = 1
_RECEIPT_BYTES = 32 * 2**20
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Data = Annotated[Path | None, typer.Option("--data", help="The relay's data folder.", show_default=False)]


def register(app: typer.Typer) -> None:
    """Add the commands to the relay's."""
    app.command()(verify)
    app.command()(receipt)


def verify(
    what: Annotated[str | None, typer.Argument(help="A session's id, or a recording's file.")] = None,
    data: Data = None,
    recording: Annotated[Path | None, typer.Option(help="A recording that was handed out.")] = None,
    log: Annotated[Path | None, typer.Option(help="The log's folder.")] = None,
    vkey: Annotated[Path | None, typer.Option(help="A file with the log's verifier key.")] = None,
    receipt: Annotated[Path | None, typer.Option(help="receipt.json or receipt.html of the session.")] = None,
    seen: Annotated[Path | None, typer.Option(help="A checkpoint of this log, remembered from before.")] = None,
    as_json: Json = False,  # noqa: FBT002 - a flag
) -> None:
    """Check recordings and log offline. Exit code 0: all holds; 1: a check failed; 2: nothing could be checked."""
    try:
        sources = _sources(what, data, recording, log, vkey)
    except CheckFailed as failed:  # the log's own key is none
        found = [(str(vkey), _failed("log: key", failed))]
    else:
        found = [(title, _examined(each, receipt, seen)) for title, each in sources]
    if as_json:
        shown = [show.as_json(findings, what=title) for title, findings in found]
        typer.echo(json.dumps(shown[0] if len(shown) == 1 else shown, indent=1, ensure_ascii=False))
    else:
        typer.echo("\n\n".join("\n".join(show.lines(findings, title)) for title, findings in found))
    if any(findings.verdict in {Verdict.NOT_PROVEN, Verdict.NOT_YET} for _, findings in found):
        raise typer.Exit(CHECK_FAILED)


def receipt(
    file: Annotated[Path, typer.Argument(help="receipt.json or receipt.html.")],
    vkey: Annotated[Path | None, typer.Option(help="A file with the log's verifier key.")] = None,
    as_json: Json = False,  # noqa: FBT002 - a flag
) -> None:
    """Check a receipt offline, from the file alone. No relay is needed."""
    findings = _receipt_findings(file, vkey)
    if as_json:
        typer.echo(json.dumps(show.as_json(findings, what=str(file)), indent=1, ensure_ascii=False))
    else:
        typer.echo("\n".join(show.lines(findings, str(file))))
    if findings.verdict in {Verdict.NOT_PROVEN, Verdict.NOT_YET}:
        raise typer.Exit(CHECK_FAILED)


def _receipt_findings(file: Path, vkey: Path | None) -> Findings:
    key = None if vkey is None else str(read_verifier_key(vkey))
    try:
        return check_receipt(read_receipt(read(file, _RECEIPT_BYTES)), key)
    except CheckFailed as failed:
        return _failed("file", failed)


def _failed(name: str, error: AttendedError) -> Findings:
    findings = Findings()
    findings.failed(name, error)
    return findings


def _sources(
    what: str | None, data: Path | None, recording: Path | None, log: Path | None, vkey: Path | None
) -> list[tuple[str, Sources]]:
    if what is not None and Path(what).is_file():
        if recording is not None:
            raise NothingToCheck("two recordings are named")
        recording, what = Path(what), None
    if recording is not None or log is not None:
        if what is not None:
            raise NothingToCheck(f"{what}: name a session with --data, or files")
        return [(str(recording or log), of_files(recording, log, vkey))]
    folder = data or settings.default_data()
    if what is not None:
        return [(what, of_session(folder, what))]
    sessions = sessions_in(folder)
    if not sessions:
        return [(str(folder / "log"), of_data(folder))]
    return [(session, of_session(folder, session)) for session in sessions]


def _examined(sources: Sources, receipt: Path | None, seen: Path | None) -> Findings:
    """Check; a receipt or checkpoint that is none is a failed check like any other."""
    trouble: list[tuple[str, AttendedError]] = []
    try:
        sources = sources if receipt is None else sources.with_receipt(receipt)
    except CheckFailed as failed:
        trouble.append(("receipt: file", failed))
    try:
        sources = sources if seen is None else sources.with_seen(seen)
    except CheckFailed as failed:
        trouble.append(("seen", failed))
    findings = examine(sources).findings
    for name, error in trouble:
        findings.failed(name, error)
    return findings
