"""The log's folder and its history."""

from dataclasses import replace

from protocol.findings import Result
from relay.replay.case import Case
from relay.replay.of_log import check_log_folder
from relay.replay.sources import Sources, of_files
from tests.support.recorded_session import RecordedSession


def checked(sources: Sources) -> Case:
    """Check the log alone."""
    case = Case(sources)
    check_log_folder(case)
    return case


def test_history_needs_something_that_was_seen(made: RecordedSession) -> None:
    """Without any memory the words say what would not show; with one, from where to where it grew."""
    sources = of_files(None, made.folder / "log", made.folder / "log.vkey")
    alone = checked(sources).findings.all[-1]
    assert (alone.name, alone.result) == ("log: history", Result.NOT_CHECKED)
    seen = checked(replace(sources, seen=(made.checkpoints[1], made.checkpoints[4]))).findings.all[-1]
    assert (seen.result, seen.detail) == (Result.GOOD, "5 entries then, 9 now")


def test_a_checkpoint_of_the_future_is_a_rollback(made: RecordedSession) -> None:
    """What was seen larger than it is now was rolled back; a foreign checkpoint fits nothing."""
    sources = of_files(None, made.folder / "log", made.folder / "log.vkey")
    forged = made.checkpoints[-1].replace("\n9\n", "\n99\n")
    assert checked(replace(sources, seen=(forged,))).findings.all[-1].result is Result.BAD


def test_a_spoiled_folder_is_not_looked_into(made: RecordedSession) -> None:
    """Where the folder does not hold, nothing of it is believed."""
    sources = of_files(None, made.folder / "readers", made.folder / "log.vkey")
    assert checked(sources).log is None
