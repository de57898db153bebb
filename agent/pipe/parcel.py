"""The report on its way from engine to desk: its bytes, and what each pseudonym stands for; in pieces, bounded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Annotated

from pydantic import Field, ValidationError

from agent.pipe.messages import ReportPiece
from consent.canonical import canonical, parse_canonical
from consent.checks import refuse_unless
from consent.encoding import b64u, unb64u
from consent.errors import AttendedError
from consent.model import Document
from protocol import limits
from protocol.errors import PipeBroken
from protocol.report.kinds import Mask
from protocol.report.pseudonyms import Pseudonym

PIECE_BYTES = 256 * 1024


class _Meant(Document):
    masked: Mask
    n: int
    value: str


class _Packed(Document):
    document: Annotated[str, Field(max_length=limits.REPORT_BYTES)]
    meant: Annotated[tuple[_Meant, ...], Field(max_length=limits.REPORT_PSEUDONYMS)]


@dataclass(frozen=True)
class Parcel:
    """A report as collected. `meant` is for the customer's eyes alone and never leaves the desk."""

    document: bytes = field(repr=False)
    meant: dict[Pseudonym, str] = field(repr=False)


def pieces_of(parcel: Parcel) -> Iterator[ReportPiece]:
    """
    Cut a parcel into messages of the pipe.

    Raises:
        PipeBroken: It is larger than the desk would take.
    """
    refuse_unless(len(parcel.document) <= limits.REPORT_BYTES, PipeBroken, f"a report of {len(parcel.document)} bytes")
    meant = tuple(_Meant(masked=kind, n=number, value=value) for (kind, number), value in parcel.meant.items())
    packed = _Packed(document=parcel.document.decode(), meant=meant)
    data = canonical(packed.model_dump(mode="json"))
    refuse_unless(len(data) <= limits.REPORT_PARCEL_BYTES, PipeBroken, f"a parcel of {len(data)} bytes")
    starts = range(0, len(data), PIECE_BYTES)
    for number, start in enumerate(starts, start=1):
        yield ReportPiece(number=number, of=len(starts), data=b64u(data[start : start + PIECE_BYTES]))


class Unpacking:
    """Puts a parcel together on the desk's side."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._held = bytearray()
        self._next = 1

    def take(self, piece: ReportPiece) -> Parcel | None:
        """
        Take the next piece; give the parcel with the last one.

        Raises:
            PipeBroken: Out of order, too much, or no parcel.
        """
        refuse_unless(piece.number == self._next <= piece.of, PipeBroken, f"piece {piece.number}")
        self._next += 1
        try:
            self._held += unb64u(piece.data)
            refuse_unless(len(self._held) <= limits.REPORT_PARCEL_BYTES, PipeBroken, "too much report")
            if piece.number < piece.of:
                return None
            value = parse_canonical(bytes(self._held), limits.REPORT_PARCEL_BYTES)
            packed = _Packed.model_validate_json(canonical(value))
        except (AttendedError, ValidationError) as reason:
            raise PipeBroken(type(reason).__name__) from None
        return Parcel(packed.document.encode(), {(each.masked, each.n): each.value for each in packed.meant})
