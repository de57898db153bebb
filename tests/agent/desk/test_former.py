"""A session's later report: one table of pseudonyms, what was struck stays struck, and the list of what changed."""

from agent.desk.draft import Draft, Key, Preview
from agent.desk.former import Former
from protocol.report.document import Masked, Report
from protocol.report.parse import read_report, report_bytes
from protocol.report.pseudonyms import Pseudonym
from tests.support.sample_report import MEANT, part, report, sample, told

A, B, C = "S-DISK-A", "S-DISK-B", "S-DISK-C"


def disks(*serials: str, size: int = 5) -> tuple[bytes, dict[Pseudonym, str]]:
    """Give a report of disks as an engine collects it: numbered by first mention, whatever was sent before."""
    facts = []
    for number, _ in enumerate(serials, start=1):
        facts += [
            told("disk.serial", Masked(masked="serial", n=number), f"vd{chr(96 + number)}"),
            told("disk.size", size, f"vd{chr(96 + number)}"),
        ]
    made = report(part("machine", told("machine.maker", "LENOVO")), part("storage", *facts))
    return report_bytes(made), {("serial", number): serial for number, serial in enumerate(serials, start=1)}


def sent(former: Former, collected: tuple[bytes, dict[Pseudonym, str]], *struck: Key) -> tuple[Report, Preview]:
    """Send a report with these lines crossed out; give what arrives, and the preview it came from."""
    draft = Draft(*collected, former)
    draft.cross_out(struck, struck=True)
    preview = draft.preview()
    arrived = read_report(preview.document)
    former.sent(arrived, preview.sha256, preview.became, draft.meanings, draft.crossed)
    return arrived, preview


def serials(document: Report) -> dict[str, int]:
    """Give the number of each disk's serial."""
    told_of = [fact for each in document.sections for fact in each.facts if fact.id == "disk.serial"]
    return {fact.of: fact.value.n for fact in told_of if isinstance(fact.value, Masked)}


def test_the_same_thing_has_the_same_number_in_both_reports() -> None:
    """Though the engine numbers anew each time, and the first disk was taken out."""
    former = Former()
    first, _ = sent(former, disks(A, B))
    second, preview = sent(former, disks(B, C))
    assert serials(first) == {"vda": 1, "vdb": 2}
    assert serials(second) == {"vda": 2, "vdb": 3}
    assert (first.consent.follows, second.consent.follows) == (None, former.sha256)
    assert [(each.what, each.of) for each in preview.changes] == [("new", "vdb"), ("gone", "vda")]


def test_what_was_crossed_out_of_the_first_is_new_in_the_second_and_numbered_as_new() -> None:
    """No number tells that it was there before: a computer that got the disk in between sends the same bytes."""
    crossed, got = Former(), Former()
    sent(crossed, disks(A, B), ("fact", "storage", 2), ("fact", "storage", 3))
    sent(got, disks(A))
    crossed.crossed = frozenset()  # the customer puts it back
    assert sent(crossed, disks(A, B))[0] == sent(got, disks(A, B))[0]


def test_what_is_crossed_out_of_the_second_is_as_if_it_had_gone() -> None:
    """The bytes, the hash and the list are those of a computer whose disk was taken out."""
    struck, gone = Former(), Former()
    sent(struck, disks(A, B))
    sent(gone, disks(A, B))
    one, preview = sent(struck, disks(A, B), ("fact", "storage", 2), ("fact", "storage", 3))
    other, plain = sent(gone, disks(A))
    assert one == other
    assert preview.changes == plain.changes
    assert all(each.before == each.after == "" for each in preview.changes)


def test_what_was_crossed_out_before_is_crossed_out_to_begin_with() -> None:
    """By what it is about, not by its place; it can be put back, and nothing else is crossed out."""
    former = Former()
    sent(former, disks(A, B), ("fact", "storage", 3))
    draft = Draft(*disks(C, B), former)
    assert [line.of for group in draft.preview().groups for line in group.lines if line.struck] == ["vdb"]
    draft.cross_out([("fact", "storage", 3)], struck=False)
    assert draft.preview().struck == 0


def test_a_section_that_was_crossed_out_whole_stays_out_with_what_is_new_in_it() -> None:
    """A second disk came: the customer had kept all of the disks to themselves."""
    former = Former()
    first, _ = sent(former, disks(A), ("fact", "storage", 0), ("fact", "storage", 1))
    second, _ = sent(former, disks(A, B))
    assert [each.id for each in first.sections] == [each.id for each in second.sections] == ["machine"]


def test_a_line_is_about_the_same_whatever_its_pseudonyms_are_called() -> None:
    """The service whose name holds a person's was crossed out: it is again, though the person has another number."""
    former = Former()
    document = report_bytes(sample())
    draft = Draft(document, MEANT, former)
    key: Key = ("fact", "storage", 4)
    draft.cross_out([key], struck=True)
    preview = draft.preview()
    former.sent(read_report(preview.document), preview.sha256, preview.became, draft.meanings, draft.crossed)
    assert [each for each in Draft(document, MEANT, former).crossed if each[0] == "fact"] == [
        ("fact", "volume.mount", "vdb1")
    ]


def test_the_first_report_has_nothing_to_be_compared_with() -> None:
    """And is numbered from one."""
    draft = Draft(*disks(A, B), Former())
    assert (draft.former_made, draft.preview().changes) == ("", ())
    assert draft.preview().document == disks(A, B)[0]
