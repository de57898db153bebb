"""The report's window: read, cross out, show, keep; only Send sends, and it sends what stands there."""

import re
from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QTextEdit, QTreeWidgetItem

from agent.desk.draft import Draft
from agent.desk.former import Former
from agent.desk.language import speaking
from agent.desk.windows import window as window_module
from agent.desk.windows.places import Places
from agent.desk.windows.report_tree import ReportTree
from agent.desk.windows.report_window import ReportWindow
from agent.desk.windows.window import SCREEN_SHARE
from protocol.report.parse import read_report, report_bytes
from tests.support.pseudo import accented, pseudo
from tests.support.report_scene import a_draft, as_shown
from tests.support.sample_report import MEANT, part, report, rows, sample
from tests.support.windows_scene import Heard, Spoken, comes_true


class Reader:
    """A window and the draft behind it, as the core joins them."""

    def __init__(self, heard: Heard, draft: Draft | None = None) -> None:
        self.draft = draft or a_draft()
        self.heard = heard
        self.wait, self.left, self.yes_left, self.note = 0.1, 900.0, 1800.0, ""
        self.window = ReportWindow(Places(heard))
        self.window.crossed_out.connect(self._cross_out)
        self.window.reveals.connect(self._reveal)
        self.window.sends.connect(heard.send_report)
        self.window.keeps.connect(heard.keep_report)
        self.window.saves.connect(heard.save_report)
        self.window.wants_time.connect(heard.more_report_time)
        self.window.closed_by_customer.connect(heard.closed)
        self.show()

    @property
    def tree(self) -> ReportTree:
        """Give the lines."""
        return self.window.findChildren(ReportTree)[0]

    def show(self) -> None:
        """Show what the draft says."""
        times = {"wait": self.wait, "left": self.left, "yes_left": self.yes_left}
        self.window.show_report(as_shown(self.draft, note=self.note, **times))

    def says(self, words: str) -> bool:
        """Tell whether a line that is seen says these words."""
        labels = [each for each in self.window.findChildren(QLabel) if each.isVisible()]
        return any(words in each.text() for each in labels)

    def item(self, *texts: str) -> QTreeWidgetItem:
        """Find a line by its words."""
        found = self.tree.findItems(texts[0], Qt.MatchFlag.MatchStartsWith | Qt.MatchFlag.MatchRecursive)
        return next(item for item in found if all(item.text(at) == text for at, text in enumerate(texts) if at))

    def button(self, words: str) -> QPushButton:
        """Find a button by the beginning of its words."""
        return next(each for each in self.window.findChildren(QPushButton) if each.text().startswith(words))

    def _cross_out(self, keys: list[tuple[str, str, int]], struck: bool) -> None:  # noqa: FBT001 - a signal's values
        self.draft.cross_out(keys, struck=struck)  # type: ignore[arg-type]  # keys of the draft
        self.show()

    def _reveal(self, pseudonym: tuple[str, int], revealed: bool) -> None:  # noqa: FBT001 - a signal's values
        self.draft.show(pseudonym, revealed=revealed)  # type: ignore[arg-type]  # a pseudonym of the draft
        self.show()


pytestmark = pytest.mark.usefixtures("calm")


@pytest.fixture
def reader(heard: Heard) -> Reader:
    """A customer before the small report, whose wait is short."""
    return Reader(heard)


def test_no_line_is_ticked_at_first(reader: Reader) -> None:
    """Ticked means crossed out, and every line stands under its section."""
    checked = Qt.MatchFlag.MatchContains | Qt.MatchFlag.MatchRecursive
    assert all(item.checkState(0) == Qt.CheckState.Unchecked for item in reader.tree.findItems("", checked))
    assert reader.button("Send").text() == "Send 13 lines"


def test_space_crosses_a_line_out_and_back(reader: Reader) -> None:
    """By the keyboard alone; the other numbers close up at once, and the spoken name says what it is."""
    reader.tree.setCurrentItem(reader.item("Serial number", "vda"))
    QTest.keyClick(reader.tree, Qt.Key.Key_Space)
    assert reader.item("Serial number", "vda").checkState(0) == Qt.CheckState.Checked
    assert reader.item("Serial number", "vdb").text(2) == "‹serial 2›"
    assert reader.item("Serial number", "vda").data(0, Qt.ItemDataRole.AccessibleTextRole) == (
        "crossed out, Serial number, vda, ‹serial›"
    )
    assert reader.button("Send").text() == "Send 12 lines"
    QTest.keyClick(reader.tree, Qt.Key.Key_Space)
    assert reader.draft.preview().document == report_bytes(sample())


