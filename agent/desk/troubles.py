"""
Which trouble window an error opens, in the exact words of experience 2.9, and how it is said in the language of now.

Errors that customers can meet are told in their own words (`TOLD`). Of any other a customer can do one thing only, so
there is one text for all of them; its code stands in the details.
"""

from __future__ import annotations

from math import ceil
from types import MappingProxyType

from agent.desk.dates import spoken_day
from agent.desk.language import as_written, count, mark, say
from agent.desk.view import Trouble
from consent.errors import EntryOutOfDate, EntryWrong, OrganisationOutOfDate, OrganisationWrong
from protocol.errors import (
    AddressMistyped,
    AlreadyRunning,
    AnotherLogKey,
    AnotherOrganisation,
    AnotherOrigin,
    AttendedError,
    DeskFailed,
    DesktopNotSupported,
    DisplayGone,
    DisplayLost,
    DisplayMissing,
    EngineDied,
    InputMissing,
    KnownDamaged,
    KnownNotWritten,
    LineGivenUp,
    MonitorGone,
    NoDisplay,
    NoFrame,
    NotARelay,
    NoTerminal,
    PeerTooSlow,
    PipeBroken,
    PlainOnlyOnLoopback,
    ProgramTooOld,
    ReceiptNotFound,
    ReceiptNotWritten,
    RecordingNotStarted,
    RecordingStopped,
    RelayBusy,
    RelayFull,
    RelayLogRolledBack,
    RelayNotReady,
    RelayTooOld,
    RelayUnreachable,
    ReportNotMade,
    ReportNotSupported,
    ReportNotWritten,
    ReportStopped,
    TechnicianNotProven,
    TooManyWaiting,
    UnderControl,
    VersionUnknown,
    WaylandOnly,
    WrongCode,
)

CLOSE, NEW_CODE, TRY_NOW, TRY_AGAIN = "Close", "New code", "Try now", "Try again"
START_AGAIN, START_OVER, REPORT_ONLY = "Start again", "Start over", "Health report only"
BUTTONS = MappingProxyType(
    {
        CLOSE: mark("desk.trouble", "Close"),
        NEW_CODE: mark("desk.trouble", "New code"),
        TRY_NOW: mark("desk.trouble", "Try now"),
        TRY_AGAIN: mark("desk.trouble", "Try again"),
        START_AGAIN: mark("desk.trouble", "Start again"),
        START_OVER: mark("desk.trouble", "Start over"),
        REPORT_ONLY: mark("desk.trouble", "Health report only"),
    }
)
START_OVER_SECONDS = 60.0

TOLD: tuple[type[AttendedError], ...] = (
    AddressMistyped, AlreadyRunning, AnotherLogKey, AnotherOrganisation, AnotherOrigin, DeskFailed,
    DesktopNotSupported, DisplayGone, DisplayLost, DisplayMissing, InputMissing, KnownDamaged, KnownNotWritten,
    LineGivenUp, MonitorGone, NoDisplay, NoTerminal, NotARelay, OrganisationOutOfDate, OrganisationWrong,
    PeerTooSlow, PlainOnlyOnLoopback, ProgramTooOld, ReceiptNotFound, ReceiptNotWritten, RecordingStopped,
    RelayBusy, RelayFull, RelayLogRolledBack, RelayNotReady, RelayTooOld, RelayUnreachable, ReportNotMade,
    ReportNotSupported, ReportNotWritten, ReportStopped, TooManyWaiting, UnderControl, VersionUnknown,
    WaylandOnly,
)  # fmt: skip
"""What customers can meet beside the rows of the table, each with its own words and remedy."""
_TOLD = {error.code: error for error in TOLD}

