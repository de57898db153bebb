"""
The health report on the desk: collected after its own yes, read by the customer, sent only when they press Send.

    yes ── permit lives ── collecting ── the customer reads ──┬─ Send: the bytes that were shown ── live use is shown
                                                              └─ anything else: nothing is sent ─── its scope ends

When its yes ends, everything is thrown away here and in the engine. One yes is for one report.

What was sent is kept until the technician says that it is there: what was sealed in the moment in which a line broke
is nowhere, and nobody here knows. Whenever permits are in force anew, it is said again until then, under the same yes
or never.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, auto

from agent.desk.desk import Desk
from agent.desk.draft import Draft, Key, Preview
from agent.desk.error_words import what_happened, what_to_do, words_of
from agent.desk.former import Former
from agent.desk.language import as_written, count, say
from agent.desk.live_use import left_to_tell
from agent.desk.question_words import wait_for
from agent.desk.report_copy import save_copy
from agent.desk.report_time import ReadingTime
from agent.desk.report_words import report_words
from agent.desk.view import ReportShown, Trust
from agent.pipe.messages import (
    CollectReport,
    ReportFailed,
    ReportLooking,
    ReportPiece,
    ReportSaid,
    SayReport,
    ShowVitals,
)
from agent.pipe.parcel import Unpacking
from consent.canonical import canonical
from consent.fields import Sha256
from consent.scopes import Scope
from protocol.errors import AttendedError
from protocol.messages.report import ReportProgress, ReportReading, ReportReceived, ReportWithheld
from protocol.report.parse import read_report
from protocol.report.parts import parts_of
from protocol.report.pseudonyms import Pseudonym
from protocol.wire import Message


class _Step(Enum):
    NONE = auto()
    WANTED = auto()  # the customer said yes; the permit does not live yet
    COLLECTING = auto()
    READING = auto()
    SENDING = auto()
    SENT = auto()  # sealed and on its way; live use is shown while its permit lives


class Reporting:
    """One report at a time, for one yes. A second one needs a question of its own."""

    def __init__(
        self, desk: Desk, *, done: Callable[[], None], changed: Callable[[], None], is_broken: Callable[[], bool]
    ) -> None:
        """
        Take the shared things.

        `done` ends the report's scope, `changed` has what is live shown anew, `is_broken` says that an end is away.
        """
        self._desk = desk
        self._done = done
        self._is_broken = is_broken
        self._changed = changed
        self._step = _Step.NONE
        self._unpacking = Unpacking()
        self._draft: Draft | None = None
        self._sending: list[Message] = []
        self._sent: Sha256 | None = None
        """What a report that was sent is named by, until the technician has it."""
        self._story = ""
        self._shows: ShowVitals | None = None
        self._former = Former()
        self._keep: Callable[[], None] = lambda: None
        self._time = ReadingTime(
            desk,
            lambda: self.withhold(say("desk.over", "Nobody decided in time, so the health report stayed here.")),
        )
        self._note = ""
        self._still_since = 0.0
        """Since when what would be sent stands unchanged in its window, on the boot-time clock."""
        self._stood: str | None = None
        """The hash of what was shown last."""

    def begin(self) -> None:
        """Start afresh for a new session."""
        self._drop()
        self._former = Former()

    def wanted(self) -> None:
        """Take note that the customer allows one report; live use after the one before is over with this."""
        self._drop()
        self._step = _Step.WANTED

    def live(self) -> None:
        """Take note that permits are in force: begin, or go on where a lost line or fresh keys broke it off."""
        if self._step is _Step.NONE or not self._lives():
            return
        if self._step in {_Step.WANTED, _Step.COLLECTING}:
            self._step = _Step.COLLECTING
            self._unpacking = Unpacking()
            self._desk.engine(CollectReport())
        elif self._step is _Step.SENDING or self._sent is not None:
            self._step = _Step.SENDING
            self._say_all()
        elif self._step is _Step.SENT and self._shows is not None:
            self._desk.engine(self._shows)

    def tick(self) -> None:
        """Throw everything away when its yes has ended, whatever ended it."""
        if self._step not in {_Step.NONE, _Step.WANTED} and not self._lives():
            self._drop()

    def stop(self) -> None:
        """Throw everything away: the session ends."""
        self._drop()
        self._former = Former()

    # What the engine says

    def heard(self, message: ReportLooking | ReportPiece | ReportFailed | ReportSaid) -> None:
        """
        Take what the engine says of the report.

        Raises:
            PipeBroken, ReportMalformed, ReportTooLong: It said something that is no report.
        """
        match message:
            case ReportLooking():
                self._looking(message)
            case ReportPiece():
                self._piece(message)
            case ReportFailed():
                self._failed(message)
            case ReportSaid():
                self._said()

    def _looking(self, message: ReportLooking) -> None:
        """Tell both people which section is looked at."""
        if self._step is not _Step.COLLECTING:
            return
        self._desk.view.report_progress(report_words(message.looking), message.number, message.of)
        self._say(ReportProgress(looking=message.looking, number=message.number, of=message.of))

    def _piece(self, message: ReportPiece) -> None:
        """Take a piece of the report; with the last one the customer reads it."""
        if self._step is not _Step.COLLECTING:
            return
        parcel = self._unpacking.take(message)
        if parcel is None:
            return
        self._draft = Draft(parcel.document, parcel.meant, self._former)
        self._step, self._note, self._stood = _Step.READING, "", None
        self._time.begin()
        self._say(ReportReading())
        self._show()

    def _failed(self, message: ReportFailed) -> None:
        """Tell both that there is no report."""
        if self._step is not _Step.COLLECTING:
            return
        why = what_happened(message.code, message.words)
        self._desk.view.report_failed(f"{why} {what_to_do(message.code, message.remedy)}")
        story = say("desk.over", "No health report was made. {why}", why=why)
        self._finish([ReportWithheld(because="failed")], story)

    def _said(self) -> None:
        """Take note that all is sealed and on its way: live use follows a report; with none its scope is over."""
        if self._step is not _Step.SENDING or self._is_broken():
            return  # sealed for nobody: `live` says it again when the line is back
        if self._story:
            self._desk.tell(self._story)
            self._story = ""
        self._keep()
        self._keep = lambda: None
        self._step = _Step.SENT
        if self._shows is not None:
            self._desk.live_session.sees_use = True
            self._desk.engine(self._shows)
            self._changed()
        self._arrived()

    def _arrived(self) -> None:
        """Forget what need not be said again; a scope that shows nothing more is over."""
        if self._step is not _Step.SENT or self._sent is not None:
            return
        self._sending = []
        if self._shows is None:
            self._step = _Step.NONE
            self._done()

    # What the technician says

    def received(self, message: ReportReceived) -> None:
        """Take note that the report is there; the name of another one is no news of it."""
        if message.sha256 == self._sent:
            self._sent = None
            self._arrived()

    # What the customer does

    def cross_out(self, keys: list[Key], *, struck: bool) -> None:
        """Cross lines out, or put them back."""
        if self._draft is not None:
            self._draft.cross_out(keys, struck=struck)
            self._note = ""
            self._show()

    def reveal(self, pseudonym: Pseudonym, *, revealed: bool) -> None:
        """Show a masked value to the technician, or mask it again. Nothing leaves before Send."""
        if self._draft is not None:
            self._draft.show(pseudonym, revealed=revealed)
            self._note = ""
            self._show()

    def more_time(self) -> None:
        """Give the customer more time to read; no clock of the technician's runs out by it."""
        if self._draft is not None:
            self._time.more()
            self._show()

    def spoken_anew(self) -> None:
        """Take note that another language is spoken now: the report that stands is shown in it, and read anew."""
        self._note, self._stood = "", None
        self._show()

    def save_copy(self) -> None:
        """Save what would be sent now on this computer, for the customer."""
        if self._draft is None:
            return
        try:
            page = save_copy(self._desk.outside.receipts, self._draft.preview().document)
        except AttendedError as error:
            self._note = words_of(error)
        else:
            self._note = say("desk.report", "A copy is saved on this computer only: {path}", path=as_written(str(page)))
        self._show()

    def touched(self) -> None:
        """Take note that a window was moved, covered or given back the focus: the wait before Send begins anew."""
        self._still_since = self._desk.now()

    def send(self, sha256: str) -> None:
        """Send the report that has this hash: the one on the screen, or none, and none that nobody can have read."""
        draft = self._draft
        if self._step is not _Step.READING or draft is None or not self._lives():
            return
        preview = draft.preview()
        if preview.sha256 != sha256:
            self._show()  # what they saw is not what would go: they read it again
            return
        if self._desk.now() - self._still_since < self._wait():
            # Experience 2.1: inert, so that no stray click or key can send it; whatever window or terminal it was in.
            self._note = say("desk.report", "So soon nothing is sent. Read it first, then send it.")
            self._show()
            return
        try:
            sent = read_report(preview.document)
        except AttendedError as error:
            self._desk.view.report_failed(words_of(error))
            story = say("desk.over", "The health report could not be sent.")
            self._finish([ReportWithheld(because="failed")], story)
            return
        story = count(
            "desk.over", "You sent a health report: {n} line", "You sent a health report: {n} lines", preview.kept
        )
        self._shows = left_to_tell(draft.collected, sent)
        self._sent = preview.sha256
        self._keep = lambda: self._former.sent(sent, preview.sha256, preview.became, draft.meanings, draft.crossed)
        self._finish([*parts_of(preview.document)], story)

    def withhold(self, story: str = "") -> None:
        """Send nothing: "Don't send", a closed window, Esc and silence are the same."""
        if self._step in {_Step.READING, _Step.COLLECTING}:
            self._desk.live_session.asked.refused({Scope.REPORT})
            kept = say("desk.over", "You kept the health report. Nothing of it was sent.")
            self._finish([ReportWithheld(because="customer")], story or kept)

    def _finish(self, messages: list[Message], story: str) -> None:
        self._draft = None
        self._time.end()
        self._desk.view.close_report()
        self._step, self._sending, self._story = _Step.SENDING, messages, story
        self._say_all()

    def _say_all(self) -> None:
        for number, message in enumerate(self._sending, start=1):
            self._say(message, last=number == len(self._sending))

    def _say(self, message: Message, *, last: bool = False) -> None:
        self._desk.engine(SayReport(body=canonical(message.model_dump(mode="json")).decode(), last=last))

    def _show(self) -> None:
        if self._draft is None:
            return
        preview: Preview = self._draft.preview()
        if preview.sha256 != self._stood:
            self._stood = preview.sha256
            self.touched()
        asker = self._desk.live_session.asker
        self._desk.view.show_report(
            ReportShown(
                name=asker.name if asker else "",
                made=self._draft.made,
                groups=preview.groups,
                meanings={each: self._draft.meaning(each) for each in self._draft.masks},
                revealed=frozenset(each for each in self._draft.masks if self._draft.is_revealed(each)),
                sha256=preview.sha256,
                kept=preview.kept,
                struck=preview.struck,
                size=len(preview.document),
                wait=self._wait(),
                left=self._time.left,
                yes_left=self._time.yes_left,
                note=self._note,
                former=self._draft.former_made,
                changes=preview.changes,
            )
        )

    def _wait(self) -> float:
        asker = self._desk.live_session.asker
        return wait_for(asker.trust if asker else Trust.FIRST)

    def _lives(self) -> bool:
        session = self._desk.session
        return session is not None and Scope.REPORT in session.course.ledger.living()

    def _drop(self) -> None:
        was = self._step
        self._step, self._draft, self._sending, self._shows = _Step.NONE, None, [], None
        self._sent = self._stood = None
        self._time.end()
        self._keep = lambda: None
        if self._desk.session is not None:
            self._desk.session.sees_use = False
        self._unpacking = Unpacking()
        if was is not _Step.NONE:
            self._desk.view.close_report()
