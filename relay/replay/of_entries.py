"""The checks of what the entries say: who paired, what was signed, what was covered, what both ends confirmed."""

from __future__ import annotations

from hashlib import sha256

from consent.encoding import b64u, unb64u
from consent.keylist import KeyList
from protocol.channels import Direction
from protocol.errors import AttendedError, OutsideOfGrant, PairingWrong, StatementWrong, WrapsChanged
from protocol.findings import Result
from relay.replay.account import Fault
from relay.replay.case import Case
from relay.replay.logfacts import demand_documents_logged
from relay.replay.trails import noun_of
from relay.replay.wording import WHO, clock, misstated

_MOST = 20
"""Findings of one kind that are listed: more of the same tell nobody anything."""


def check_entries(case: Case) -> None:
    """Make all of them, in their order."""
    _check_faults(case)
    _check_rules(case)
    _check_logged(case)
    _check_coverage(case)
    _check_statements(case)
    _check_end(case)
    _check_wraps(case)


def _check_faults(case: Case) -> None:
    faults = case.account.faults
    _say_fault(case, "entries", faults.get("entries"), "Every entry has the form of its kind.")
    if case.account.setting is None and "pairing" not in faults:
        if any(held.note.what == "ended-without-word" for held in case.account.notes):
            case.findings.say("pairing", "The pairing was never finished; nothing could flow.", Result.GAP)
        else:
            case.findings.failed("pairing", PairingWrong("there is none"))
    else:
        _say_fault(case, "pairing", faults.get("pairing"), "Both ends paired in order; their keys are known.")
    words = f"All {len(case.account.documents)} documents are signed by the end they name, each after the one before."
    _say_fault(case, "documents", faults.get("documents"), words)


def _say_fault(case: Case, name: str, fault: Fault | None, words: str) -> None:
    if fault is None:
        case.findings.say(name, words)
        return
    where = f"Entry {fault.entry}, at {clock(fault.time)}: {fault.error.words}"
    if name == "documents":
        where = f"A document at {clock(fault.time)} (entry {fault.entry}) does not hold: {fault.error.words}"
    case.findings.failed(name, fault.error, where, fault.entry)


def _check_rules(case: Case) -> None:
    key = case.sources.organisation_key

    def look() -> str:
        policy, named = case.account.rules(key)
        return f"{policy.domain}, version {policy.version}, {named}"

    if key is not None:
        case.check("rules", "The rules in force were the organisation's own.", look)
    else:
        words = "The rules are the ones both ends agreed on. Whether they are the organisation's own needs its key."
        case.check("rules", words, look, good=Result.NOT_CHECKED)


def _check_logged(case: Case) -> None:
    if case.log is None:
        return
    salt = case.sources.salt()

    def look() -> str:
        return demand_documents_logged(case.account.documents, case.facts, salt)

    if salt is not None:
        case.check("in the log", "Every yes, its keys and its end stand in the log, by their salted hash.", look)
    else:
        words = "The log counts the same yeses. Which they are is not checked: the salt is not here or was erased."
        case.check("in the log", words, look, good=Result.NOT_CHECKED)


def _check_coverage(case: Case) -> None:
    bad = list(case.account.violations())
    if not bad:
        flight = case.account.in_flight
        detail = f"{flight} messages came too late and were not acted on" if flight else ""
        case.findings.say("coverage", "Nothing flowed that no yes covered.", detail=detail)
    for verdict, entry, time in bad[:_MOST]:
        noun, verb = noun_of(verdict.place, verdict.count), "was" if verdict.count == 1 else "were"
        words = f"{verdict.count} {noun} at {clock(time)} {verb} sent without a yes that covers them."
        detail = f"{verdict.why}; epoch {verdict.place.epoch}, channel {verdict.place.channel}"
        case.findings.failed("coverage", OutsideOfGrant(detail), words, entry)


def _check_statements(case: Case) -> None:
    wrong = case.account.unexplained()
    for said in wrong[:_MOST]:
        case.findings.failed("statements", StatementWrong(str(said.mismatch.place)), misstated(said), said.entry)
    if not wrong:
        count = sum(trail.confirmed for trail in case.account.trails.values())
        words = "What both ends signed about what they sent and heard fits what is here."
        case.findings.say("statements", words, detail=f"{count} messages confirmed")
    for trail in case.account.unconfirmed()[:_MOST]:
        number = trail.count - trail.confirmed
        time = trail.time_of(trail.confirmed) or case.account.ends
        words = f"{number} {noun_of(trail.place, number)} from {clock(time)} on: not confirmed by either end."
        case.findings.say("confirmed", words, Result.GAP, entry=trail.entry_of(trail.confirmed))
    for trail in case.account.trails.values():
        if trail.lost:
            verb = "was" if trail.lost == 1 else "were"
            words = (
                f"The line broke: {trail.lost} {noun_of(trail.place, trail.lost)} {verb} sent and never arrived here."
            )
            case.findings.say("lost", words, Result.GAP)


def _check_end(case: Case) -> None:
    account = case.account
    if account.setting is None:
        return
    for held in account.notes:
        if held.note.what == "recovered":
            words = f"The relay broke off and went on at {clock(held.time)}. Everything up to then is whole."
            case.findings.say("broke off", words, Result.GAP, entry=held.entry)
    if not account.ended:
        words = f"The session broke off at {clock(account.ends)}. The customer's computer never confirmed the end."
        case.findings.say("end", words, Result.GAP)
    elif account.finals == set(Direction):
        case.findings.say("end", "Both ends confirmed the end.")
    else:
        for direction in sorted(set(Direction) - account.finals):
            case.findings.say("end", f"{WHO[direction]} never gave its last account.", Result.GAP)


def _check_wraps(case: Case) -> None:
    wraps = case.sources.wraps()
    if wraps is None:
        words = "Not checked: the wrapped keys are not here or were erased. Without them nobody opens the recording."
        case.findings.say("keys", words, Result.NOT_CHECKED)
        return

    def look() -> str:
        lists = [held.document for held in case.account.documents if isinstance(held.document, KeyList)]
        named = {
            (keys.epoch, group.group.value, wrap.reader, wrap.sha256)
            for keys in lists
            for group in keys.groups
            for wrap in group.wraps
        }
        here = {_wrap(wrap) for wrap in wraps}
        if here != named or len(wraps) != len(named):
            raise WrapsChanged(f"{len(named - here)} missing, {len(here - named)} foreign")
        return f"{len(named)} wrapped keys"

    case.check("keys", "The wrapped keys beside the recording are the ones the customer allowed.", look)


def _wrap(wrap: dict[str, object]) -> tuple[object, ...]:
    try:
        digest = b64u(sha256(unb64u(str(wrap.get("wrapped")))).digest())
    except AttendedError:
        digest = ""
    return wrap.get("epoch"), str(wrap.get("group")), str(wrap.get("reader")), digest
