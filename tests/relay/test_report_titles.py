"""Pages that show a report have a title for everything the register knows."""

from protocol.report.register.everything import FACTS, IDENTITY, SECTIONS, TABLES
from relay.report_titles import report_titles


def test_everything_registered_has_its_title() -> None:
    """Sections, facts with their units, and tables with all of their columns."""
    titles = report_titles()
    assert (set(titles["sections"]), set(titles["facts"]), set(titles["tables"])) == (
        set(SECTIONS), set(FACTS), set(TABLES),
    )  # fmt: skip
    assert titles["facts"]["disk.size"] == [FACTS["disk.size"].title, "bytes", "disk", "exact"]
    assert all(len(columns) == len(TABLES[name].columns) for name, (_, columns, _) in titles["tables"].items())


def test_the_rules_of_comparing_are_told_as_they_are() -> None:
    """A dead band with both of its bounds, a table that is never compared, and what names a disk for good."""
    titles = report_titles()
    assert titles["facts"]["volume.available"][3] == {"least": 10**9, "percent": 2}
    assert titles["tables"]["activity.programs"][2] == "ignore"
    assert titles["identity"]["disk"] == list(IDENTITY["disk"])
