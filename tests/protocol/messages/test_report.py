"""Channel 5 carries progress, the report in bounded parts, and bounded samples of live use; the agent alone tells."""

import json

import pytest
from pydantic import ValidationError

from consent.scopes import Scope
from protocol import limits
from protocol.catalogue import CATALOGUE, Sender
from protocol.channels import Channel
from protocol.codec import encode
from protocol.messages.report import ProgramUse, ReportPart, ReportProgress, ReportVitals
from tests.support.messages import HASH

KINDS = [entry for entry in CATALOGUE.values() if entry.channel == Channel.REPORT]


def test_only_the_agent_tells_of_reports_and_only_under_their_own_yes() -> None:
    """A technician asks with a question on channel 0; here they say that one is there, and nothing starts another."""
    told = {entry.kind for entry in KINDS if entry.sender == Sender.AGENT}
    assert told == {"report.progress", "report.reading", "report.withheld", "report.part", "report.vitals"}
    assert {entry.kind: entry.sender for entry in KINDS if entry.kind not in told} == {
        "report.received": Sender.TECHNICIAN
    }
    assert all(entry.needs is Scope.REPORT for entry in KINDS)


def test_the_longest_part_fits_a_message() -> None:
    """A full part in base64url stays within the bytes of one message."""
    full = "A" * ((limits.REPORT_PART_BYTES * 4 + 2) // 3)
    assert len(encode(ReportPart(sha256=HASH, number=64, of=64, data=full))) < limits.MESSAGE_BYTES


@pytest.mark.parametrize(
    "wrong", [{"number": 3}, {"number": 0}, {"of": 65}, {"data": ""}, {"data": "a b"}, {"data": "A" * 50_000}]
)
def test_a_part_that_cannot_be_is_refused(wrong: dict[str, object]) -> None:
    """Numbers beyond the last, empty and overlong pieces are of no shape."""
    with pytest.raises(ValidationError):
        ReportPart.model_validate({"sha256": HASH, "number": 1, "of": 2, "data": "eyJj"} | wrong)


def test_progress_says_a_section_and_nothing_found_in_it() -> None:
    """Its fields are words for the section, and where in the order it stands."""
    assert set(ReportProgress.model_fields) == {"kind", "looking", "number", "of"}


def test_the_largest_sample_of_live_use_is_small() -> None:
    """Every list full, every name as long as may be, every number at its end: some kilobytes, far below a message."""
    name, most = "ß" * limits.VITALS_NAME, 2**53 - 1
    pair = {"name": name, "read": most, "written": most}
    net = {"name": name, "received": most, "sent": most}
    program = {
        "name": name, "processes": limits.VITALS_PROCESSES, "cpu": 100 * limits.VITALS_CORES, "memory": most,
    }  # fmt: skip
    whole = ReportVitals.model_validate_json(
        json.dumps({
            "processor": 100, "memory": {"used": most, "total": most}, "disks": [pair] * limits.VITALS_DEVICES,
            "networks": [net] * limits.VITALS_DEVICES, "programs": [program] * limits.VITALS_PROGRAMS,
        })
    )  # fmt: skip
    assert len(encode(whole)) < 16 * 1024


@pytest.mark.parametrize("name", ["", "a" * 65, "two\nlines", "\u202etxt.exe"])
def test_a_name_that_deceives_is_refused(name: str) -> None:
    """A program's name ends no line, turns no reading direction, and is no longer than a name."""
    with pytest.raises(ValidationError):
        ProgramUse(name=name, processes=1, cpu=0, memory=0)


def test_live_use_holds_nothing_of_command_lines() -> None:
    """Of a program there are its name and three numbers."""
    assert set(ProgramUse.model_fields) == {"name", "processes", "cpu", "memory"}
