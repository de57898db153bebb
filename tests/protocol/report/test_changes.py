"""The list that both people read: short, in words, and without the value of anything that only one report tells."""

from protocol.report.changes import HEADINGS, Said, changes
from protocol.report.compare import compare
from protocol.report.document import Masked
from protocol.report.pseudonyms import reveal
from protocol.report.register.everything import FACTS
from tests.support.make_report_vectors import CASES, PATH, written
from tests.support.sample_report import part, report, rows, sample, told


def test_both_languages_have_these_cases() -> None:
    """The file of vectors is what its writer writes."""
    assert PATH.read_text(encoding="utf-8") == written()


def test_what_is_mended_stands_first() -> None:
    """Then what is worse, then the rest, in the order of the headings."""
    for _, before, after, same in CASES:
        kinds = [list(HEADINGS).index(each.what) for each in changes(compare(before, after, same_table=same))]
        assert kinds == sorted(kinds)


def test_what_only_one_report_tells_is_named_without_its_value() -> None:
    """It may have been crossed out: then nothing of it may be told again."""
    one = report(part("system", told("os.name", "Debian"), told("os.build", "secret-build")))
    two = report(part("system", told("os.name", "Debian")))
    for before, after in ((one, two), (two, one)):
        said = changes(compare(before, after, same_table=True))
        assert len(said) == 1
        assert "secret" not in repr(said)


def test_a_thing_that_went_is_one_line_and_a_missing_line_of_it_is_named_as_that() -> None:
    """A disk with two facts; a disk of which one is missing."""
    whole = report(part("storage", told("disk.size", 1, "vda"), told("disk.firmware", "2.5+", "vda")))
    less = report(part("storage", told("disk.size", 1, "vda")))
    none = report(part("machine", told("machine.maker", "LENOVO")))
    lines = [(each.what, each.title, each.of) for each in changes(compare(whole, none))]
    assert lines == [("new", "Maker", ""), ("gone", "Disk", "vda")]
    assert changes(compare(whole, less)) == (Said("gone", "Disks", FACTS["disk.firmware"].title, "vda"),)


def test_numbers_of_pseudonyms_are_not_told_as_values() -> None:
    """Another serial number is another value; what was shown in one of the two cannot be compared."""
    one, two = (report(part("machine", told("machine.serial", Masked(masked="serial", n=number)))) for number in (1, 2))
    said = changes(compare(one, two, same_table=True))
    assert [(each.before, each.after) for each in said] == [("one value", "another")]
    shown = reveal(sample(), ("serial", 1), "PF1ABCDE")
    notes = [each.note for each in changes(compare(sample(), shown, same_table=True))]
    assert "cannot compare" in notes


def test_a_row_is_told_by_table_column_and_name() -> None:
    """An update reads as one."""
    one, two = (
        report(part("software", tables=(rows("software.programs", ("firefox", version, None, None, None)),)))
        for version in ("140", "141")
    )
    said = changes(compare(one, two, same_table=True))
    assert [(each.title, each.of, each.before, each.after) for each in said] == [
        ("Programs: Version", "firefox", "140", "141")
    ]
