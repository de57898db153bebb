"""
Channel 5: how far the looking is, the report that the customer read and sent, in parts, and then live use.

The technician says one thing on it: that a report is there.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from consent.fields import Sha256Field
from protocol import limits
from protocol.report.document import harmless
from protocol.wire import Message, WireModel

SectionName = Annotated[str, StringConstraints(min_length=1, max_length=80)]
SectionNumber = Annotated[int, Field(ge=1, le=limits.REPORT_SECTIONS)]
PartNumber = Annotated[int, Field(ge=1, le=limits.REPORT_PARTS)]
Amount = Annotated[int, Field(ge=0, le=2**53 - 1)]


def _harmless(text: str) -> str:
    if not harmless(text):
        raise ValueError("signs that show as something else")
    return text


UsedName = Annotated[str, StringConstraints(min_length=1, max_length=limits.VITALS_NAME), AfterValidator(_harmless)]


class ReportProgress(Message):
    """The computer looks at a section now. It says nothing of what is found there."""

    kind: Literal["report.progress"] = "report.progress"
    looking: SectionName
    number: SectionNumber
    of: SectionNumber


class ReportReading(Message):
    """The report is made, and its customer reads it. Nothing of it has been sent."""

    kind: Literal["report.reading"] = "report.reading"


class ReportWithheld(Message):
    """There will be no report for this yes: the customer keeps it, or it could not be made. Nothing was sent."""

    kind: Literal["report.withheld"] = "report.withheld"
    because: Literal["customer", "failed"]


class ReportPart(Message):
    """A piece of the report's bytes. `sha256` is that of the whole; the pieces come in order and without gaps."""

    kind: Literal["report.part"] = "report.part"
    sha256: Sha256Field
    number: PartNumber
    of: PartNumber
    data: Annotated[
        str, StringConstraints(pattern=r"^[A-Za-z0-9_-]+$", max_length=(limits.REPORT_PART_BYTES * 4 + 2) // 3)
    ]

    @model_validator(mode="after")
    def _sense(self) -> ReportPart:
        if self.number > self.of:
            raise ValueError("a part beyond the last")
        return self


class ReportReceived(Message):
    """The report with this hash is with the technician, whole: it need not be said again when a line comes back."""

    kind: Literal["report.received"] = "report.received"
    sha256: Sha256Field


class DiskUse(WireModel):
    """What one disk moved, in bytes a second."""

    name: UsedName
    read: Amount
    written: Amount


class NetworkUse(WireModel):
    """What one network interface moved, in bytes a second."""

    name: UsedName
    received: Amount
    sent: Amount


class ProgramUse(WireModel):
    """What the processes of one name used: percent of one processor core, and bytes of memory."""

    name: UsedName
    processes: Annotated[int, Field(ge=1, le=limits.VITALS_PROCESSES)]
    cpu: Annotated[int, Field(ge=0, le=100 * limits.VITALS_CORES)]
    memory: Amount


class MemoryUse(WireModel):
    """Bytes of memory: what is in use, and all there is."""

    used: Amount
    total: Amount


class ReportVitals(Message):
    """How busy the computer was since the sample before. What the customer crossed out of the report is not in it."""

    kind: Literal["report.vitals"] = "report.vitals"
    processor: Annotated[int, Field(ge=0, le=100)] | None
    """Percent of all cores together; null where the processor was crossed out or cannot be told."""
    memory: MemoryUse | None
    disks: Annotated[tuple[DiskUse, ...], Field(max_length=limits.VITALS_DEVICES)]
    networks: Annotated[tuple[NetworkUse, ...], Field(max_length=limits.VITALS_DEVICES)]
    programs: Annotated[tuple[ProgramUse, ...], Field(max_length=limits.VITALS_PROGRAMS)]
    """The busiest and the largest, by name; of command lines there is nothing."""
