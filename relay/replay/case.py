"""What the checks of one recording share: what was given, what was read of it so far, and what was found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from protocol.errors import AttendedError
from protocol.findings import Findings, Result
from protocol.receipt import Receipt
from relay.replay.account import Account
from relay.replay.container import Placed
from relay.replay.logfacts import Facts, LogOnDisk
from relay.replay.sources import Sources


@dataclass
class Case:
    """One run over one set of sources. Each check fills in what the later ones need."""

    sources: Sources
    findings: Findings = field(default_factory=Findings)
    account: Account = field(default_factory=Account)
    receipt: Receipt | None = None
    """The receipt, once it was found to hold in itself: only then anything is compared with it."""
    log: LogOnDisk | None = None
    """The log, once its folder was found to hold."""
    facts: list[tuple[int, bytes, Facts]] = field(default_factory=list)
    """What the log has of this session."""
    closing: bytes = b""
    """The session's closing entry in the log."""
    size: int = 0
    sha256: bytes = b""
    on_entry: Callable[[Placed], None] | None = None
    """Told of every entry as it is read, for whoever needs to find it again."""

    def failed_at(self, name: str, error: AttendedError, words: str, entry: int) -> None:
        """Add a check that failed at an entry."""
        self.findings.failed(name, error, words, entry)

    def check(self, name: str, words: str, look: Callable[[], str], *, good: Result = Result.GOOD) -> None:
        """Make a check that raises when it fails; what holds may still be less than proven."""
        if self.findings.check(name, words, look) and good is not Result.GOOD:
            last = self.findings.all.pop()
            self.findings.say(name, words, good, last.detail)

    def time_of(self, entry: int) -> int:
        """Give the time of the first message at an entry or after it, in milliseconds."""
        found = (
            (index, time)
            for trail in self.account.trails.values()
            for index, time in zip(trail.entries, trail.times, strict=True)
            if index >= entry
        )
        return min(found, default=(0, self.account.ends))[1]
