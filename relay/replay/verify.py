"""
The checks of a recording, its log and its receipt, in their order, in words a person reads. Offline, without any key.

Every byte of the file stands for itself (its hash is in the log), every entry for its place (the session's root is in
the log), every document for its signer, every message for the yes that covers it.
"""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from consent.canonical import canonical
from consent.encoding import b64u, unb64u
from consent.grant import ConsentGrant
from consent.jws import SigningKey, VerifyKey, sha256_of
from consent.keylist import KeyList
from protocol.channels import Direction
from protocol.errors import (
    AttendedError,
    EntryMalformed,
    EntryOutOfPlace,
    NotInThisLog,
    OutsideOfGrant,
    PairingWrong,
    ReceiptOfAnother,
    RecordingChanged,
    RecordingUnreadable,
    StatementWrong,
    WrapsChanged,
)
from protocol.findings import Finding, Findings, Result
from protocol.receipt import Receipt, read_receipt_keys
from protocol.receipt_check import check_receipt
from relay.log.check import check_log
from relay.log.store import quiet
from relay.replay.account import Account, Fault, Misstated
from relay.replay.container import FinishedFile
from relay.replay.hashing import HashedFile
from relay.replay.logfacts import Facts, LogOnDisk, closing_of, demand_documents_logged
from relay.replay.sources import Sources
from relay.replay.trails import noun_of

_WHO = {Direction.FROM_AGENT: "The customer's computer", Direction.FROM_TECHNICIAN: "The technician's page"}


