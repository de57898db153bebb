"""The commands of whoever checks and reviews: `verify`, `receipt`, `open`, `replay`."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from consent.opening import OpeningReason
from protocol.errors import AttendedError, CheckFailed, CommandIncomplete, NothingToCheck
from protocol.findings import Findings, Verdict
from protocol.receipt import read_receipt
from protocol.receipt_check import check_receipt
from relay import settings
from relay.organisation.readers import read_reader
from relay.premises import running_origin
from relay.replay import show
from relay.replay.opening import Asked, OpenedRecording, opened_at_relay, opened_from_files
from relay.replay.relay_line import RelayLine
from relay.replay.session_word import TakesSession
from relay.replay.sources import Sources, of_data, of_files, of_session, read, read_verifier_key, sessions_in
from relay.replay.story import readable
from relay.replay.verify import examine
from relay.replay.wording import clock

CHECK_FAILED = 1
_RECEIPT_BYTES = 32 * 2**20
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Relay = Annotated[str | None, typer.Option(help="The relay's address; the one on this machine, if one runs.")]
Words = Annotated[str, typer.Option(help="More about the reason, for the organisation; the log does not keep it.")]
ReaderData = Annotated[
    Path | None, typer.Option("--data", help="Folder in which this machine remembers relays.", show_default=False)
]
REASONS = {"routine": OpeningReason.QUALITY} | {reason.value: reason for reason in OpeningReason}
Reason = Annotated[str, typer.Option(help=f"Why: {', '.join(REASONS)}.")]
Data = Annotated[Path | None, typer.Option("--data", help="The relay's data folder.", show_default=False)]


def register(app: typer.Typer) -> None:
    """Add the commands to the relay's."""
    app.command(cls=TakesSession)(verify)
    app.command()(receipt)
    short = "Open a recording; the opening is logged first."
    app.command(name="open", cls=TakesSession, short_help=short)(open_recording)
    app.command(cls=TakesSession, short_help="Play a recording; the opening is logged first.")(replay)


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


def open_recording(
    session: Annotated[str, typer.Argument(help="The session's id.")],
    key: Annotated[Path, typer.Option(help="Your reader's key; it stays on this machine.")],
    reason: Reason,
    relay: Relay = None,
    words: Words = "",
    data: ReaderData = None,
    as_json: Json = False,  # noqa: FBT002 - a flag
) -> None:
    """Open a recording on this machine: the opening is logged first, then every entry is told that you may read."""
    with _opened(session, key, relay, reason, words, data) as recording:
        lines = list(recording.lines())
        if as_json:
            told = [asdict(line) for line in lines]
            said = [asdict(line) for line in recording.afterwards]
            shown = {**show.as_json(recording.case.findings, what=session), "entries": told, "afterwards": said}
            typer.echo(json.dumps(shown, indent=1, ensure_ascii=False))
            return
        seen, unseen = readable(recording.unlocked.groups)
        typer.echo(f"{session}: {recording.case.findings.verdict.value}")
        typer.echo(f"You can read: {', '.join(seen)}. You cannot read: {', '.join(unseen) or 'nothing less'}.")
        for line in lines:
            if line.words:
                typer.echo(f"{line.entry:6}  {clock(line.time)}  {line.who:10}  {line.words}")
        for line in recording.afterwards:
            typer.echo(f" after  {clock(line.time)}  {line.who:10}  {line.words}")


def replay(  # noqa: PLR0913, PLR0917 - a command line has as many options as it has
    session: Annotated[str | None, typer.Argument(help="The session's id.")] = None,
    key: Annotated[Path | None, typer.Option(help="Your reader's key; it stays on this machine.")] = None,
    reason: Annotated[str, typer.Option(help=f"Why: {', '.join(REASONS)}.")] = "routine",
    relay: Relay = None,
    words: Words = "",
    data: ReaderData = None,
    recording: Annotated[Path | None, typer.Option(help="Your own recording, with --receipt-keys.")] = None,
    receipt_keys: Annotated[Path | None, typer.Option(help="receipt.keys of your own recording.")] = None,
    log: Annotated[Path | None, typer.Option(help="The log's folder, to check your own recording with.")] = None,
    vkey: Annotated[Path | None, typer.Option(help="A file with the log's verifier key.")] = None,
    receipt: Annotated[Path | None, typer.Option(help="receipt.json or receipt.html of the session.")] = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port on this machine; 0 takes any free one.")] = 0,
) -> None:
    """Play a recording in a browser on this machine; the opening is logged first, and your key stays here."""
    from relay.replay.player import serve_player  # noqa: PLC0415 - it brings a web server; `verify` waits for none

    if recording is not None and receipt_keys is not None:
        sources = of_files(recording, log, vkey)
        with opened_from_files(sources if receipt is None else sources.with_receipt(receipt), receipt_keys) as opened:
            serve_player(opened, port, _ready)
        return
    if session is None or key is None:
        raise CommandIncomplete("name a session and --key, or --recording and --receipt-keys")
    with _opened(session, key, relay, reason, words, data) as opened:
        serve_player(opened, port, _ready)


@contextmanager
def _opened(
    session: str, key: Path, relay: str | None, reason: str, words: str, data: Path | None
) -> Iterator[OpenedRecording]:
    folder = data or settings.default_data()
    address = relay or running_origin(folder)
    if address is None:
        raise CommandIncomplete("no relay runs on this machine: name its address with --relay")
    if reason not in REASONS:
        raise CommandIncomplete(f"--reason is one of: {', '.join(REASONS)}")
    asked = Asked(session, read_reader(key), REASONS[reason], words, int(time.time()))
    with opened_at_relay(asked, RelayLine(address), folder / "seen") as recording:
        yield recording


def _ready(link: str) -> None:
    typer.echo(f"Ready on {link}")
    sys.stdout.flush()


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
