"""The port between the desk's core and what the customer sees: values, what windows show, what windows tell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal, NamedTuple, Protocol

from agent.desk.check import Began, Page, Sign
from agent.desk.draft import Group, Key
from agent.desk.live import Live
from consent.afterwards import Wrong
from consent.scopes import Scope
from protocol.report.changes import Said
from protocol.report.pseudonyms import Pseudonym

SAVE_AGAIN = "Save again"
"""The button of the last window that tries once more to save the receipt."""


class Rect(NamedTuple):
    """A rectangle in device pixels of the whole X screen."""

    x: int
    y: int
    w: int
    h: int


class CodeStatus(StrEnum):
    """What the status line of the code window says (experience 2.4)."""

    GETTING = "getting"
    WAITING = "waiting"
    CHECKING = "checking"
    CONNECTED = "connected"
    WRONG = "wrong"
    THREE_WRONG = "three wrong"
    RAN_OUT = "ran out"
    NO_LINE = "no line"


class Trust(StrEnum):
    """How the desk knows an organisation."""

    KNOWN = "known"
    MET = "met"
    FIRST = "first"


class Match(StrEnum):
    """How the name the customer expected compares with the one that was proven."""

    MATCH = "match"
    CLOSE = "close"
    NONE = "none"


@dataclass(frozen=True)
class CheckShown:
    """One page of the check at the start, with the answer that was given before to its first question."""

    page: Page
    began: Began | None
    help_line: str
    """Whom to call in this country; empty where we know of none."""


@dataclass(frozen=True)
class Asker:
    """Who asks: checked, except where `trust` says otherwise."""

    name: str
    role: str
    organisation: str
    domain: str
    trust: Trust
    met: str
    """The day this organisation was met last, "2026-10-03"; empty unless `trust` is MET."""
    trained_until: str
    """A date, "2027-03-31"."""


@dataclass(frozen=True)
class MonitorChoice:
    """One monitor that can be shown; `id` is its place in the engine's list, the rest where it is, in device pixels."""

    id: int
    name: str
    w: int
    h: int
    x: int = 0
    y: int = 0


@dataclass(frozen=True)
class Item:
    """One thing to tick: its label and the lines below it."""

    scope: Scope
    label: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """
    Everything a question window says. `text()` is what the notice hash covers.

    It is all in one language; what else the window says while it stands is said in that one, too.
    """

    id: str
    kind: Literal["first", "later", "more time"]
    asker: Asker
    heading: str
    who_lines: tuple[str, ...]
    purpose_words: str
    reason: str
    ticket: str
    why_line: str
    items: tuple[Item, ...]
    monitors: tuple[MonitorChoice, ...]
    """Listed only where there are two or more."""
    all_monitors: tuple[int, ...]
    """The ids of all monitors there are."""
    minutes_offered: tuple[int, ...]
    """Shorter first; the first is the one that is set. For more time, the minutes that are added."""
    kept_words: str
    readers_words: str
    retention_days: int
    readers_names: tuple[str, ...]
    answer_within: float
    wait_before_allow: float
    expected: str | None
    expected_match: Match | None
    ask_expected: bool
    language: str
    """What it was really said in: English where the customer's language lacks one of its sentences."""
    rendered: str
    scopes: tuple[Scope, ...] = ()
    """Everything that is asked for. Where there is nothing to tick, for more time, it is allowed as a whole."""
    names_lines: tuple[str, ...] = ()
    """Who `readers_words` speaks of, by name: shown when the customer wants to know."""
    changed_line: str = ""
    """Says that the question changed, where it took the place of one that stood."""
    who_told: tuple[str, ...] = ()
    """`who_lines` as the notice has them: without the words that the customer typed."""

    def text(self) -> str:
        """Give the whole rendered text: what the customer read, word for word, but for what they typed themselves."""
        return self.rendered


@dataclass(frozen=True)
class Decision:
    """
    What the customer chose in one question window.

    `allowed` empty means no. `monitors` are ids of the question's choices; empty means all of them, which is only
    right where there is one. `expected` is the answer to "Is this who you expected?"; anything but yes is a no.
    """

    allowed: frozenset[Scope]
    monitors: tuple[int, ...] = ()
    minutes: int = 0
    expected: Literal["yes", "no", "not sure"] | None = None
    how: Literal["click", "key", "closed", "esc", "stop"] = "click"
    """"stop": they did not expect this person, and the session is to end with this no."""


