"""The page of docs that lists the facts of Linux."""

from __future__ import annotations

from pathlib import Path

from tests.support.linux_facts import COMPARED, NOT_TOLD, TOOLS, all_facts, facts_page

SAVED = Path(__file__).parents[2] / "docs" / "report-linux.md"


def test_the_page_in_docs_is_the_one_of_the_register() -> None:
    """`python -m tests.support.print_report` writes it."""
    assert SAVED.read_text(encoding="utf-8") == facts_page()


def test_each_fact_stands_in_one_way() -> None:
    """Compared with one tool, recorded, or left out with a reason; and whatever is named is a fact."""
    facts = {fact.id for _, fact in all_facts()}
    assert not set(COMPARED) & set(NOT_TOLD)
    assert set(COMPARED) | set(NOT_TOLD) <= facts
    assert sum(len(tool.facts) for tool in TOOLS) == len({fact for tool in TOOLS for fact in tool.facts})
    assert len(COMPARED) > 100
