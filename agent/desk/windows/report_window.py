"""The health report before it leaves: every line of it, to read, cross out, show or keep (experience 2.8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QEvent, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeySequence, QMoveEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from agent.desk.windows.report_tree import ReportTree
from agent.desk.windows.window import SCREEN_SHARE, DeskWindow, button_row, named, told, words
from protocol.report.changes import change_line
from protocol.report.pseudonyms import Pseudonym, mark

if TYPE_CHECKING:
    from agent.desk.view import ReportShown
    from agent.desk.windows.places import Places

LOW = 700
"""Pixels, at the usual text size: on a lower screen the time moves into the part that scrolls (experience 2.11)."""
BANNER = 56
"""Pixels at the top of the monitor where the banner stands: the window, in the middle, begins below where it can."""
CHANGES_HEIGHT = 120
"""Pixels of the list of what changed: some five lines, and it scrolls."""
WHY_WAIT = "So that a stray click or key cannot send it for you."


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
        super().__init__("report", "Attended · health report", places, width=900)
        self._shown: ReportShown | None = None
        self._chosen = 0  # which of a line's masked values is told below the lines
        self._heading = words("", "heading", focusable=True)
        self._lead = words("")
        self._masked = words("", "soft")
        self._made = words("", "soft")
        self._find = told(QLineEdit(), "Find")
        self._find.setPlaceholderText("Find (F3)")
        self._all = QPushButton("Cross out all of it")
        self._none = QPushButton("Put all back")
        self._tree = ReportTree()
        self._changed = words("")
        self._changes = QPlainTextEdit()
        self._changes.setAccessibleName("What changed since the first report")
        self._changes.setReadOnly(True)
        self._changes.setFixedHeight(CHANGES_HEIGHT)
        self._mask_line = words("")
        self._next = QPushButton("Next value")
        self._reveal = QPushButton("")
        self._count = words("")
        self._count.setToolTip(WHY_WAIT)
        self._hash = words("", "soft")
        self._limit = QWidget()
        self._time = words("")
        self._more = QPushButton("More time")
        self._note = words("", "soft")
        self._told = ""
        self._keep = QPushButton("Don\N{RIGHT SINGLE QUOTATION MARK}t send")
        self._save = told(QPushButton("Save a copy"), "Save a copy on this computer only")
        self._send = named(QPushButton("Send"), "filled")
        self._calm, self._since = QElapsedTimer(), QElapsedTimer()
        self._clock = QTimer(self, interval=250)
        self._lay_out()
        self._connect()
        self._only_progress(is_progress=True)

    def progress(self, looking: str, number: int, of: int) -> None:
        """Show which section is looked at; the first one opens the window."""
        self._heading.setText("Making the health report")
        self._lead.setText(f"{looking} ({number} of {of}). You read it first; nothing is sent by itself.")
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
            self._calm.start()
        self._heading.setText(f"Read this before it goes to {shown.name}")
        before = "What you crossed out before is crossed out again. " if shown.former else ""
        self._lead.setText(f"Nothing has been sent. {before}Cross out any line you want to keep to yourself.")
        count = len(shown.meanings)
        self._masked.setText(
            f"{count} values that look private are masked, such as ‹serial 1›. They stay so unless you show them."
            if count
            else ""
        )
        self._made.setText(shown.made)
        lines = f"{shown.kept} line" if shown.kept == 1 else f"{shown.kept:,} lines"
        self._told = f"{lines} will be sent. {_crossed(shown.struck)}"
        self._hash.setText(f"{shown.size:,} bytes, SHA-256 {shown.sha256}")
        self._send.setText(f"Send {lines}")
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
        self._calm.start()
        self._freshen()
        super().moveEvent(event)

    def _lay_out(self) -> None:
        self.body.addWidget(self._heading)
        self.body.addWidget(self._lead)
        row = QHBoxLayout()
        row.addWidget(self._find, 1)
        row.addWidget(self._all)
        row.addWidget(self._none)
        self.body.addLayout(row)
        self.body.addWidget(self._changed)
        self.body.addWidget(self._changes)
        self.body.addWidget(self._tree, 1)
        self.body.addWidget(self._masked)
        shown = QHBoxLayout()
        shown.addWidget(self._mask_line, 1)
        shown.addWidget(self._next)
        shown.addWidget(self._reveal)
        self.body.addLayout(shown)
        self.body.addWidget(self._made)
        self.body.addWidget(self._hash)
        limit = QHBoxLayout(self._limit)
        limit.setContentsMargins(0, 0, 0, 0)
        limit.addWidget(self._time, 1)
        limit.addWidget(self._more)
        self.pinned.addWidget(self._limit)
        self.pinned.addWidget(self._count)
        self.pinned.addWidget(self._note)
        self.pinned.addLayout(button_row(self._keep, self._save, self._send))

    def _connect(self) -> None:
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
        screen = QGuiApplication.screenAt(self.geometry().center()) or QGuiApplication.primaryScreen()
        high = screen.availableGeometry().height()
        room = min(round(high * SCREEN_SHARE), high - 2 * BANNER)
        if high * SCREEN_SHARE < LOW * self._scale:
            self.body.insertWidget(self.body.indexOf(self._lead) + 1, self._limit)
        else:
            self.pinned.insertWidget(0, self._limit)
        self._tree.fill(0, self._scale)
        whole = self._wanted_place(keep=True).width()
        inner = self.body.totalHeightForWidth(whole - 2) - self._tree.height()
        self._tree.fill(
            room - inner - self._bar.sizeHint().height() - self._pinned.sizeHint().height() - 4, self._scale
        )

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
        count = len(shown.changes)
        lines = "1 line" if count == 1 else f"{count} lines"
        self._changed.setText(
            f"What changed since the first report: {lines}. {shown.name} reads this list too."
            if count
            else f"Nothing that matters changed since the first report. {shown.name} reads that too."
        )
        self._changes.setPlainText("\n".join(map(change_line, shown.changes)))

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
            f"Decide within {left // 60}:{left % 60:02}. If you do nothing, nothing is sent."
            if left <= yes_left
            else f"What you allowed ends in {yes_left // 60}:{yes_left % 60:02}. After that nothing is sent."
        )
        settled = self._is_settled()
        missing = "" if settled else "To send: read this first. It takes a moment."
        self._count.setText(f"{self._told} {missing or 'You can send now.'}")
        self._send.setAccessibleName(self._send.text() + (f". Not ready: {missing}" if missing else ""))

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
            self._mask_line.setText("Choose a masked line to see what it stands for.")
            self._reveal.setText("Show to the technician")
            self._reveal.setEnabled(False)
            return
        is_revealed = here in shown.revealed
        seen = "The technician would see it." if is_revealed else "The technician does not see it."
        self._mask_line.setText(f"Masked here: {shown.meanings.get(here, mark(here))}. {seen}")
        self._reveal.setText("Mask it again" if is_revealed else "Show to the technician")
        self._reveal.setEnabled(True)

    def _press_reveal(self) -> None:
        here, shown = self._mask_here(), self._shown
        if here is not None and shown is not None:
            self.reveals.emit(here, here not in shown.revealed)


def _crossed(count: int) -> str:
    if not count:
        return "Nothing is crossed out."
    return "1 is crossed out." if count == 1 else f"{count:,} are crossed out."
