"""What the person who started the program asked for, and looking up the relay that they named."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from agent.desk.address import RelayAddress
from agent.desk.fetch import fetch_well_known
from agent.desk.known import KnownFile
from agent.desk.trust import Found, find_out


@dataclass(frozen=True)
class Wishes:
    """What the person who started the program asked for."""

    address: RelayAddress
    language: str
    data: Path
    receipts: Path
    pinned: Mapping[str, str]

    @property
    def spare_receipts(self) -> tuple[Path, ...]:
        """Give where a receipt goes when its folder cannot be written."""
        return (self.data / "receipts", Path.home() / "Attended receipts")


class BootClock:
    """The computer's clocks."""

    def boot(self) -> float:
        """Give the seconds since the computer started, sleep included."""
        return time.clock_gettime(time.CLOCK_BOOTTIME)

    def wall(self) -> float:
        """Give unix seconds."""
        return time.time()


def look_up(wishes: Wishes, known: KnownFile) -> Found:
    """Look relay and organisation up. Blocks; raises as `find_out`."""
    return find_out(wishes.address, fetch_well_known, known, wishes.pinned, int(time.time()))
