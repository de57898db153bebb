"""The JSON Schema that is shipped."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from protocol.report.parse import report_bytes
from protocol.report.register.everything import FACTS
from protocol.report.schema import report_schema
from tests.support.sample_report import sample

SAVED = Path(__file__).parents[3] / "docs" / "report.schema.json"


def test_the_page_in_docs_is_the_schema() -> None:
    """`python -m tests.support.print_report` writes it."""
    assert json.loads(SAVED.read_text(encoding="utf-8")) == report_schema()


def test_another_program_s_validator_accepts_our_report() -> None:
    """And refuses what is spoiled."""
    Draft202012Validator.check_schema(report_schema())
    validator = Draft202012Validator(report_schema())
    value = json.loads(report_bytes(sample()))
    assert list(validator.iter_errors(value)) == []
    value["sections"][0]["facts"][0]["id"] = "machine.owner"
    assert list(validator.iter_errors(value)) != []


@pytest.mark.parametrize("name", ["disk.serial", "disk.size"])
def test_the_schema_names_each_fact_s_unit_and_class(name: str) -> None:
    """A program without our code learns them from it."""
    described = report_schema()["x-register"]["facts"][name]
    assert (described["unit"], described["class"]) == (FACTS[name].unit, FACTS[name].reading)
