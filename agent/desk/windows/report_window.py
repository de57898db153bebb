"""The health report before it leaves: every line of it, to read, cross out, show or keep (experience 2.8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QEvent, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QMoveEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import QWidget

from agent.desk.language import as_written, count, mark, say
from agent.desk.numbers import grouped
from agent.desk.report_words import change_words
from agent.desk.windows import window as window_module
from agent.desk.windows.announce import announce, is_time_to_say
from agent.desk.windows.bar import general_help
from agent.desk.windows.flow import FlowRow
from agent.desk.windows.lines import LINE_HEIGHT, Passage
from agent.desk.windows.parts import OneLine
from agent.desk.windows.pictures import pictured
from agent.desk.windows.report_tree import ReportTree
from agent.desk.windows.sight import sight
from agent.desk.windows.theme import BASE_PIXELS
from agent.desk.windows.window import LOW, SCREEN_SHARE, Button, DeskWindow, button_row, told, without_letter, words
from protocol.report.pseudonyms import Pseudonym
from protocol.report.pseudonyms import mark as mask

if TYPE_CHECKING:
    from agent.desk.view import ReportShown
    from agent.desk.windows.places import Places

BANNER = 56
"""Pixels at the top of the monitor where the banner stands: the window, in the middle, begins below where it can."""
ENOUGH_HEIGHT = 400
"""Pixels of the lines, at the usual text size, that come before the words below them: some fourteen lines."""
CHANGES_HEIGHT = 120
"""Pixels of the list of what changed: at most some five lines, and it scrolls."""
CHANGES_AIR = 26
"""Pixels around its lines."""
WHY_WAIT = mark("desk.report", "So that a stray click or key cannot send it for you.")


class ReportWindow(DeskWindow):
    """
    Shows progress, then the report. Ticked means crossed out; nothing is ticked at first.

    Only the button Send sends, and it names the hash of what stands here. Everything else sends nothing.
    """

    crossed_out = Signal(object, bool)
    reveals = Signal(object, bool)
    sends = Signal(str)
    keeps = Signal()
    wants_time = Signal()
    saves = Signal()

    def __init__(self, places: Places) -> None:
        super().__init__("report", say("desk.report", "Attended · health report"), places, width=900)
        self._shown: ReportShown | None = None
        self._chosen = 0  # which of a line's masked values is told below the lines
        self._heading = words("", "heading", focusable=True)
        self._lead = words("")
        self._masked = words("", "soft")
        self._made = words("", "soft")
        self._find = told(OneLine(), say("desk.report", "Find"))
        self._find.setPlaceholderText(say("desk.report", "Find (F3)"))
        self._all = Button(say("desk.report", "Cross out all of it"))
        self._none = Button(say("desk.report", "Put all back"))
        self._tree = ReportTree()
        self._changed = words("")
        self._changes = Passage()
        self._changes.setAccessibleName(say("desk.report", "What changed since the first report"))
        self._changes.setReadOnly(True)
        self._mask_line = words("")
        self._next = Button(say("desk.report", "Next value"))
        self._reveal = Button("")
        self._count = words("")
        self._count.setToolTip(WHY_WAIT.said())
        self._hash = words("", "soft")
        self._limit = QWidget()
        self._time = words("")
        self._more = Button(say("desk.report", "More time"))
        self._note = words("", "soft")
        self._told = ""
        self._left = 0.0
        """Seconds that were left when the line of the time was last written."""
        self._keep = Button(say("desk.report", "Don\N{RIGHT SINGLE QUOTATION MARK}t send"))
        self._save = told(
            Button(say("desk.report", "Save a copy")), say("desk.report", "Save a copy on this computer only")
        )
        self._send = without_letter(Button(say("desk.report", "Send")))
        for button, icon in (
            (self._all, "strikethrough"), (self._none, "undo-2"), (self._reveal, "eye"), (self._more, "clock-plus"),
            (self._save, "download"),
        ):  # fmt: skip
            pictured(button, icon, sight().theme())
        self._calm, self._since = QElapsedTimer(), QElapsedTimer()
        self._clock = QTimer(self, interval=250)
        self._lay_out()
        self._connect()
        self._only_progress(is_progress=True)

    def help_lines(self) -> tuple[str, ...]:
        """Say how lines are crossed out, what masked values are, and why Send waits."""
        return (
            say("desk.report", "A line with a tick is crossed out. It is not sent."),
            say("desk.report", "By keyboard: the arrows go to a line, and Space crosses it out."),
            say("desk.report", "F3 finds a word."),
            say("desk.report", "Send waits a moment. A stray click or key cannot send it for you."),
            *general_help(),
        )

    def progress(self, looking: str, number: int, of: int) -> None:
        """Show which section is looked at; the first one opens the window."""
        self._heading.setText(say("desk.report", "Making the health report"))
        self._lead.setText(
            say(
                "desk.report",
                "{looking} ({number} of {of}). You read it first; nothing is sent by itself.",
                looking=looking,
                number=number,
                of=of,
            )
        )
        if not self.isVisible():
            self._shown = None
            self._only_progress(is_progress=True)
            self.appear()

    def show_report(self, shown: ReportShown) -> None:
        """Show a report, or bring the one that stands there up to date."""
        is_first, was = self._shown is None, self._shown
        was_note = was.note if was is not None else ""
        self._shown = shown
        self._since.start()
        if was is None or was.sha256 != shown.sha256:
            self._count_anew()
        self._heading.setText(say("desk.report", "Read this before it goes to {name}", name=shown.name))
        self._lead.setText(_lead(again=bool(shown.former)))
        self._masked.setText(_masked(len(shown.meanings)))
        self._made.setText(shown.made)
        self._told = f"{_going(shown.kept)} {_crossed(shown.struck)}"
        self._hash.setText(
            say("desk.report", "{size} bytes, SHA-256 {sha256}", size=grouped(shown.size), sha256=shown.sha256)
        )
        self._send.setText(
            count("desk.report", "Send {number} line", "Send {number} lines", shown.kept, number=grouped(shown.kept))
        )
        self._note.setText(shown.note)
        self._note.setVisible(bool(shown.note))
        self._freshen()
        self._show_changes(shown)
        self._tree.show_groups(shown.groups)
        self._follow_line()
        if is_first:
            self._only_progress(is_progress=False)
            self._clock.start()
        if not self.isVisible():
            self._fill()
            self.appear()
        elif is_first or shown.note != was_note:
            self.fit()
        if is_first:
            self._heading.setFocus()
            # It had the focus before, over other words: that those changed, no reader tells.
            announce(self, f"{self._heading.text()}. {self._lead.text()} {self._told}")
        if was is not None:
            self._speak_change(was, shown)

    def withdraw(self) -> None:
        """Take the report away: it was sent, or its yes has ended."""
        self._shown = None
        self._clock.stop()
        self._tree.clear()
        self.leave()

    def escape(self) -> None:
        """Send nothing: Esc is a no at any time, but the first one while something is searched ends the search."""
        if self._find.hasFocus() or self._find.text():
            self._find.clear()
            self._tree.setFocus()
        else:
            self.keeps.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Send nothing: closing is a no."""
        self._clock.stop()
        self._shown = None
        super().closeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Count the wait anew when the window gets its focus back."""
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self._calm.start()
            self._freshen()
        super().changeEvent(event)

    def moveEvent(self, event: QMoveEvent) -> None:
        """Count the wait anew when the window was moved."""
        self._count_anew()
        self._freshen()
        super().moveEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Count the wait anew when the window changed."""
        self._count_anew()
        self._freshen()
        super().resizeEvent(event)

    def _lay_out(self) -> None:
        self.body.addWidget(self._heading)
        self.body.addWidget(self._lead)
        self.body.addLayout(FlowRow(self._find, self._all, self._none, grows=self._find))
        self.body.addWidget(self._changed)
        self.body.addWidget(self._changes)
        self.body.addWidget(self._tree, 1)
        self.body.addLayout(FlowRow(self._mask_line, self._next, self._reveal, grows=self._mask_line))
        self.body.addWidget(self._masked)
        self.body.addWidget(self._made)
        self.body.addWidget(self._hash)
        limit = FlowRow(self._time, self._more, grows=self._time)
        limit.setContentsMargins(0, 0, 0, 0)
        self._limit.setLayout(limit)
        self.pinned.addWidget(self._limit)
        self.pinned.addWidget(self._count)
        self.pinned.addWidget(self._note)
        self.pinned.addLayout(button_row(self._keep, self._save, self._send))

    def _connect(self) -> None:
        self.placed.connect(self._heading.setFocus)
        self.placed.connect(self._count_anew)
        self._keep.clicked.connect(self.keeps.emit)
        self._send.clicked.connect(self._press_send)
        self._save.clicked.connect(self.saves.emit)
        self._more.clicked.connect(self.wants_time.emit)
        self._clock.timeout.connect(self._freshen)
        self._find.textChanged.connect(self._tree.look_for)
        self._find.returnPressed.connect(self._tree.setFocus)
        self._tree.crossed_out.connect(self.crossed_out.emit)
        self._tree.currentItemChanged.connect(lambda *_: self._choose_mask(0))
        self._next.clicked.connect(lambda: self._choose_mask(self._chosen + 1))
        self._reveal.clicked.connect(self._press_reveal)
        self._all.clicked.connect(lambda: self.crossed_out.emit(self._tree.keys(), True))
        self._none.clicked.connect(lambda: self.crossed_out.emit(self._tree.keys(), False))
        QShortcut(QKeySequence("F3"), self).activated.connect(self._find.setFocus)

    def fit(self) -> None:
        """Grow or shrink, with as many lines in sight as there is room for."""
        self._fill()
        super().fit()

    def _fill(self) -> None:
        """Give the lines the room that everything else leaves, and on a low screen the time's line a place there."""
        high = window_module.room_at(self.geometry().center()).height()
        room = min(round(high * SCREEN_SHARE), high - 2 * BANNER)
        if high < LOW * self._scale:
            self.body.insertWidget(self.body.indexOf(self._lead) + 1, self._limit)
        else:
            self.pinned.insertWidget(0, self._limit)
        self._tree.fill(0, self._scale)
        whole = self._wanted_place(keep=True).width()
        rest = self.body.totalHeightForWidth(whole - 2) - self._tree.height() + self.fixed_height(whole) + 4
        # What tells of the report stands below its lines. Where there is room for few lines, it is scrolled to.
        below = self._below(whole - 2)
        enough = min(round(ENOUGH_HEIGHT * self._scale), round(high * SCREEN_SHARE) - rest + below)
        self._tree.fill(max(room - rest, enough), self._scale)

    def _below(self, width: int) -> int:
        margins, gap = self.body.contentsMargins(), self.body.spacing()
        room = width - margins.left() - margins.right()
        parts = (self._masked, self._made, self._hash)
        return sum(part.heightForWidth(room) + gap for part in parts if not part.isHidden())

    def _only_progress(self, *, is_progress: bool) -> None:
        rest = (self._masked, self._find, self._all, self._none, self._tree, self._mask_line, self._reveal, self._made)
        self._next.setVisible(False)
        for part in (*rest, self._count, self._hash, self._limit, self._save, self._send):
            part.setVisible(not is_progress)
        self._note.setVisible(False)
        compared = not is_progress and self._shown is not None and bool(self._shown.former)
        self._changed.setVisible(compared)
        self._changes.setVisible(compared)

    def _show_changes(self, shown: ReportShown) -> None:
        """Show the list that the technician would read as well; nothing of it can be pressed."""
        self._changed.setText(
            count(
                "desk.report",
                "What changed since the first report: {n} line. {name} reads this list too.",
                "What changed since the first report: {n} lines. {name} reads this list too.",
                len(shown.changes),
                name=shown.name,
            )
            if shown.changes
            else say(
                "desk.report",
                "Nothing that matters changed since the first report. {name} reads that too.",
                name=shown.name,
            )
        )
        self._changes.setPlainText("\n".join(map(change_words, shown.changes)))
        lines = max(1, len(shown.changes))
        wanted = round(lines * BASE_PIXELS * self._scale * LINE_HEIGHT) + CHANGES_AIR
        self._changes.setFixedHeight(min(round(CHANGES_HEIGHT * self._scale), wanted))

    def _count_anew(self) -> None:
        """Begin the wait before Send when the window stands there: until the engine has covered it, nobody reads it."""
        if self.isVisible():
            self._calm.start()
        else:
            self._calm.invalidate()

    def _is_settled(self) -> bool:
        return self._shown is not None and self._calm.isValid() and self._calm.elapsed() >= self._shown.wait * 1000

    def _freshen(self) -> None:
        """Say how much time there is, and whether Send works yet. It is inert, not disabled: it keeps its place."""
        shown = self._shown
        if shown is None:
            return
        gone = self._since.elapsed() / 1000
        left, yes_left = (max(0, round(each - gone)) for each in (shown.left, shown.yes_left))
        self._time.setText(
            say("desk.report", "Decide within {time}. If you do nothing, nothing is sent.", time=_clock(left))
            if left <= yes_left
            else say(
                "desk.report",
                "What you allowed ends in {time}. After that nothing is sent.",
                time=_clock(yes_left),
            )
        )
        self._speak_time(min(left, yes_left))
        if self._is_settled():
            ready = say("desk.report", "You can send now.")
            self._count.setText(f"{self._told} {ready}")
            self._send.setAccessibleName(self._send.text())
            return
        missing = say("desk.report", "To send: read this first. It takes a moment.")
        self._count.setText(f"{self._told} {missing}")
        self._send.setAccessibleName(
            say("desk.report", "{button}. Not ready: {missing}", button=self._send.text(), missing=missing)
        )

    def _speak_change(self, was: ReportShown, now: ReportShown) -> None:
        """Have it said aloud where a copy lies, and how many lines are left to send."""
        if now.note and now.note != was.note:
            announce(self, now.note)
        elif now.sha256 != was.sha256:
            announce(self, self._told)

    def _speak_time(self, left: int) -> None:
        """Have the line of the time said aloud at the four moments, and at no other."""
        if is_time_to_say(self._left, left):
            announce(self, self._time.text())
        self._left = left

    def _press_send(self) -> None:
        if self._shown is None:
            return
        if self._is_settled():
            self.sends.emit(self._shown.sha256)
        else:
            self._heading.setFocus()

    def _mask_here(self) -> Pseudonym | None:
        line = self._tree.line()
        return line.masks[self._chosen % len(line.masks)] if line is not None and line.masks else None

    def _choose_mask(self, which: int) -> None:
        self._chosen = which
        self._follow_line()

    def _follow_line(self) -> None:
        here, shown, line = self._mask_here(), self._shown, self._tree.line()
        self._next.setVisible(line is not None and len(line.masks) > 1)
        if here is None or shown is None:
            self._mask_line.setText(say("desk.report", "Choose a masked line to see what it stands for."))
            self._reveal.setText(say("desk.report", "Show to the technician"))
            self._reveal.setEnabled(False)
            return
        is_revealed = here in shown.revealed
        meaning = as_written(shown.meanings.get(here, mask(here)))
        self._mask_line.setText(
            say("desk.report", "Masked here: {value}. The technician would see it.", value=meaning)
            if is_revealed
            else say("desk.report", "Masked here: {value}. The technician does not see it.", value=meaning)
        )
        self._reveal.setText(
            say("desk.report", "Mask it again") if is_revealed else say("desk.report", "Show to the technician")
        )
        self._reveal.setEnabled(True)

    def _press_reveal(self) -> None:
        here, shown = self._mask_here(), self._shown
        if here is not None and shown is not None:
            self.reveals.emit(here, here not in shown.revealed)


def _lead(*, again: bool) -> str:
    if again:
        return say(
            "desk.report",
            "Nothing has been sent. What you crossed out before is crossed out again. "
            "Cross out any line you want to keep to yourself.",
        )
    return say("desk.report", "Nothing has been sent. Cross out any line you want to keep to yourself.")


def _masked(values: int) -> str:
    if not values:
        return ""
    return count(
        "desk.report",
        "{n} value that looks private is masked, such as {example}. It stays so unless you show it.",
        "{n} values that look private are masked, such as {example}. They stay so unless you show them.",
        values,
        example=mask(("serial", 1)),
    )


def _going(lines: int) -> str:
    return count(
        "desk.report", "{number} line will be sent.", "{number} lines will be sent.", lines, number=grouped(lines)
    )


def _crossed(lines: int) -> str:
    if not lines:
        return say("desk.report", "Nothing is crossed out.")
    return count("desk.report", "{number} is crossed out.", "{number} are crossed out.", lines, number=grouped(lines))


def _clock(seconds: int) -> str:
    return as_written(f"{seconds // 60}:{seconds % 60:02}")
