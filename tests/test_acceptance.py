"""What the desk has to keep is held by tests that say so, and the document names tests and pictures that there are."""

from __future__ import annotations

import re

import pytest

from demo.scenes import SCENES
from tests.support.acceptance import DOCUMENT, PICTURES, ROOT, STATEMENTS, held


@pytest.fixture(scope="module")
def by() -> dict[int, list[str]]:
    """Give the tests by the numbers they name."""
    return held()


@pytest.mark.parametrize("number", STATEMENTS)
def test_every_statement_is_held_by_a_test(by: dict[int, list[str]], number: int) -> None:
    """Its number stands in the sentence of one test at least."""
    assert by.get(number), STATEMENTS[number]


def test_the_document_names_every_statement_and_tests_that_there_are() -> None:
    """It is printed by hand when a statement gains a test; it never names one that is gone."""
    text = DOCUMENT.read_text("utf-8")
    rows = re.findall(r"^\| (\d+) \| (.+?) \|", text, re.MULTILINE)
    assert [(int(number), words) for number, words in rows] == list(STATEMENTS.items())
    for file, test in re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", text):
        assert (ROOT / file).exists(), file
        assert re.search(rf"(def|class) {test}\b", (ROOT / file).read_text("utf-8")), f"{file}::{test}"


def test_the_pictures_are_drawn() -> None:
    """Each named scene is one of those that `make demo-headless` draws."""
    assert {name for names in PICTURES.values() for name in names} <= set(SCENES)
    assert set(PICTURES) <= set(STATEMENTS)
