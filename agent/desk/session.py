"""The facts of one session on the desk's side: filled in as it goes, read by every part of the core."""

from __future__ import annotations

from dataclasses import dataclass, field

from agent.desk.trust import Found
from agent.desk.view import Asker
from consent.course import Course
from consent.grant import ConsentGrant
from consent.jws import SigningKey, VerifyKey
from consent.organisation import DirectoryEntry
from consent.request import Asked
from consent.setting import Setting
from protocol.events import Paired
from protocol.receipt import EpochSecret, ReceiptNotice, ReceiptWords


@dataclass
class Session:
    """One session. Secrets stay here, in the desk's memory; the engine is given traffic keys only."""

    id: str
    origin: str
    log_key: str
    seed: bytes = field(repr=False)
    key: SigningKey
    found: Found
    course: Course
    """Where consent stands, and what lives."""
    paired: Paired | None = None
    entry_token: str = ""
    entry: DirectoryEntry | None = None
    asker: Asker | None = None
    setting: Setting | None = None
    asked: Asked = field(default_factory=Asked)
    """What was asked so far; the consent floor keeps people from being nagged."""
    grant: ConsentGrant | None = None
    """The last grant that was signed: each replaces the one before as a whole."""
    grant_token: str = ""
    grants: list[str] = field(default_factory=list)
    """Every grant's token, in the order of their chain."""
    told: int = 0
    """How many of them the technician was told of on this line: a lost one may have taken words along."""
    deadline: float = 0.0
    """When it ends, on the boot-time clock."""
    epoch: int = 0
    """The highest epoch used: resumes and key lists take the next."""
    words: list[ReceiptWords] = field(default_factory=list)
    notices: list[ReceiptNotice] = field(default_factory=list)
    secrets: list[EpochSecret] = field(default_factory=list, repr=False)
    story: list[tuple[str, str]] = field(default_factory=list)
    """What happened, for the last window: time of day, and words."""
    was_live: bool = False
    sees_use: bool = False
    """Whether a report was sent under the yes that lives, so that the technician sees how busy this computer is."""

    @property
    def technician_key(self) -> VerifyKey:
        """Give the technician's key; only asked for once paired."""
        if self.paired is None:
            raise RuntimeError("nobody paired yet")
        return self.paired.technician_key