def test_a_sections_box_crosses_out_all_of_it(reader: Reader) -> None:
    """One press for a section; its findings go with it, and are told apart from what was crossed out by hand."""
    top = reader.item("Disks")
    top.setCheckState(0, Qt.CheckState.Checked)
    assert all(line.struck for group in reader.draft.preview().groups for line in group.lines if group.id == "storage")
    assert "all crossed out" in reader.item("Disks").text(0)


def test_a_masked_value_is_shown_one_by_one(reader: Reader) -> None:
    """The customer sees what it stands for; the technician only after the button was pressed for this one."""
    reader.tree.setCurrentItem(reader.item("Serial number", "vda"))
    assert b"S-DISK-A" not in reader.draft.preview().document
    reader.button("Show to the technician").click()
    assert reader.item("Serial number", "vda").text(2) == "S-DISK-A"
    assert b"S-DISK-B" not in reader.draft.preview().document
    reader.button("Mask it again").click()
    assert b"S-DISK-A" not in reader.draft.preview().document


def test_of_several_masked_values_in_a_line_each_can_be_shown(reader: Reader) -> None:
    """The one that is told below the lines is the one that is shown; the next press tells the next."""
    reader.tree.setCurrentItem(reader.item("Where it is mounted", "vdb1"))
    reader.button("Next value").click()
    reader.button("Show to the technician").click()
    assert reader.item("Where it is mounted", "vdb1").text(2) == "/media/‹user 1›/HOLIDAY"
    reader.tree.setCurrentItem(reader.item("Serial number", "vda"))
    assert not reader.button("Next value").isVisible()


def test_send_is_inert_at_first_and_names_what_stands_there(reader: Reader) -> None:
    """A press that was meant for something else sends nothing, and says why; a later one sends the shown hash."""
    reader.button("Send").click()
    assert reader.heard.of("send_report") == []
    assert reader.button("Send").isEnabled()
    assert "Not ready: To send: read this first." in reader.button("Send").accessibleName()
    assert comes_true(lambda: reader.says("You can send now."), 3000)
    reader.button("Send").click()
    assert reader.heard.of("send_report") == [(reader.draft.preview().sha256,)]


def test_the_wait_is_counted_anew_when_the_window_changes_or_is_moved(reader: Reader) -> None:
    """What was read is not what stands there now, and a press on its way may have been meant for another place."""
    assert comes_true(lambda: reader.says("You can send now."), 3000)
    reader.item("Disks").setCheckState(0, Qt.CheckState.Checked)
    reader.button("Send").click()
    assert comes_true(lambda: reader.says("You can send now."), 3000)
    reader.window.move(reader.window.pos() + QPoint(5, 5))
    reader.button("Send").click()
    assert comes_true(lambda: reader.says("You can send now."), 3000)
    reader.window.resize(reader.window.width() + 20, reader.window.height())
    reader.button("Send").click()
    assert reader.heard.of("send_report") == []
    assert comes_true(lambda: reader.says("You can send now."), 3000)
    reader.button("Send").click()
    assert len(reader.heard.of("send_report")) == 1


def test_esc_closing_and_dont_send_are_the_same(reader: Reader) -> None:
    """None of them sends; an Esc that ends a search keeps the report on the screen."""
    find = reader.window.findChildren(QLineEdit)[0]
    find.setText("lenovo")
    QTest.keyClick(find, Qt.Key.Key_Escape)
    assert (find.text(), reader.heard.of("keep_report")) == ("", [])
    QTest.keyClick(reader.window, Qt.Key.Key_Escape)
    assert reader.heard.of("keep_report") == [()]
    reader.button("Don").click()
    assert reader.heard.of("keep_report") == [(), ()]
    reader.window.close()
    assert reader.heard.of("closed") == [("report",)]
    assert reader.heard.of("send_report") == []


