"""What a report names, said in the customer's language; the document keeps its own."""

from typing import get_args

from agent.desk.draft import Draft
from agent.desk.language import open_language, speaking
from agent.desk.report_words import NAMES, change_words, report_words
from protocol.report.changes import HEADINGS, NOTES, Said, change_line
from protocol.report.compare import Note
from protocol.report.parse import report_bytes
from protocol.report.register.everything import FACTS, SECTIONS, TABLES
from tests.support.pseudo import accented, pseudo
from tests.support.sample_report import MEANT, sample


def test_every_title_of_the_register_is_a_name() -> None:
    """Sections and their progress, facts, tables and columns; and everything that is told of a change."""
    titles = {part.title for part in SECTIONS.values()} | {part.looking for part in SECTIONS.values()}
    titles |= {fact.title for fact in FACTS.values()} | {table.title for table in TABLES.values()}
    titles |= {column.title for table in TABLES.values() for column in table.columns}
    assert titles | set(HEADINGS.values()) | set(NOTES) <= set(NAMES)
    assert set(get_args(Note)) - {""} <= set(NOTES)


def test_what_is_no_name_stays_as_it_is() -> None:
    """A value from outside is not looked up, and its braces are not filled in."""
    with speaking(accented()):
        assert report_words("Serial number") == pseudo("Serial number")
        assert report_words("{serial} number") == "{serial} number"


def test_a_change_is_said_like_the_technicians_and_in_the_language_of_now() -> None:
    """Heading, title and note; the thing and its values are the document's own."""
    said = Said("changed", "Disks", "Accounts: Serial number", "vda", "one value", "7 GB", "more often")
    assert change_words(said) == change_line(said)
    with speaking(accented()):
        assert change_words(said) == (
            f"{pseudo('Changed')}: {report_words('Accounts')}: {pseudo('Serial number')} · vda: "
            f"{pseudo('one value')} → 7 GB ({pseudo('more often')})"
        )


def test_another_language_changes_no_byte_of_what_is_sent() -> None:
    """The lines before the customer are theirs; the document is English."""
    english = Draft(report_bytes(sample()), MEANT).preview()
    with speaking(accented()):
        draft = Draft(report_bytes(sample()), MEANT)
        spoken = draft.preview()
        made = draft.made
    assert spoken.document == english.document
    assert made != Draft(report_bytes(sample()), MEANT).made
    assert {line.title for group in spoken.groups for line in group.lines}.isdisjoint(
        {line.title for group in english.groups for line in group.lines}
    )
    with speaking(open_language("en")):
        assert Draft(report_bytes(sample()), MEANT).made.startswith(
            "Made 2026-11-22 05:30 UTC on Linux without administrator’s rights, by Attended 0.1.0, in 2.1 s."
        )