@dataclass
class Examination:
    """One run over one set of sources; `findings` holds what was found, in order."""

    sources: Sources
    findings: Findings = field(default_factory=Findings)
    account: Account = field(default_factory=Account)
    log: LogOnDisk | None = None
    closing: Facts | None = None
    closing_bytes: bytes = b""
    facts: list[tuple[int, bytes, Facts]] = field(default_factory=list)
    size: int = 0
    sha256: bytes = b""
    is_whole: bool = False

    def run(self) -> Findings:
        """Make all checks that the sources allow."""
        if self.sources.log is not None:
            self._check_log(self.sources.log)
        if self.sources.recording is not None:
            self._read(self.sources.recording)
            self._check_recording()
        elif self.sources.session is not None:
            self._no_recording()
        if self.sources.receipt is not None:
            self._check_receipt()
        return self.findings

    # The log

    def _check_log(self, folder: Path) -> None:
        key = self.sources.log_key
        assert key is not None  # noqa: S101 - a log comes with its key, see `sources`
        beside = folder.parent / "log-key"
        checks = check_log(folder, key, None, quiet(beside) if beside.is_dir() else nullcontext())
        for check in checks:
            if check.name != "history":
                self.findings.say(
                    f"log: {check.name}", check.words, Result.GOOD if check.good else Result.BAD, check.detail
                )
        if not all(check.good for check in checks):
            return
        try:
            self.log = LogOnDisk.look(folder, key)
        except AttendedError as error:
            self.findings.failed("log", error)
            return
        self._check_history(self.log)

    def _check_history(self, log: LogOnDisk) -> None:
        receipt = self.sources.receipt
        proofs = [held.proof for held in receipt.documents if held.proof] if receipt else []
        if receipt is not None and receipt.closing is not None:
            proofs.append(receipt.closing.proof)
        seen = [*self.sources.seen, *(proof.partition("\n\n")[2] for proof in proofs)]
        if not seen:
            words = "Nothing was remembered to compare with: a log rolled back as a whole would not show."
            self.findings.say("log: history", words, Result.NOT_CHECKED)
            return

        def look() -> str:
            return "; ".join(sorted({log.demand_grown_from(signed) for signed in seen})[-3:])

        self.findings.check("log: history", "The log only grew since the states of it that were seen before.", look)

    # The recording

    def _read(self, path: Path) -> None:
        """Read the whole file once: its hash, its entries, and what they say."""
        try:
            with path.open("rb") as file:
                hashed = HashedFile(file)
                finished = FinishedFile(hashed)
                trouble = self._entries(finished)
                self.sha256, self.size = hashed.finish(), hashed.size
        except OSError as wrong:
            self.findings.failed("file", RecordingUnreadable(str(wrong)))
            return
        if trouble is None and finished.changed:
            stretch = finished.changed[0]
            words = _from_there(stretch.first, stretch.last, self._time_of(stretch.first))
            self.findings.failed("file", RecordingChanged("checksum"), words, stretch.first)
        elif trouble is None:
            self.is_whole = True
            detail = f"{self.account.tree.entries} entries, {self.size} bytes"
            self.findings.say("file", "The file is one whole recording; every entry is in its place.", detail=detail)

    def _entries(self, finished: FinishedFile) -> AttendedError | None:
        try:
            for placed in finished:
                self.account.take(placed.entry)
        except AttendedError as error:
            at = finished.following
            words = error.words
            if isinstance(error, EntryMalformed | EntryOutOfPlace):
                words = f"Entry {at} is not the one that was written there. What follows cannot be trusted."
            self.findings.failed("file", error, words, at)
            return error
        return None

    def _check_recording(self) -> None:
        self._check_closing()
        if not self.account.tree.entries:
            return
        self._check_faults()
        self._check_rules()
        self._check_documents_logged()
        self._check_coverage()
        self._check_statements()
        self._check_end()
        self._check_wraps()

    def _no_recording(self) -> None:
        if self.log is not None and self.sources.session is not None:
            self.facts = self.log.of_session(self.sources.session)
        erased = [facts for _, _, facts in self.facts if facts.get("kind") == "erased"]
        if erased:
            words = f"Erased on {erased[0].get('time')}. The log still proves that it existed, and nothing else."
            self.findings.say("file", words, Result.MISSING)
        elif self.sources.is_live:
            words = "The session still runs, or the relay broke off: the recording is not finished yet."
            self.findings.say("file", words, Result.MISSING)
        else:
            self.findings.failed("file", RecordingUnreadable("it is not there"))

    def _check_closing(self) -> None:
        opening = self.account.opening
        session = opening.session if opening else self.sources.session
        if self.log is None:
            if not any(finding.result is Result.BAD for finding in self.findings.all):
                words = "There is no log to compare with. The recording may be whole, or another one altogether."
                self.findings.say("closing", words, Result.MISSING)
            return
        if session is None:
            return
        self.facts = self.log.of_session(session)
        self.findings.check("opened", "The log knows this session since it began.", self._opened)
        try:
            closing = closing_of(self.facts)
        except AttendedError as error:
            self.findings.failed("closing", error)
            return
        if closing is None:
            words = "The log does not say that this session was closed. It may be closing now, or this is an older log."
            self.findings.say("closing", words, Result.MISSING)
            return
        _, self.closing_bytes, self.closing = closing
        self._compare_closing(self.closing)

    def _opened(self) -> str:
        opened = [facts for _, _, facts in self.facts if facts.get("kind") == "session-opened"]
        opening = self.account.opening
        if len(opened) != 1:
            raise NotInThisLog(f"opened {len(opened)} times")
        if opening is not None and opened[0].get("policy_sha256") != sha256_of(opening.policy):
            raise NotInThisLog("opened under other rules")
        if opening is not None and self.sources.log_key is not None and opening.log_key != str(self.sources.log_key):
            raise NotInThisLog("the recording names another log")
        return str(opened[0].get("time"))

    def _compare_closing(self, closing: Facts) -> None:
        same_bytes = (closing.get("bytes"), closing.get("sha256")) == (self.size, b64u(self.sha256))
        same_tree = (closing.get("entries"), closing.get("root")) == (self.account.tree.entries, self.account.root())
        if same_bytes and same_tree:
            words = "The file is, to the last byte, the one whose hash the log has; so is every entry."
            self.findings.say("closing", words, detail=f"{self.size} bytes, root {closing['root']}")
            return
        detail = f"{self.size} bytes here, {closing.get('bytes')} in the log; "
        detail += f"{self.account.tree.entries} entries here, {closing.get('entries')} in the log"
        if same_tree:
            words = "Bytes of the file that belong to no entry were changed. All entries are as they were written."
            self.findings.failed("closing", RecordingChanged(detail), words)
            return
        first, last = self._suspects()
        self.findings.failed("closing", RecordingChanged(detail), _from_there(first, last, self._time_of(first)), first)

    def _suspects(self) -> tuple[int, int]:
        """Narrow down which entry was changed: by what broke first, else somewhere in the recording."""
        named = [finding.entry for finding in self.findings.all if finding.entry is not None]
        broken = [fault.entry for fault in self.account.faults.values()]
        if first := sorted((*named, *broken)):
            return first[0], first[0]
        if self.account.misstated:
            said = self.account.misstated[0].mismatch
            return said.first, said.last
        return 0, max(0, self.account.tree.entries - 1)

    def _time_of(self, entry: int) -> int:
        for trail in self.account.trails.values():
            for index, time in zip(trail.entries, trail.times, strict=True):
                if index >= entry:
                    return time
        return self.account.began

    # What the entries say

    def _check_faults(self) -> None:
        faults = self.account.faults
        self._fault("entries", faults.get("entries"), "Every entry has the form of its kind.")
        self._fault("pairing", faults.get("pairing"), "Both ends paired in order; their keys are known.")
        if self.account.setting is None and "pairing" not in faults:
            if any(held.note.what == "ended-without-word" for held in self.account.notes):
                self.findings.say("pairing", "The pairing was never finished; nothing could flow.", Result.GAP)
            else:
                self.findings.failed("pairing", PairingWrong("there is none"))
        words = (
            f"All {len(self.account.documents)} documents are signed by the end they name, each after the one before."
        )
        self._fault("documents", faults.get("documents"), words)

    def _fault(self, name: str, fault: Fault | None, words: str) -> None:
        if fault is None:
            self.findings.say(name, words)
            return
        where = f"Entry {fault.entry}, at {clock(fault.time)}: {fault.error.words}"
        if name == "documents":
            where = f"A document at {clock(fault.time)} (entry {fault.entry}) does not hold: {fault.error.words}"
        self.findings.failed(name, fault.error, where, fault.entry)

    def _check_rules(self) -> None:
        key = self.sources.organisation_key
        good = "The rules in force were the organisation's own." if key else (
            "The rules are the ones both ends agreed on. Whether they are the organisation's own needs its key."
        )  # fmt: skip

        def look() -> str:
            policy, named = self.account.rules(key)
            return f"{policy.domain}, version {policy.version}, {named}"

        held = self.findings.check("rules", good, look)
        if held and key is None:
            last = self.findings.all.pop()
            self.findings.say("rules", good, Result.NOT_CHECKED, last.detail)

    def _check_documents_logged(self) -> None:
        if self.log is None:
            return
        salt = self.sources.salt()
        words = "Every yes, its keys and its end stand in the log, by their salted hash."
        if salt is None:
            words = (
                "The log counts the same yeses. Which ones they are is not checked: the salt is not here or was erased."
            )
        held = self.findings.check(
            "in the log", words, lambda: demand_documents_logged(self.account.documents, self.facts, salt)
        )
        if held and salt is None:
            last = self.findings.all.pop()
            self.findings.say("in the log", words, Result.NOT_CHECKED, last.detail)

    def _check_coverage(self) -> None:
        bad = list(self.account.violations())
        if not bad:
            flight = self.account.in_flight
            detail = f"{flight} messages came too late and were not acted on" if flight else ""
            words = "Nothing flowed that no yes covered."
            self.findings.say("coverage", words, detail=detail)
        for verdict, entry, time in bad[:20]:
            noun = noun_of(verdict.place, verdict.count)
            verb = "were" if verdict.count != 1 else "was"
            words = f"{verdict.count} {noun} at {clock(time)} {verb} sent without a yes that covers them."
            detail = f"{verdict.why}; epoch {verdict.place.epoch}, channel {verdict.place.channel}"
            self.findings.failed("coverage", OutsideOfGrant(detail), words, entry)

    def _check_statements(self) -> None:
        wrong = self.account.unexplained()
        for said in wrong[:20]:
            self.findings.failed("statements", StatementWrong(str(said.mismatch.place)), _misstated(said), said.entry)
        if not wrong:
            count = sum(trail.confirmed for trail in self.account.trails.values())
            words = "What both ends signed about what they sent and heard fits what is here."
            self.findings.say("statements", words, detail=f"{count} messages confirmed")
        for trail in self.account.unconfirmed()[:20]:
            number = trail.count - trail.confirmed
            noun = noun_of(trail.place, number)
            time = trail.time_of(trail.confirmed) or self.account.ends
            words = f"{number} {noun} from {clock(time)} on: not confirmed by either end."
            self.findings.say("confirmed", words, Result.GAP, entry=trail.entry_of(trail.confirmed))
        for trail in self.account.trails.values():
            if trail.lost:
                noun = noun_of(trail.place, trail.lost)
                words = f"The line broke: {trail.lost} {noun} were sent and never arrived here."
                self.findings.say("lost", words, Result.GAP)

    def _check_end(self) -> None:
        if self.account.setting is None:
            return
        broke = [held for held in self.account.notes if held.note.what == "recovered"]
        for held in broke:
            words = f"The relay broke off and went on at {clock(held.time)}. Everything up to then is whole."
            self.findings.say("broke off", words, Result.GAP, entry=held.entry)
        if self.account.ended and self.account.finals == set(Direction):
            self.findings.say("end", "Both ends confirmed the end.")
            return
        if not self.account.ended:
            words = (
                f"The session broke off at {clock(self.account.ends)}. The customer's computer never confirmed the end."
            )
            self.findings.say("end", words, Result.GAP)
        for direction in sorted(set(Direction) - self.account.finals):
            if self.account.ended:
                self.findings.say("end", f"{_WHO[direction]} never gave its last account.", Result.GAP)

    def _check_wraps(self) -> None:
        wraps = self.sources.wraps()
        if wraps is None:
            words = (
                "Not checked: the wrapped keys are not here or were erased. Without them nobody opens the recording."
            )
            self.findings.say("keys", words, Result.NOT_CHECKED)
            return

        def look() -> str:
            lists = [held.document for held in self.account.documents if isinstance(held.document, KeyList)]
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

        self.findings.check("keys", "The wrapped keys beside the recording are the ones the customer allowed.", look)

    # The receipt

    def _check_receipt(self) -> None:
        receipt = self.sources.receipt
        assert receipt is not None  # noqa: S101 - asked by the caller
        key = None if self.sources.log_key is None else str(self.sources.log_key)
        for finding in check_receipt(receipt, key).all:
            self._take_over(finding)
        if self.account.opening is not None:
            words = "The receipt speaks of this recording: same ends, same yeses, same root."
            self.findings.check("receipt: same session", words, self._same_as_receipt)
        self.findings.check("receipt: files", "The files beside the receipt belong to it.", self._same_files)

    def _take_over(self, finding: Finding) -> None:
        name = f"receipt: {finding.name}"
        number = len(self.findings.all) + 1
        self.findings.all.append(
            Finding(number, name, finding.words, finding.result, finding.detail, finding.code, finding.entry)
        )

    def _same_as_receipt(self) -> str:
        receipt, account = self.sources.receipt, self.account
        opening, setting = account.opening, account.setting
        assert receipt is not None  # noqa: S101 - asked by the caller
        assert opening is not None  # noqa: S101 - as above
        if setting is None or account.share is None:
            raise ReceiptOfAnother("the recording holds no pairing")
        keys = (VerifyKey.from_jwk(receipt.agent_key), VerifyKey.from_jwk(receipt.technician_key))
        here = (setting.session, setting.origin, opening.organisation, opening.log_key, opening.policy)
        there = (receipt.session, receipt.origin, receipt.organisation, receipt.log_key, receipt.policy)
        if here != there or keys != (setting.agent_key, setting.technician_key):
            raise ReceiptOfAnother("session, relay, rules or keys")
        if account.share.entry_sha256 != sha256_of(receipt.entry):
            raise ReceiptOfAnother("the technician's entry is not the one of the pairing")
        recorded = {held.token for held in account.documents}
        missing = [held.token for held in receipt.documents if held.token not in recorded]
        if missing and receipt.closing is not None:
            raise ReceiptOfAnother("a document of the receipt is not in the recording")
        grants = {held.token for held in account.documents if isinstance(held.document, ConsentGrant)}
        if not grants <= {held.token for held in receipt.documents}:
            raise ReceiptOfAnother("a yes in the recording is not in the receipt")
        if receipt.closing is not None:
            said = (receipt.closing.root, receipt.closing.entries)
            if said != (account.root(), account.tree.entries):
                raise ReceiptOfAnother("another root")
            if self.closing_bytes and unb64u(receipt.closing.entry) != self.closing_bytes:
                raise ReceiptOfAnother("another closing entry than the log's")
        return receipt.session

    def _same_files(self) -> str:
        receipt, path = self.sources.receipt, self.sources.receipt_file
        if receipt is None or path is None or receipt.closing is None:
            return ""
        expected = {"receipt.proof": receipt.closing.proof.encode(), "receipt.leaf": unb64u(receipt.closing.entry)}
        expected["receipt.json"] = canonical(receipt.model_dump(mode="json"))
        found = []
        for name, data in expected.items():
            file = path.parent / name
            if file.is_file():
                found.append(name)
                if file.read_bytes() != data:
                    raise ReceiptOfAnother(f"{name} is another")
        keys = path.parent / "receipt.keys"
        if keys.is_file():
            found.append(keys.name)
            self._demand_own_keys(receipt, keys)
        return ", ".join(found)

    def _demand_own_keys(self, receipt: Receipt, path: Path) -> None:
        keys = read_receipt_keys(path.read_bytes())
        agent = SigningKey.from_seed(unb64u(keys.agent_seed)).verify_key
        same = (keys.session, keys.origin) == (receipt.session, receipt.origin)
        if not same or agent != VerifyKey.from_jwk(receipt.agent_key):
            raise ReceiptOfAnother("receipt.keys is another session's")
        lists = [held.document for held in self.account.documents if isinstance(held.document, KeyList)]
        named = {(held.epoch, group.group.value, group.secret_sha256) for held in lists for group in held.groups}
        here = {(held.epoch, held.group, b64u(sha256(unb64u(held.secret)).digest())) for held in keys.secrets}
        if lists and (here != named or len(here) != len(keys.secrets)):
            raise ReceiptOfAnother("receipt.keys opens something else")


def clock(milliseconds: int) -> str:
    """Write a time of day for people: the relay's, in UTC."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC).strftime("%H:%M:%S")


def _from_there(first: int, last: int, time: int) -> str:
    which = f"Entry {first} was" if first == last else f"Something in entries {first} to {last} was"
    return f"{which} changed after it was written. What you see from {clock(time)} on cannot be trusted."


def _misstated(said: Misstated) -> str:
    mismatch = said.mismatch
    noun = noun_of(mismatch.place)
    who = _WHO[said.signer]
    if mismatch.short:
        verb = "sent" if said.signer == mismatch.place.direction else "heard"
        return f"{who} says it {verb} {mismatch.count:,} {noun}. Only {mismatch.count - mismatch.short:,} are here."
    return (
        f"{who} signed for other {noun} than those between entry {mismatch.first} and entry {mismatch.last}: "
        f"one of them was changed, or stands in another's place."
    )


def _wrap(wrap: dict[str, object]) -> tuple[object, object, object, object]:
    try:
        digest = b64u(sha256(unb64u(str(wrap.get("wrapped")))).digest())
    except AttendedError:
        digest = ""
    return wrap.get("epoch"), wrap.get("group"), wrap.get("reader"), digest
