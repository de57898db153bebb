"""The draft shows the document that would be sent, line by line, and what is crossed out leaves nothing in it."""

import json
from itertools import combinations

import pytest

from agent.desk.draft import Draft, Key, Line
from protocol.errors import ReportMalformed
from protocol.report.parse import read_report, report_bytes
from protocol.report.parts import sha256_of_bytes
from tests.support.sample_report import MEANT, sample


@pytest.fixture
def draft() -> Draft:
    """A draft of the small report."""
    return Draft(report_bytes(sample()), MEANT)


def lines(draft: Draft) -> list[Line]:
    """Give every line."""
    return [line for group in draft.preview().groups for line in group.lines]


def the(draft: Draft, title: str, of: str = "") -> Line:
    """Find a line."""
    return next(line for line in lines(draft) if line.title == title and line.of == of)


def test_nothing_is_crossed_out_or_shown_at_first(draft: Draft) -> None:
    """What would be sent at first are the collected bytes, and the hash is theirs."""
    preview = draft.preview()
    assert preview.document == report_bytes(sample())
    assert preview.sha256 == sha256_of_bytes(preview.document)
    assert preview.struck == 0
    assert not any(meaning.encode() in preview.document for meaning in MEANT.values())


def test_every_line_can_be_crossed_out_and_leaves_no_trace(draft: Draft) -> None:
    """For each line by itself and for each pair: the document is a report, and holds no word of theirs nor a count."""
    keys = list(draft.every())
    for pair in [*combinations(keys, 2), *((key,) for key in keys)]:
        draft.cross_out(pair, struck=True)
        preview = draft.preview()
        read_report(preview.document)
        assert preview.kept + preview.struck == len(keys)
        draft.cross_out(pair, struck=False)
    assert draft.preview().document == report_bytes(sample())


def test_a_crossed_out_serial_number_is_as_if_it_had_never_been(draft: Draft) -> None:
    """No value, mask, finding, gap or count speaks of it, and the numbers close up."""
    draft.cross_out([the(draft, "Serial number", "vda").key], struck=True)
    document = json.loads(draft.preview().document)
    assert {"masked": "serial", "count": 2} in document["pseudonyms"]
    assert the(draft, "Serial number", "vdb").value == "‹serial 2›"
    assert "‹serial 3›" not in draft.preview().document.decode()


def test_a_finding_goes_with_what_it_rests_on(draft: Draft) -> None:
    """It is shown as gone, and does not stand in the document."""
    draft.cross_out([("fact", "storage", 3)], struck=True)
    finding = next(line for line in lines(draft) if line.key == ("finding", "findings", 0))
    assert (finding.struck, finding.follows) == (True, True)
    assert [each.id for each in read_report(draft.preview().document).findings] == ["service.failed"]


def test_a_section_crossed_out_line_by_line_goes_whole(draft: Draft) -> None:
    """Its name, its gaps and what was left out of it go with its last line."""
    draft.cross_out(
        [key for key in draft.every() if key[1] in {"storage", "software", "software.services"}], struck=True
    )
    report = read_report(draft.preview().document)
    assert [part.id for part in report.sections] == ["machine"]
    assert (report.omissions, report.truncated, report.findings) == ((), (), ())


def test_all_of_it_crossed_out_leaves_an_empty_report(draft: Draft) -> None:
    """No section, finding, gap or count is left, and it is a report still."""
    draft.cross_out(draft.every(), struck=True)
    report = read_report(draft.preview().document)
    assert (report.sections, report.findings, report.omissions, report.truncated, report.pseudonyms) == ((),) * 5


def test_a_value_is_shown_wherever_it_stands_and_nowhere_before(draft: Draft) -> None:
    """The one that was pressed is in clear, the others stay masked and are numbered anew."""
    draft.show(("serial", 2), revealed=True)
    preview = draft.preview()
    assert the(draft, "Serial number", "vda").value == "S-DISK-A"
    assert the(draft, "Serial number", "vdb").value == "‹serial 2›"
    assert b"S-DISK-B" not in preview.document
    read_report(preview.document)
    draft.show(("serial", 2), revealed=False)
    assert draft.preview().document == report_bytes(sample())


def test_what_is_shown_and_then_crossed_out_is_gone(draft: Draft) -> None:
    """Not even the list of what was shown names it."""
    draft.show(("serial", 2), revealed=True)
    draft.cross_out([the(draft, "Serial number", "vda").key], struck=True)
    document = draft.preview().document
    assert b"S-DISK-A" not in document
    assert read_report(document).consent.revealed == ()


def test_a_line_is_read_from_the_very_document(draft: Draft) -> None:
    """After a strike each line that stays shows what stands in the bytes that would go."""
    struck: list[Key] = [("fact", "machine", 1), ("row", "software.services", 0)]
    draft.cross_out(struck, struck=True)
    part = read_report(draft.preview().document).sections[1]
    assert [line.value for line in lines(draft) if line.key[:2] == ("fact", "storage")][1] == "‹serial 1›"
    assert str(part.facts[4].value) == the(draft, "Where it is mounted", "vdb1").value


def test_a_crossed_out_line_has_no_number_and_nothing_to_show(draft: Draft) -> None:
    """Its old number would be another thing's now."""
    key = the(draft, "Serial number", "vda").key
    draft.cross_out([key], struck=True)
    line = next(line for line in lines(draft) if line.key == key)
    assert (line.value, line.masks) == ("‹serial›", ())


def test_what_is_no_report_makes_no_draft() -> None:
    """The desk takes nothing from the engine on trust."""
    with pytest.raises(ReportMalformed):
        Draft(b'{"format":"attended.report/1"}', {})