def test_the_time_is_told_and_can_be_stretched(reader: Reader) -> None:
    """What ends first is said, with what follows: the customer's silence, or the time of their yes."""
    assert reader.says("Decide within 15:00. If you do nothing, nothing is sent.")
    reader.button("More time").click()
    assert reader.heard.of("more_report_time") == [()]
    reader.left, reader.yes_left = 1800.0, 245.0
    reader.show()
    assert reader.says("What you allowed ends in 4:05. After that nothing is sent.")


def test_a_copy_is_asked_for_and_told_of(reader: Reader) -> None:
    """Saving sends nothing; where it lies is said below the lines."""
    reader.button("Save a copy").click()
    assert reader.heard.of("save_report") == [()]
    assert not reader.says("A copy is saved")
    reader.note = "A copy is saved on this computer only: /home/x/report.html"
    reader.show()
    assert reader.says(reader.note)
    assert reader.heard.of("send_report") == []


def test_finding_hides_what_does_not_fit(reader: Reader) -> None:
    """Lines without the words are hidden, and so is a section without such lines."""
    reader.tree.look_for("lenovo")
    assert not reader.item("Maker").isHidden()
    assert reader.item("Disks").isHidden()
    reader.tree.look_for("")
    assert not reader.item("Disks").isHidden()


def test_progress_stands_before_the_report(heard: Heard) -> None:
    """While the computer is looked at there is a way out, and nothing to send."""
    window = ReportWindow(Places(heard))
    window.progress("Looking at the disks", 3, 11)
    visible = [each.text() for each in window.findChildren(QPushButton) if each.isVisible()]
    assert "Don’t send" in visible
    assert not any(text.startswith("Send") for text in visible)


def changes_in(reader: Reader) -> QTextEdit:
    """Find the list of what changed."""
    return reader.window.findChildren(QTextEdit)[0]


def test_a_first_report_has_no_list_of_changes(heard: Heard) -> None:
    """There is nothing it could be compared with."""
    assert not changes_in(Reader(heard)).isVisible()


def test_a_later_report_shows_what_changed_as_the_technician_reads_it(heard: Heard) -> None:
    """What was mended, new and missing; it follows what is crossed out; what was crossed out before still is."""
    former = Former()
    draft = Draft(report_bytes(sample()), MEANT, former)
    draft.cross_out([("fact", "machine", 0)], struck=True)
    preview = draft.preview()
    former.sent(read_report(preview.document), preview.sha256, preview.became, draft.meanings, draft.crossed)
    storage = sample().sections[1]
    mended = tuple(
        each.model_copy(update={"value": 0}) if each.id == "disk.pending" else each for each in storage.facts
    )
    parts = (sample().sections[0], storage.model_copy(update={"facts": mended}), sample().sections[2])
    second = sample().model_copy(update={"sections": parts, "findings": sample().findings[1:]})
    reader = Reader(heard, Draft(report_bytes(second), MEANT, former))
    shown = changes_in(reader)
    assert shown.isVisible()
    assert shown.isReadOnly()
    assert shown.accessibleName() == "What changed since the first report"
    assert shown.toPlainText().splitlines() == [
        "No longer found: Act now · vdb: disk.pending on vdb",
        "Changed: Sectors that cannot be read (197) · vdb: 4 times → 0 times (replaced or cleared)",
    ]
    assert reader.item("Maker").checkState(0) == Qt.CheckState.Checked
    reader.item("Size", "vda").setCheckState(0, Qt.CheckState.Checked)
    assert "Only in the earlier report: Size · vda" in shown.toPlainText()


def test_the_time_is_spoken_at_four_moments_only(reader: Reader, spoken: Spoken) -> None:
    """At five, two and one minute and at thirty seconds, as text says it all the while (experience 2.1)."""
    assert [said for said in spoken.said if "Decide within" in said] == []
    for left in (301.0, 300.0, 299.0, 121.0, 119.0, 60.0, 59.0, 31.0, 30.0, 10.0):
        reader.left = left
        reader.show()
    times = [said.split()[2].rstrip(".") for said in spoken.said if said.startswith("Decide within")]
    assert times == ["5:00", "1:59", "1:00", "0:30"]


def test_what_changes_is_said_aloud(reader: Reader, spoken: Spoken) -> None:
    """How many lines are left, and where a copy lies; not again what was said before (experience 2.11)."""
    spoken.said.clear()
    reader.tree.setCurrentItem(reader.item("Serial number", "vda"))
    QTest.keyClick(reader.tree, Qt.Key.Key_Space)
    assert spoken.said == ["12 lines will be sent. 1 is crossed out."]
    reader.note = "A copy is saved on this computer only: /home/x/report.html"
    reader.show()
    reader.show()
    assert spoken.said[1:] == [reader.note]


