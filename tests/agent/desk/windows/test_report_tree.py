"""The tree of the report's lines keeps its place while their words change."""

from agent.desk.draft import Draft
from agent.desk.windows.report_tree import ReportTree
from protocol.report.parse import report_bytes
from tests.support.sample_report import MEANT, sample
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