@dataclass(frozen=True)
class ReportShown:
    """The health report as it would be sent now; `sha256` names its bytes. Nothing of it has left."""

    name: str
    """Who would get it."""
    made: str
    groups: tuple[Group, ...]
    meanings: dict[Pseudonym, str]
    """What masked values stand for: for the customer's eyes."""
    revealed: frozenset[Pseudonym]
    sha256: str
    kept: int
    struck: int
    size: int
    """Bytes."""
    wait: float
    """For so many seconds after it stands there, changed or was given back the focus, Send is inert."""
    left: float
    """Seconds until silence counts as a no."""
    yes_left: float
    """Seconds until what was allowed ends, and the report with it."""
    note: str = ""
    """Where a copy was saved, or why not."""
    former: str = ""
    """When the session's first report was made; empty when this is the first."""
    changes: tuple[Said, ...] = ()
    """What changed since, as the technician will read it."""


@dataclass
class Rating:
    """What the last window's customer has chosen so far. It is told when Close is pressed, and not before."""

    points: int = 0
    """1 to 5; 0 while nothing is chosen."""
    word: str = ""


@dataclass(frozen=True)
class Over:
    """What the last window says: lines of (time of day, words), and where the receipt lies."""

    lines: tuple[tuple[str, str], ...]
    receipt_path: str | None
    note: str = ""
    """What is to know about the receipt: why it is not saved yet (then `receipt_path` is None), or lies elsewhere."""
    name: str = ""
    """Who helped; empty where nobody was proven."""
    organisation: str = ""
    """For whom; there is nobody to rate or to complain of where it is empty."""
    said: str = ""
    """What became of a complaint; empty where there was none."""
    rating: Rating = field(default_factory=Rating)


@dataclass
class Complaint:
    """What the form "Something was wrong" holds so far: it is kept while the form is made anew, or was not sent."""

    wrong: set[Wrong] = field(default_factory=set)
    text: str = ""


@dataclass(frozen=True)
class WrongShown:
    """The form "Something was wrong", as it stands."""

    organisation: str
    help_line: str
    """Whom to call in this country; empty where we know of none."""
    state: Literal["open", "sending", "failed"]
    complaint: Complaint
    wait: float
    """For so many seconds after it stands there, changed or was given back the focus, Send is inert."""
    why: str = ""
    """Why it could not be sent, and what to do."""


@dataclass(frozen=True)
class Trouble:
    """
    Something went wrong: title, text and buttons as experience 2.9 words them; `code` for the details.

    All of it in English, said in the language of the moment in which it is shown (`troubles.said_of`).
    """

    code: str
    title: str
    text: str
    buttons: tuple[str, ...] = ("Close",)
    fields: tuple[tuple[str, str], ...] = ()
    """What is filled into title and text."""
    inert: float = 0.0
    """For so many seconds every button but the first is inert."""
    again_in: float = 0.0
    """In so many seconds the program tries again by itself; 0 where it does not."""


class DeskView(Protocol):
    """What the desk's core can have shown. Nothing here decides anything."""

    def show_check(self, shown: CheckShown) -> None:
        """Show a page of the check in place of the one before; the code window takes its place once it has passed."""

    def show_connecting(self, relay: str) -> None:
        """Show the code window, saying "Getting a code from {relay}…"."""

    def show_code(self, code: str, ends_in: float) -> None:
        """Show a code such as "4821-739205-1", which ends in so many seconds; the window counts down by itself."""

    def code_status(self, status: CodeStatus, seconds: float = 0) -> None:
        """
        Set the code window's status line; `seconds` until the next try, for NO_LINE.

        With CONNECTED its window stands where nothing else of ours does: nobody helps behind the customer's back.
        """

    def code_note(self, text: str) -> None:
        """Show a remark below the code's status: something to know that ends nothing."""

    def show_question(self, question: Question) -> None:
        """Show a question, or show the changed one in its place with every tick cleared."""

    def question_time(self, seconds: float, more_times: int) -> None:
        """Set what is left to answer the question that stands, and how often more time can still be had."""

    def close_question(self, why: str) -> None:
        """Take the question away; it is answered, cancelled, or out of time."""

    def show_live(self, live: Live) -> None:
        """
        Show frame and banner on every monitor, then call back `indicator_shown`; called again on each change.

        Where nothing is on any more the banner stands alone, and nothing is called back.
        """

    def hide_live(self) -> None:
        """Take the frame away: it is over. The banner says so for a few seconds, and the last window waits for that."""

    def chat_said(self, who: str, text: str) -> None:
        """Add one line to the chat."""

    def report_progress(self, looking: str, number: int, of: int) -> None:
        """Show which section of the health report is looked at: the first of them opens the window."""

    def show_report(self, shown: ReportShown) -> None:
        """Show the report to its customer, or bring what is shown up to date."""

    def report_failed(self, words: str) -> None:
        """Say that there is no report, and what to do."""

    def close_report(self) -> None:
        """Take the report away."""

    def show_over(self, over: Over) -> None:
        """Say that it is over, and where the receipt lies."""

    def show_wrong(self, shown: WrongShown) -> None:
        """Show the form "Something was wrong", or bring the one that stands up to date."""

    def close_wrong(self) -> None:
        """Take that form away."""

    def show_trouble(self, trouble: Trouble) -> None:
        """Say what went wrong and what can be done."""

    def desk_windows(self) -> list[Rect]:
        """Say where our windows are, in device pixels; frame and banner are not among them."""

    def close_all(self) -> None:
        """Close every window."""


