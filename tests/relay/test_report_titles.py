"""Pages that show a report have a title for everything the register knows."""

from protocol.report.register.everything import FACTS, SECTIONS, TABLES
from relay.report_titles import report_titles


def test_everything_registered_has_its_title() -> None:
    """Sections, facts with their units, and tables with all of their columns."""
    titles = report_titles()
    assert (set(titles["sections"]), set(titles["facts"]), set(titles["tables"])) == (
        set(SECTIONS), set(FACTS), set(TABLES),
    )  # fmt: skip
    assert titles["facts"]["disk.size"] == [FACTS["disk.size"].title, "bytes"]
    assert all(len(columns) == len(TABLES[name].columns) for name, (_, columns) in titles["tables"].items())
