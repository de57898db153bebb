"""How numbered checks are written."""

from __future__ import annotations

import pytest

from consent.checks import refuse_unless
from consent.errors import GrantTooWide


def test_a_check_that_holds_passes_and_another_raises_its_error() -> None:
    """One line, one error, and the detail is kept for our own log."""
    refuse_unless(True, GrantTooWide)
    with pytest.raises(GrantTooWide) as refused:
        refuse_unless(False, GrantTooWide, "files")
    assert refused.value.detail == "files"