class DeskEvents(Protocol):
    """What the windows tell the core."""

    def check_began(self, began: Began) -> None:
        """Take the check's first answer: how this started."""

    def check_signs(self, signs: frozenset[Sign]) -> None:
        """Take the check's second answer: what somebody asked for today; nothing for "none of these"."""

    def check_back(self) -> None:
        """Go back to the check's first question."""

    def check_goes_on(self) -> None:
        """Go on after the check's warning, looking only."""

    def answered(self, question_id: str, decision: Decision) -> None:
        """Take what the customer chose."""

    def more_time(self, question_id: str) -> None:
        """Give the customer five more minutes to answer."""

    def spoken_anew(self) -> None:
        """Take note that another language is spoken now: what stands to be read is put in it, and read anew."""

    def new_code(self) -> None:
        """Throw the code away and get another."""

    def expected(self, text: str) -> None:
        """Take the name of whom the customer expects."""

    def stop(self, how: str) -> None:
        """Stop everything now."""

    def pause(self) -> None:
        """Show nothing until `go_on`."""

    def go_on(self) -> None:
        """End the customer's pause."""

    def turn_off(self, scope: Scope) -> None:
        """Withdraw one thing."""

    def say(self, text: str) -> None:
        """Say something in the chat."""

    def chat_read(self) -> None:
        """Take note that the chat stands open: what was said in it counts as read."""

    def cross_out(self, keys: list[Key], struck: bool) -> None:  # noqa: FBT001 - crossed out, yes or no
        """Cross lines of the report out, or put them back."""

    def reveal(self, pseudonym: Pseudonym, revealed: bool) -> None:  # noqa: FBT001 - shown, yes or no
        """Show a masked value to the technician, or mask it again."""

    def send_report(self, sha256: str) -> None:
        """Send the report with this hash."""

    def keep_report(self) -> None:
        """Send nothing."""

    def more_report_time(self) -> None:
        """Give the customer more time to read the report."""

    def save_report(self) -> None:
        """Save a copy of the report, as it would be sent, on this computer."""

    def something_was_wrong(self) -> None:
        """Show the form for it; what still runs stops first."""

    def complain(self, wrong: frozenset[Wrong], text: str) -> None:
        """Hold the recording, and send this to the organisation's readers."""

    def keep_complaint(self) -> None:
        """Send nothing of it."""

    def rated(self, points: int, word: str) -> None:
        """Tell the organisation how it was: Close was pressed with something chosen."""

    def closed(self, window: str) -> None:
        """Take note that a window was closed: "check", "code", "question", "banner", "report", "wrong", a last one."""

    def pressed(self, button: str) -> None:
        """Take the button that was pressed in a trouble window."""

    def windows_moved(self, rects: list[Rect], done: Callable[[], None]) -> None:
        """Take the places of our windows; the window is shown or moved only when `done` is called back."""

    def add_time(self) -> None:
        """Give ten more minutes, unasked."""

    def let_it_end(self) -> None:
        """Take note that the time may run out: it is not asked about again."""

    def banners_at(self, rects: list[Rect], done: Callable[[], None], clocks: list[Rect]) -> None:
        """
        Take the places of the banners: they stay in the picture; `done` is called when no remote input gets in.

        `clocks` are where they count seconds: the picture need not show each of those.
        """

    def focused(self, has: bool) -> None:  # noqa: FBT001 - the windows' word, yes or no
        """Take note whether a window of ours has the keyboard: remote keys never reach it."""

    def indicator_shown(self, monitors: int) -> None:
        """Take note that frame and banner stand on so many monitors."""

    def indicator_failed(self, why: str) -> None:
        """Take note that no frame can stand: the session ends."""
