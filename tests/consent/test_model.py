"""The base of every document: frozen, strict and closed."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from consent.model import Document


class Specimen(Document):
    """A document with one number."""

    number: int


def test_a_document_cannot_change() -> None:
    """What was read or signed stays as it is."""
    specimen = Specimen(number=1)
    with pytest.raises(ValidationError):
        specimen.number = 2  # type: ignore[misc]
    assert specimen.number == 1


def test_a_document_holds_nothing_we_did_not_name() -> None:
    """An unknown member is refused, not carried along."""
    with pytest.raises(ValidationError):
        Specimen.model_validate({"number": 1, "more": 2})


@pytest.mark.parametrize("value", ["1", 1.0, True, None])
def test_a_document_takes_no_value_of_a_neighbouring_kind(value: object) -> None:
    """Text, floats and truth are no number: nothing is converted on the way in."""
    with pytest.raises(ValidationError):
        Specimen.model_validate({"number": value})
