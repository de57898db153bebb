"""The report's lines as a tree: sections that fold, a box on each line. Ticked means crossed out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QBrush, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem

from agent.desk.draft_lines import FINDINGS
from agent.desk.language import mark, say
from agent.desk.numbers import grouped
from agent.desk.windows.theme import BOX_PIXELS, Theme, present_theme

if TYPE_CHECKING:
    from agent.desk.draft import Group, Key, Line

COLUMNS = (mark("desk.report", "Cross out"), mark("desk.report", "Of"), mark("desk.report", "What it says"))
LEAST_HEIGHT, MOST_HEIGHT = 220, 640
"""Pixels: some eight lines on the smallest screen (more where text is larger), and on others as many as fit."""
FEW = 8
"""A section with more lines is folded at first: all sections are seen at one glance. What was found stands open."""
_TITLE_WIDTH, _THING_WIDTH = 290, 170
"""Pixels of the first two columns at the usual text size; the third has the rest."""
_TITLE_SHARE, _THING_SHARE = 0.4, 0.25
"""What the first two columns have of the width at most: large letters would leave the third no room."""
_BREAKS = re.compile(r"(?<=[._=/:-])(?=.)")
"""Where a long name may go on in the next line: it has no spaces, and nothing is cut."""
_BEFORE_WORDS, _BESIDE_WORDS, _ABOVE_AND_BELOW, _HIGH = 56, 12, 8, 10_000
"""Pixels: arrow and box, the padding of a cell across and down, and more than any text is high."""
_LINE = Qt.ItemDataRole.UserRole
_GROUP = Qt.ItemDataRole.UserRole + 1


class ReportTree(QTreeWidget):
    """Keyboard: arrows move and fold, Space crosses out. A section's box crosses out all of its lines."""

    crossed_out = Signal(object, bool)

    def __init__(self) -> None:
        super().__init__()
        self._scale = 1.0
        self._items: dict[Key, QTreeWidgetItem] = {}
        self._of: dict[str, list[Key]] = {}
        self._lines: dict[Key, Line] = {}
        self._groups: dict[str, QTreeWidgetItem] = {}
        self._said: dict[Key, str] = {}
        """Each line in small letters, for the search."""
        self.setAccessibleName(say("desk.report", "The health report. Space crosses a line out."))
        self.setHeaderLabels([column.said() for column in COLUMNS])
        self.setColumnCount(len(COLUMNS))
        self.setAlternatingRowColors(True)
        self.setWordWrap(True)
        self.setVerticalScrollMode(QTreeWidget.ScrollMode.ScrollPerPixel)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        self._widen(1.0)
        self.itemChanged.connect(self._ticked)
        self._measuring = QTimer(self, singleShot=True, interval=0)
        self._measuring.timeout.connect(self._measure_all)
        self.header().sectionResized.connect(lambda *_: self._measuring.start())

    def fill(self, room: int, scale: float) -> None:
        """Take so many pixels of height, within what is of use, and columns as wide as text of this scale needs."""
        self._widen(scale)
        self.setFixedHeight(max(round(LEAST_HEIGHT * scale), min(MOST_HEIGHT, room)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width anew."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._widen(self._scale)

    def show_groups(self, groups: tuple[Group, ...]) -> None:
        """Show these sections; what is there already only changes its words."""
        self.blockSignals(True)
        if [key for group in groups for key in (line.key for line in group.lines)] != list(self._items):
            self._build(groups)
        theme = present_theme()
        for group in groups:
            for line in group.lines:
                if line != self._lines.get(line.key):
                    self._write(self._items[line.key], line, theme)
            self._write_group(self._groups[group.id], group)
        self.blockSignals(False)
        self.viewport().update()

    def clear(self) -> None:
        """Forget the report."""
        self._items.clear()
        self._lines.clear()
        self._said.clear()
        self._groups.clear()
        self._of.clear()
        super().clear()

    def line(self) -> Line | None:
        """Give the line that is chosen."""
        item = self.currentItem()
        key = None if item is None else item.data(0, _LINE)
        return None if key is None else self._lines.get(_key(key))

    def keys(self) -> list[Key]:
        """Name every line."""
        return list(self._items)

    def look_for(self, text: str) -> None:
        """Show only lines that hold this, whatever its case; all with an empty one."""
        wanted = text.strip().casefold()
        found: set[str] = set()
        for name, keys in self._of.items():
            for key in keys:
                item, is_hidden = self._items[key], wanted not in self._said[key]
                if item.isHidden() != is_hidden:
                    item.setHidden(is_hidden)
                if not is_hidden:
                    found.add(name)
        for name, top in self._groups.items():
            top.setHidden(name not in found)
            top.setExpanded(top.isExpanded() or bool(wanted))

    def _widen(self, scale: float) -> None:
        self._scale = scale
        room = self.viewport().width()
        self.header().resizeSection(0, round(min(_TITLE_WIDTH * scale, room * _TITLE_SHARE)))
        self.header().resizeSection(1, round(min(_THING_WIDTH * scale, room * _THING_SHARE)))

    def _build(self, groups: tuple[Group, ...]) -> None:
        self.clear()
        for group in groups:
            top = QTreeWidgetItem(self)
            top.setFlags(top.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            top.setFirstColumnSpanned(True)
            font = top.font(0)
            font.setBold(True)
            top.setFont(0, font)
            top.setData(0, _GROUP, group.id)
            self._groups[group.id] = top
            self._of[group.id] = [line.key for line in group.lines]
            for line in group.lines:
                item = QTreeWidgetItem(top)
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                item.setData(0, _LINE, list(line.key))
                self._items[line.key] = item
            top.setExpanded(group.id == FINDINGS or len(group.lines) <= FEW)

    def _write(self, item: QTreeWidgetItem, line: Line, theme: Theme) -> None:
        self._lines[line.key] = line
        brush = QBrush(theme.colour("soft") if line.struck else theme.colour("ink"))
        font = item.font(0)
        font.setStrikeOut(line.struck)
        for column, text in enumerate((line.title, _BREAKS.sub("\N{ZERO WIDTH SPACE}", line.of), line.value)):
            item.setText(column, text)
            item.setForeground(column, brush)
            item.setFont(column, font)
        item.setCheckState(0, Qt.CheckState.Checked if line.struck else Qt.CheckState.Unchecked)
        item.setData(0, Qt.ItemDataRole.AccessibleTextRole, _spoken(line))
        item.setDisabled(line.follows)
        self._said[line.key] = f"{line.title} {line.of} {line.value}".casefold()
        self._measure(item)

    def _measure_all(self) -> None:
        self.blockSignals(True)
        for item in self._items.values():
            self._measure(item)
        self.blockSignals(False)
        self.scheduleDelayedItemsLayout()

    def _measure(self, item: QTreeWidgetItem) -> None:
        """Make a line as high as its words need: nothing that is sent is cut. A style's own measure takes one line."""
        metrics = self.fontMetrics()
        for column in range(len(COLUMNS)):
            text = item.text(column)
            before = _BEFORE_WORDS + round(BOX_PIXELS * self._scale) if column == 0 else 0
            room = self.columnWidth(column) - _BESIDE_WORDS - before
            if len(text) * metrics.horizontalAdvance("m") <= room:
                item.setData(column, Qt.ItemDataRole.SizeHintRole, None)
                continue
            words = metrics.boundingRect(0, 0, room, _HIGH, int(Qt.TextFlag.TextWordWrap), text)
            item.setSizeHint(column, QSize(room, words.height() + _ABOVE_AND_BELOW))

    def _write_group(self, item: QTreeWidgetItem, group: Group) -> None:
        struck = sum(1 for line in group.lines if line.struck)
        whole = struck == len(group.lines)
        left = grouped(len(group.lines) - struck)
        item.setText(
            0,
            say("desk.report", "{title} (all crossed out)", title=group.title)
            if whole
            else say("desk.report", "{title} ({number})", title=group.title, number=left),
        )
        some = Qt.CheckState.PartiallyChecked if struck else Qt.CheckState.Unchecked
        item.setCheckState(0, Qt.CheckState.Checked if whole else some)
        item.setData(
            0,
            Qt.ItemDataRole.AccessibleTextRole,
            say("desk.report", "cross out all of {title}, all crossed out", title=group.title)
            if whole
            else say("desk.report", "cross out all of {title}, {number}", title=group.title, number=left),
        )

    def _ticked(self, item: QTreeWidgetItem, column: int) -> None:
        if column != 0:
            return
        key = item.data(0, _LINE)
        keys = [_key(key)] if key is not None else self._of[item.data(0, _GROUP)]
        self.crossed_out.emit(keys, item.checkState(0) == Qt.CheckState.Checked)


def _spoken(line: Line) -> str:
    words = ", ".join(part for part in (line.title, line.of, line.value) if part)
    if line.follows:
        return say("desk.report", "goes with what it rests on, {line}", line=words)
    if line.struck:
        return say("desk.report", "crossed out, {line}", line=words)
    return say("desk.report", "cross out, {line}", line=words)


def _key(data: list[object]) -> Key:
    kind, where, at = data
    return (kind, where, at)  # type: ignore[return-value]  # as `_build` wrote it
