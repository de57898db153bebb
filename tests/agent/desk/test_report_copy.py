"""`Save a copy`: the bytes that would be sent, beside the receipts, for nobody else to read."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent.desk.report_copy import FOLDER, save_copy
from protocol.errors import ReportNotWritten
from protocol.report.parse import report_bytes
from tests.support.sample_report import sample

DOCUMENT = report_bytes(sample())


def test_it_lies_in_a_folder_of_its_own(tmp_path: Path) -> None:
    """Page, JSON and schema; readable by this account alone; saved twice it is there once."""
    page = save_copy(tmp_path / "receipts", DOCUMENT)
    assert save_copy(tmp_path / "receipts", DOCUMENT) == page
    assert page.parent.parent == tmp_path / FOLDER
    assert sorted(each.name for each in page.parent.iterdir()) == ["report.html", "report.json", "report.schema.json"]
    assert (page.parent / "report.json").read_bytes() == DOCUMENT
    assert {each.stat().st_mode & 0o777 for each in page.parent.iterdir()} == {0o600}


def test_a_folder_that_cannot_be_made_is_said_so(tmp_path: Path) -> None:
    """With an error of our own, whose words the window shows."""
    (tmp_path / FOLDER).write_text("a file")
    with pytest.raises(ReportNotWritten):
        save_copy(tmp_path / "receipts", DOCUMENT)
