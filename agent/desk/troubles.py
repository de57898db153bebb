"""Which trouble window an error opens (experience 2.9)."""

from __future__ import annotations

from agent.desk.view import Trouble
from consent.errors import EntryOutOfDate, EntryWrong
from protocol.errors import (
    AnotherLogKey,
    AnotherOrganisation,
    AnotherOrigin,
    AttendedError,
    ProgramTooOld,
    RelayLogRolledBack,
    RelayNotReady,
    RelayUnreachable,
    TechnicianNotProven,
)

_STRANGER = (AnotherLogKey, AnotherOrganisation, AnotherOrigin, RelayLogRolledBack, ProgramTooOld)
_BUTTONS: dict[type[AttendedError], tuple[str, ...]] = {
    TechnicianNotProven: ("Close", "New code"),
    EntryWrong: ("Close", "New code"),
    EntryOutOfDate: ("Close", "New code"),
    RelayUnreachable: ("Close", "Try now"),
    RelayNotReady: ("Close", "Try now"),
}
_UNSURE = (
    "We cannot be sure who this is.",
    "So we did not let them ask. If you called them, call again on a number you know.",
)
_OUT_OF_DATE = (
    "We did not let them ask.",
    "Their proof of training ran out. They can ask a colleague. If this computer's date is wrong, put it right first.",
)


def trouble(error: AttendedError) -> Trouble:
    """Put an error into a window: its words as the title, its remedy as the text, its code for the details."""
    if isinstance(error, (TechnicianNotProven, EntryWrong)):
        return Trouble(error.code, *_UNSURE, _BUTTONS[EntryWrong])
    if isinstance(error, EntryOutOfDate):
        return Trouble(error.code, *_OUT_OF_DATE, _BUTTONS[EntryOutOfDate])
    usual = ("Close",) if isinstance(error, _STRANGER) else ("Close", "Start again")
    return Trouble(error.code, error.words, error.remedy, _BUTTONS.get(type(error), usual))
