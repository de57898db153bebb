"""The preview in a terminal: words in, lines out."""

from __future__ import annotations

import pytest

from agent.desk.draft import Draft
from agent.desk.own_report import DraftShown, own_purpose
from agent.desk.terminal.preview import TerminalPreview
from protocol.report.parse import report_bytes
from protocol.report.register.everything import FACTS
from tests.support.sample_report import MEANT, sample


@pytest.fixture
def draft() -> Draft:
    """The small report."""
    return Draft(report_bytes(sample()), MEANT)


@pytest.fixture
def preview(draft: Draft) -> TerminalPreview:
    """Its preview on a large screen."""
    return TerminalPreview(DraftShown(draft), own_purpose(draft), columns=80, rows=100)


def line_of(preview: TerminalPreview, words: str) -> str:
    """Give the number of the line that holds these words."""
    return preview.typed(f"find {words}")[0].split()[0]


def test_nothing_but_save_saves(preview: TerminalPreview) -> None:
    """An empty line, a slip, a yes and capitals decide nothing."""
    for typed in ("", "y", "yes", "SAVE", "save it", "send", "ok", "allow", "save\x1b"):
        preview.typed(typed)
    assert preview.outcome is None
    preview.typed("save")
    assert preview.outcome == "save"


def test_no_saves_nothing(preview: TerminalPreview) -> None:
    """A no is a no."""
    preview.typed("no")
    assert preview.outcome == "no"


def test_every_line_is_read_once_in_pages_that_fit(draft: Draft) -> None:
    """Section by section, on a small screen; then it says that this was all."""
    small = TerminalPreview(DraftShown(draft), own_purpose(draft), columns=40, rows=9)
    said: list[str] = []
    while not said or "That was all" not in said[-1]:
        page = small.typed("")
        assert sum(-(-len(line) // 40) for line in page[:-1]) <= 9
        said += page
    groups = draft.preview().groups
    assert len(said) - 1 == sum(1 + len(group.lines) for group in groups)
    assert [line for line in said if "Serial number" in line]


def test_lines_ranges_and_sections_are_crossed_out_and_put_back(draft: Draft, preview: TerminalPreview) -> None:
    """By number, by range, by a section's name, all; what rests on them goes and says so."""
    disk = line_of(preview, FACTS["disk.pending"].title)
    preview.typed(f"x {line_of(preview, 'LENOVO')}")
    assert b"LENOVO" not in draft.preview().document
    assert "crossed out: " in preview.typed("find LENOVO")[0]
    preview.typed("x storage")
    assert "storage" not in draft.preview().document.decode()
    assert "all crossed out" in "".join(preview.typed("list"))
    assert any("goes with what it rests on" in line for line in preview.typed("findings"))
    preview.typed("put back storage")
    assert b"storage" in draft.preview().document
    preview.typed(f"x {disk}-{disk}")
    assert b"disk.pending" not in draft.preview().document
    assert preview.typed("x all")[0].startswith("0 lines will be saved.")
    preview.typed("put back all")
    assert draft.preview().struck == 0


def test_a_masked_value_is_told_to_the_customer_and_shown_only_when_they_say_so(
    draft: Draft, preview: TerminalPreview
) -> None:
    """`look` changes nothing in the document, `show` shows one value, `mask` takes it back."""
    number = line_of(preview, "‹volume")
    whole = draft.preview().document
    told = preview.typed(f"look {number}")
    assert [MEANT["user", 1] in told[0], MEANT["volume", 1] in told[1]] == [True, True]
    assert "Say which one" in preview.typed(f"show {number}")[-1]
    assert draft.preview().document == whole
    assert MEANT["volume", 1] in preview.typed(f"show {number} 2")[0]
    assert MEANT["volume", 1].encode() in draft.preview().document
    assert MEANT["user", 1].encode() not in draft.preview().document
    preview.typed(f"mask {number} 2")
    assert draft.preview().document == whole


@pytest.mark.parametrize(
    "typed",
    ["x", "x 0", "x 999", "x nothing", "x 1-b", "put 1", "put back", "look", "look 999", "look 1 2", "show 1 1 1",
     "show ①", "x ²", "show 1 9", "x " + "9" * 400, "mask -1", "find", "\ud800", "x -1"],
)  # fmt: skip
def test_what_is_not_understood_changes_nothing(draft: Draft, preview: TerminalPreview, typed: str) -> None:
    """It is answered in a line of words."""
    before = draft.preview().document
    assert len(preview.typed(typed)) == 1
    assert draft.preview().document == before
    assert preview.outcome is None


def test_it_opens_with_what_it_is_and_how_to_go_on(preview: TerminalPreview) -> None:
    """What is masked, the sections with their names, and that nothing has been saved."""
    said = "\n".join(preview.opening())
    assert "Nothing has been saved or sent" in said
    assert "look private" in said
    assert "(storage): 5 lines" in said
    assert all(word in "".join(preview.typed("help")) for word in ("save", "put back", "show"))
