"""The checks of the log's folder, and of what was seen of it before."""

from __future__ import annotations

from contextlib import nullcontext

from protocol.errors import AttendedError
from protocol.findings import Result
from relay.log.check import check_log
from relay.log.store import quiet
from relay.replay.case import Case
from relay.replay.logfacts import LogOnDisk


def check_log_folder(case: Case) -> None:
    """Check the folder byte by byte; then that it grew from every state of it that was seen."""
    folder, key = case.sources.log, case.sources.log_key
    if folder is None or key is None:
        return
    beside = folder.parent / "log-key"  # in a relay's own folder, where the log may grow meanwhile
    checks = check_log(folder, key, None, quiet(beside) if beside.is_dir() else nullcontext())
    for check in checks:
        if check.name != "history":
            result = Result.GOOD if check.good else Result.BAD
            case.findings.say(f"log: {check.name}", check.words, result, check.detail)
    if not all(check.good for check in checks):
        return
    try:
        case.log = LogOnDisk.look(folder, key)
    except AttendedError as error:
        case.findings.failed("log", error)
    else:
        _check_history(case, case.log)


def _check_history(case: Case, log: LogOnDisk) -> None:
    proofs = [held.proof for held in case.receipt.documents if held.proof] if case.receipt else []
    if case.receipt is not None and case.receipt.closing is not None:
        proofs.append(case.receipt.closing.proof)
    seen = [*case.sources.seen, *(proof.partition("\n\n")[2] for proof in proofs)]
    if not seen:
        words = "Nothing was remembered to compare with: a log rolled back as a whole would not show."
        case.findings.say("log: history", words, Result.NOT_CHECKED)
        return

    def look() -> str:
        return max((log.demand_grown_from(signed) for signed in seen), key=lambda grown: int(grown.split()[0]))

    case.check("log: history", "The log only grew since the states of it that were seen before.", look)
