"""Every line of a report has a place, and each place is one line."""

from agent.desk.draft_lines import every_key, keys_of
from tests.support.sample_report import sample


def test_every_line_has_its_place_once() -> None:
    """Facts, rows, findings and gaps."""
    report = sample()
    keys = list(every_key(report))
    assert len(set(keys)) == len(keys)
    facts = sum(len(part.facts) for part in report.sections)
    rows = sum(len(table.rows) for part in report.sections for table in part.tables)
    assert len(keys) == facts + rows + len(report.findings) + len(report.omissions)


def test_a_sections_lines_are_its_facts_and_rows() -> None:
    """A row goes by its table."""
    software = next(part for part in sample().sections if part.id == "software")
    assert list(keys_of(software)) == [
        ("fact", "software", 0), ("row", "software.services", 0), ("row", "software.services", 1),
    ]  # fmt: skip
