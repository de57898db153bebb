"""The tree of the report's lines keeps its place while their words change."""

from agent.desk.draft import Draft
from agent.desk.windows.report_tree import ReportTree
from protocol.report.parse import report_bytes
from tests.support.sample_report import MEANT, part, report, rows, sample, told
from tests.support.windows_scene import Heard


def test_a_strike_does_not_move_the_reader(heard: Heard) -> None:
    """The chosen line stays chosen, and the items are the same ones."""
    assert heard.told == []  # an application runs
    draft, tree = Draft(report_bytes(sample()), MEANT), ReportTree()
    tree.show_groups(draft.preview().groups)
    key = tree.keys()[3]
    tree.setCurrentItem(tree._items[key])
    draft.cross_out([tree.keys()[4]], struck=True)
    tree.show_groups(draft.preview().groups)
    line = tree.line()
    assert line is not None
    assert line.key == key
    tree.clear()
    assert tree.line() is None


def test_large_sections_are_folded_at_first(heard: Heard) -> None:
    """All sections are seen at a glance; what was found stands open, and a search unfolds what it finds."""
    assert heard.told == []
    many = rows("software.programs", *((f"program {at}", "1", None, None, None) for at in range(20)))
    whole = report(part("machine", told("machine.maker", "LENOVO")), part("software", tables=(many,)))
    tree = ReportTree()
    tree.show_groups(Draft(report_bytes(whole), {}).preview().groups)
    open_ones = {name: top.isExpanded() for name, top in tree._groups.items()}
    assert open_ones == {"machine": True, "software": False}
    tree.look_for("program 7")
    assert tree._groups["software"].isExpanded()


def test_long_names_go_on_in_the_next_line(heard: Heard) -> None:
    """A name without spaces may break at its dots and dashes; columns and boxes grow with the text."""
    assert heard.told == []
    tree = ReportTree()
    tree.show_groups(
        Draft(report_bytes(report(part("network", told("interface.up", True, "a.b-c")))), {}).preview().groups
    )
    (item,) = tree._items.values()
    assert item.text(1) == "a.\u200bb-\u200bc"
    tree.resize(1600, 300)
    tree.show()
    usual = tree.columnWidth(0)
    tree.fill(300, 2.0)
    assert tree.columnWidth(0) == 2 * usual


def test_what_a_line_says_has_a_third_of_the_width(heard: Heard) -> None:
    """However large the letters are: what stands there is what goes to the technician."""
    assert heard.told == []
    tree = ReportTree()
    tree.fill(300, 2.0)
    tree.resize(1100, 300)
    tree.show()
    assert tree.columnWidth(2) >= tree.viewport().width() / 3
    tree.hide()


def test_a_long_text_is_as_high_as_its_words_need(heard: Heard) -> None:
    """Nothing that is sent is cut with dots."""
    assert heard.told == []
    tree = ReportTree()
    tree.resize(800, 300)
    long = report(part("machine", told("machine.maker", "LENOVO"), told("machine.model", "word " * 50)))
    tree.show_groups(Draft(report_bytes(long), {}).preview().groups)
    short, high = (tree.visualItemRect(item).height() for item in tree._items.values())
    assert high > 3 * short
