"""Channel 5: how far the looking has come, and the report that the customer read and sent, in parts."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from consent.fields import Sha256Field
from protocol import limits
from protocol.wire import Message

SectionNumber = Annotated[int, Field(ge=1, le=limits.REPORT_SECTIONS)]
PartNumber = Annotated[int, Field(ge=1, le=limits.REPORT_PARTS)]


class ReportProgress(Message):
    """The computer looks at a section now. It says nothing of what is found there."""

    kind: Literal["report.progress"] = "report.progress"
    looking: Annotated[str, StringConstraints(min_length=1, max_length=80)]
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
