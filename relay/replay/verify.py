"""
The checks of a recording, its log and its receipt, in their order, in words a person reads. Offline, without any key.

Every byte of the file stands for itself (its hash is in the log), every entry for its place (the session's root is in
the log), every document for its signer, every message for the yes that covers it.
"""

from __future__ import annotations

from collections.abc import Callable

from protocol.errors import AttendedError
from relay.replay.case import Case
from relay.replay.container import Placed
from relay.replay.of_entries import check_entries
from relay.replay.of_file import check_absence, check_closing, read_recording
from relay.replay.of_log import check_log_folder
from relay.replay.of_receipt import check_agreement, check_own
from relay.replay.sources import Sources


def examine(sources: Sources, on_entry: Callable[[Placed], None] | None = None) -> Case:
    """
    Make all checks that the sources allow; the result's `findings` say what was found.

    `on_entry` is told of every entry of the recording as it is read.
    """
    case = Case(sources, on_entry=on_entry)
    steps: list[Callable[[Case], None]] = [check_own, check_log_folder, _check_recording, check_agreement]
    for step in steps:
        try:
            step(case)
        except AttendedError as error:  # what no check foresaw is still a check that failed
            case.findings.failed(step.__name__.strip("_").replace("check_", ""), error)
    return case


def _check_recording(case: Case) -> None:
    if case.sources.recording is not None:
        read_recording(case, case.sources.recording)
        check_closing(case)
        if case.account.tree.entries:
            check_entries(case)
    elif case.sources.session is not None:
        check_absence(case)
