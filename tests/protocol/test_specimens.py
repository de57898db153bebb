"""The specification and the list of errors: what they show is what the code does."""

from __future__ import annotations

import pytest

from tests.support.print_protocol import PAGES, PARTS, ROOT, parts_of, printed


@pytest.mark.parametrize("page", PAGES)
def test_the_page_shows_real_output(page: str) -> None:
    """Tables and specimens are printed from the code; run `python -m tests.support.print_protocol` after a change."""
    assert (ROOT / page).read_text(encoding="utf-8") == printed(page)


def test_every_part_is_shown_once() -> None:
    """Nothing that can be printed is left out, and nothing is told twice."""
    shown = [part for page in PAGES for part in parts_of(page)]
    assert sorted(shown) == sorted(PARTS)