_STRANGER = (
    mark("desk.trouble", "This is not the {relay} we know."),
    mark("desk.trouble", "Someone may be in between. We stopped."),
    (CLOSE,),
)
_UNSURE = (
    mark("desk.trouble", "We cannot be sure who this is."),
    mark("desk.trouble", "So we did not let them ask. If you called them, call again on a number you know."),
    (CLOSE, NEW_CODE),
)
_BROKEN = (
    mark("desk.trouble", "Something broke here, so we stopped everything."),
    mark("desk.trouble", "Nothing is seen. Your receipt is safe."),
    (CLOSE, START_AGAIN),
)
_NO_FRAME = (
    mark("desk.trouble", "This desktop cannot show a safe frame."),
    mark("desk.trouble", "They can read a health report, but cannot see your screen."),
    (CLOSE, REPORT_ONLY),
)
_ROWS = {
    AnotherOrigin.code: _STRANGER,
    AnotherLogKey.code: _STRANGER,
    AnotherOrganisation.code: _STRANGER,
    RelayLogRolledBack.code: _STRANGER,
    EntryOutOfDate.code: (
        mark("desk.trouble", "We did not let them ask."),
        mark("desk.trouble", "Their proof of training ran out on {date}. They can ask a colleague."),
        (CLOSE, NEW_CODE),
    ),
    EntryWrong.code: _UNSURE,
    TechnicianNotProven.code: _UNSURE,
    WrongCode.code: (
        mark("desk.trouble", "Three codes failed."),
        mark("desk.trouble", "That is not normal. Hang up, and call your helper on a number you know."),
        (CLOSE, START_OVER),
    ),
    RecordingNotStarted.code: (
        mark("desk.trouble", "We could not start the recording, so nothing was shown."),
        None,
        (CLOSE, TRY_AGAIN),
    ),
    NoFrame.code: _NO_FRAME,
    WaylandOnly.code: _NO_FRAME,
    EngineDied.code: _BROKEN,
    PipeBroken.code: _BROKEN,
    ProgramTooOld.code: (
        mark("desk.trouble", "This program is too old for {relay}."),
        mark("desk.trouble", "Get the new one where you got this one."),
        (CLOSE,),
    ),
    RelayUnreachable.code: (mark("desk.trouble", "We cannot reach {relay}."), None, (CLOSE, TRY_NOW)),
}
_ONLINE = mark("desk.trouble", "Check that you are online.")
_NO_DATE = mark("desk.trouble", "Their proof ran out. They can ask a colleague.")
_ANY = (
    mark("desk.trouble", "Something did not fit, so we stopped."),
    mark("desk.trouble", "Nothing is seen. You can start again with a new code."),
)
_WAITS = (RelayNotReady, RelayBusy, RelayFull)
_ENDS = (RelayTooOld, VersionUnknown, OrganisationWrong, OrganisationOutOfDate, NotARelay)


def trouble(
    error: AttendedError | type[AttendedError], relay: str, *, date: str = "", again_in: float = 0.0
) -> Trouble:
    """
    Put an error into a window: its row of the table, else its own words, else the words for all others.

    `relay` is the relay's name, `date` the day a proof ran out ("2027-03-31"), `again_in` the seconds until the next
    try.
    """
    return trouble_of(error.code, relay, date=date, again_in=again_in)


def trouble_of(code: str, relay: str, *, date: str = "", again_in: float = 0.0) -> Trouble:
    """Put an error that somebody else named into a window. The words are ours, whatever they said."""
    fields = tuple((name, text) for name, text in (("relay", relay), ("date", date)) if text)
    if code in _ROWS:
        title, text, buttons = _ROWS[code]
        if code == RelayUnreachable.code and not again_in:
            text = _ONLINE
        elif code == EntryOutOfDate.code and not date:
            text = _NO_DATE
        return Trouble(
            code,
            title.english,
            text.english if text is not None else "",
            buttons,
            fields=fields,
            inert=START_OVER_SECONDS if START_OVER in buttons else 0.0,
            again_in=again_in,
        )
    error = _TOLD.get(code)
    if error is None:
        return Trouble(code, _ANY[0].english, _ANY[1].english, (CLOSE, START_AGAIN))
    buttons = (CLOSE, TRY_NOW) if error in _WAITS else (CLOSE,) if error in _ENDS else (CLOSE, START_AGAIN)
    return Trouble(code, error.words, error.remedy, buttons)


def said_of(shown: Trouble, gone: float = 0.0) -> tuple[str, str]:
    """Say title and text in the language of now, so many seconds after it was shown."""
    fields = {name: spoken_day(text) if name == "date" else as_written(text) for name, text in shown.fields}
    title = say("desk.trouble", shown.title, **fields)
    if shown.again_in:
        return title, _again_words(max(0.0, shown.again_in - gone))
    return title, say("desk.trouble", shown.text, **fields) if shown.text else ""


def _again_words(left: float) -> str:
    return count(
        "desk.trouble",
        "Check that you are online. We try again in {n} second.",
        "Check that you are online. We try again in {n} seconds.",
        ceil(left),
    )
