"""The checks of the recording as a file: one whole file, every entry in its place, and the one that the log has."""

from __future__ import annotations

from pathlib import Path

from consent.encoding import b64u
from consent.jws import sha256_of
from protocol.errors import (
    AttendedError,
    EntryMalformed,
    EntryOutOfPlace,
    NotInThisLog,
    RecordingChanged,
    RecordingUnreadable,
)
from protocol.findings import Result
from relay.replay.case import Case
from relay.replay.container import FinishedFile
from relay.replay.hashing import HashedFile
from relay.replay.logfacts import Facts, closing_of
from relay.replay.wording import changed_from


def read_recording(case: Case, path: Path) -> None:
    """Read the whole file once: its hash, its entries, and what they say."""
    try:
        with path.open("rb") as file:
            hashed = HashedFile(file)
            finished = FinishedFile(hashed)
            is_whole = _read_entries(case, finished)
            case.sha256, case.size = hashed.finish(), hashed.size
    except OSError as wrong:
        case.findings.failed("file", RecordingUnreadable(wrong.strerror or "it cannot be read"))
        return
    if is_whole and finished.changed:
        stretch = finished.changed[0]
        words = changed_from(stretch.first, stretch.last, case.time_of(stretch.first))
        case.findings.failed("file", RecordingChanged("checksum"), words, stretch.first)
    elif is_whole:
        detail = f"{case.account.tree.entries} entries, {case.size} bytes"
        case.findings.say("file", "The file is one whole recording; every entry is in its place.", detail=detail)


def _read_entries(case: Case, finished: FinishedFile) -> bool:
    try:
        for placed in finished:
            case.account.take(placed.entry)
            if case.on_entry is not None:
                case.on_entry(placed)
    except AttendedError as error:
        at, words = finished.following, error.words
        if isinstance(error, EntryMalformed | EntryOutOfPlace):
            words = f"Entry {at} is not the one that was written there. What follows cannot be trusted."
        case.findings.failed("file", error, words, at)
        return False
    return True


def check_absence(case: Case) -> None:
    """Say why there is no recording: erased, not finished yet, or gone."""
    if case.log is not None and case.sources.session is not None:
        case.facts = case.log.of_session(case.sources.session)
    erased = [facts for _, _, facts in case.facts if facts.get("kind") == "erased"]
    if erased:
        words = f"Erased on {erased[0].get('time')}. The log still proves that it existed, and nothing else."
        case.findings.say("file", words, Result.MISSING)
    elif case.sources.is_live:
        words = "The session still runs, or the relay broke off: the recording is not finished yet."
        case.findings.say("file", words, Result.MISSING)
    else:
        case.findings.failed("file", RecordingUnreadable("it is not there"))


def check_closing(case: Case) -> None:
    """Check that the log has this file and these entries, and closed the session once."""
    opening = case.account.opening
    session = opening.session if opening else case.sources.session
    if case.log is None:
        if case.sources.log is None:
            words = "There is no log to compare with. The recording may be whole, or another one altogether."
            case.findings.say("closing", words, Result.MISSING)
        return
    if session is None:
        return
    case.facts = case.log.of_session(session)
    case.check("opened", "The log knows this session since it began.", lambda: _opened(case))
    try:
        closing = closing_of(case.facts)
    except AttendedError as error:
        case.findings.failed("closing", error)
        return
    if closing is None:
        words = "The log does not say that this session was closed. It may be closing now, or this is an older log."
        case.findings.say("closing", words, Result.MISSING)
        return
    case.closing = closing[1]
    _compare(case, closing[2])


def _opened(case: Case) -> str:
    opened = [facts for _, _, facts in case.facts if facts.get("kind") == "session-opened"]
    opening = case.account.opening
    if len(opened) != 1:
        raise NotInThisLog(f"opened {len(opened)} times")
    if opening is not None and opened[0].get("policy_sha256") != sha256_of(opening.policy):
        raise NotInThisLog("opened under other rules")
    if opening is not None and opening.log_key != str(case.sources.log_key):
        raise NotInThisLog("the recording names another log")
    return str(opened[0].get("time"))


def _compare(case: Case, closing: Facts) -> None:
    entries, root = case.account.tree.entries, case.account.root()
    same_bytes = (closing.get("bytes"), closing.get("sha256")) == (case.size, b64u(case.sha256))
    same_tree = (closing.get("entries"), closing.get("root")) == (entries, root)
    if same_bytes and same_tree:
        words = "The file is, to the last byte, the one whose hash the log has; so is every entry."
        case.findings.say("closing", words, detail=f"{case.size} bytes, root {root}")
        return
    detail = f"{case.size} bytes here, {closing.get('bytes')} in the log; "
    detail += f"{entries} entries here, {closing.get('entries')} in the log"
    if same_tree:
        words = "Bytes of the file that belong to no entry were changed. All entries are as they were written."
        case.findings.failed("closing", RecordingChanged(detail), words)
        return
    first, last = _suspects(case)
    words = changed_from(first, last, case.time_of(first))
    case.findings.failed("closing", RecordingChanged(detail), words, first)


def _suspects(case: Case) -> tuple[int, int]:
    """Narrow down which entry was changed: by what broke first, else somewhere in the recording."""
    named = [finding.entry for finding in case.findings.all if finding.entry is not None]
    broken = [fault.entry for fault in case.account.faults.values()]
    if found := (*named, *broken):
        return min(found), min(found)
    if case.account.misstated:
        said = case.account.misstated[0].mismatch
        return said.first, said.last
    return 0, max(0, case.account.tree.entries - 1)