def test_a_hundred_lines_are_crossed_out_by_keyboard(heard: Heard) -> None:
    """Down and Space, a hundred times; of none of them anything is left in what would be sent (acceptance 34)."""
    names = [f"unit-{number:03}.service" for number in range(120)]
    services = rows("software.services", *((name, f"Does {name}", "running", "enabled", False, None) for name in names))
    draft = Draft(report_bytes(report(part("software", tables=(services,)))), {})
    reader = Reader(heard, draft)
    top = reader.tree.topLevelItem(0)
    assert top is not None
    top.setExpanded(True)
    reader.tree.setCurrentItem(top)
    for _ in range(100):
        QTest.keyClick(reader.tree, Qt.Key.Key_Down)
        QTest.keyClick(reader.tree, Qt.Key.Key_Space)
    preview = draft.preview()
    assert (preview.kept, preview.struck) == (20, 100)
    assert [name for name in names[:100] if name.encode() in preview.document] == []
    assert [name for name in names[100:] if name.encode() not in preview.document] == []
    assert reader.button("Send").text() == "Send 20 lines"


def test_another_language_says_everything_of_the_preview(heard: Heard) -> None:
    """Chrome, titles and what is counted; values and what the findings say are the document's (acceptance 42)."""
    with speaking(accented()):
        reader = Reader(heard)
        reader.tree.setCurrentItem(reader.item(pseudo("Serial number")))
        said = [each.text() for each in reader.window.findChildren(QLabel) if each.isVisibleTo(reader.window)]
        said += [each.text() for each in reader.window.findChildren(QPushButton)]
        said += [reader.tree.headerItem().text(column) for column in range(3)]
    values = re.compile("SHA-256 [0-9a-f]+|‹serial 1›|en-XA|Ana Weber")
    plain = [text for text in said if re.search("[a-z]{2}", values.sub("", text)) and not re.search("[áçéíñóúý]", text)]
    assert plain == []


def test_while_it_is_made_its_heading_has_the_keyboard(heard: Heard) -> None:
    """A window that comes up is read from its heading on, not from the first button of its bar."""
    window = ReportWindow(Places(heard))
    window.progress("Looking at the disks", 3, 11)
    focused = window.focusWidget()
    assert isinstance(focused, QLabel)
    assert focused.text() == "Making the health report"


def test_neither_answer_stands_out(reader: Reader) -> None:
    """Sending is no more invited than keeping: both buttons look alike (experience 1, principle 2)."""
    keep, send = reader.button("Don\N{RIGHT SINGLE QUOTATION MARK}t send"), reader.button("Send")
    assert keep.objectName() == send.objectName()
    assert keep.size() == send.size()


def test_the_wait_begins_when_the_window_stands(heard: Heard, monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine that covers its place late takes nothing of the customer's time to read (acceptance 7)."""
    late: list[Callable[[], None]] = []
    monkeypatch.setattr(heard, "windows_moved", lambda _rects, done: late.append(done))
    reader = Reader(heard)
    assert not reader.window.isVisible()
    QTest.qWait(150)
    assert not reader.window._is_settled()
    for done in late:
        done()
    assert reader.window.isVisible()
    reader.button("Send").click()
    assert heard.of("send_report") == []
    comes_true(reader.window._is_settled, 2000)


@pytest.mark.parametrize(("high", "least"), [(800, 280), (1080, 400)])
def test_the_lines_have_most_of_the_window(
    heard: Heard, monkeypatch: pytest.MonkeyPatch, high: int, least: int
) -> None:
    """They are what is to be read; what tells of the report stands below, where one scrolls to it."""
    room = QRect(0, 0, 1280, high)
    monkeypatch.setattr(window_module, "room_at", lambda _point: room)
    reader = Reader(heard)
    tree, window = reader.tree, reader.window
    assert comes_true(lambda: tree.isVisible() and tree.height() >= least, 2000)
    top = tree.mapTo(window, tree.rect().topLeft()).y()
    assert top + tree.height() < window._pinned.geometry().top()
    assert window.height() <= high * SCREEN_SHARE
