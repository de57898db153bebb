"""The page to read: findings first, everything escaped, nothing fetched."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Literal

import pytest

from protocol.report.page import report_page
from tests.support.sample_report import MADE, finding, part, report, rows, sample, told


class Tags(HTMLParser):
    """Gathers every element and attribute."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note one."""
        self.seen.append((tag, dict(attrs)))


def tags(page: str) -> list[tuple[str, dict[str, str | None]]]:
    reader = Tags()
    reader.feed(page)
    return reader.seen


def test_findings_come_first_the_most_urgent_on_top() -> None:
    """What costs most to ignore is what one reads first."""
    page = report_page(sample())
    assert page.index("Act now") < page.index("Soon") < page.index("<details")


def test_a_hostile_value_is_text() -> None:
    """Wherever it stands: value, name, source, finding, table."""
    bad = "<img src=x onerror=alert(1)>\"'"
    page = report_page(
        report(
            part("machine", told("machine.maker", bad, source=bad), told("machine.virtual-evidence", bad, bad)),
            part("software", tables=(rows("software.programs", (bad, bad, bad, None, bad)),)),
            findings=(finding("x", ("machine.maker", ""), about=bad),),
        )
    )
    assert not [tag for tag, _ in tags(page) if tag in {"img", "script"}]
    assert page.count("&lt;img") >= 7
    assert "onerror" not in {name for _, attributes in tags(page) for name in attributes}


def test_the_page_asks_nobody_and_runs_nothing() -> None:
    """No script, no address, and a policy that forbids both."""
    page = report_page(sample())
    assert "default-src 'none'; style-src 'unsafe-inline'" in page
    assert not re.findall(r"https?://|url\(", page)
    assert not [one for _, attributes in tags(page) for one in attributes if one in {"src", "href", "srcset"}]


def test_a_page_without_findings_does_not_say_that_all_is_good() -> None:
    """A rule that knew nothing found nothing."""
    assert "What is not known was not judged." in report_page(report(part("machine")))


def test_gaps_and_cuts_are_told() -> None:
    """Why a fact is missing, and what did not fit."""
    page = report_page(sample())
    assert "Needs more rights. (Hours in use)" in page
    assert "7 more in software.services were left out." in page


@pytest.mark.parametrize(
    ("platform", "words"),
    [("linux", "on a running machine"), ("windows", "recorded answers only"), ("macos", "recorded answers only")],
)
def test_the_last_line_says_on_what_it_was_tried(platform: Literal["linux", "windows", "macos"], words: str) -> None:
    """A reader knows that nobody read a real Windows computer or Mac with it."""
    made = MADE.model_copy(update={"platform": platform})
    assert words in report_page(report(part("machine"), made=made))
