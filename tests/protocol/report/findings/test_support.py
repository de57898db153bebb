"""The table of support ends."""

from __future__ import annotations

from datetime import date

import pytest

from protocol.report.findings.support import ENDS, support_ends


@pytest.mark.parametrize(
    ("system", "version", "regular", "extended"),
    [
        ("debian", "12.11", "2026-07-11", "2028-06-30"),
        ("ubuntu", "24.04", "2029-05-31", "2034-05-31"),
        ("linuxmint", "21.3", "2027-04-30", None),
        ("windows-11-home", "24H2", "2026-10-13", None),
        ("windows-10", "22H2", "2025-10-14", "2028-10-10"),
        ("almalinux", "9.4", "2032-05-31", None),
    ],
)
def test_a_system_is_found_by_its_version_or_what_it_begins_with(
    system: str, version: str, regular: str, extended: str | None
) -> None:
    """A point release is supported as long as its major version."""
    ends = support_ends(system, version)
    assert ends == (date.fromisoformat(regular), date.fromisoformat(extended) if extended else None)


@pytest.mark.parametrize(
    ("system", "version"), [("debian", ""), ("templeos", "5"), ("ubuntu", "24.10"), ("rhel", "99")]
)
def test_what_is_not_listed_is_not_known(system: str, version: str) -> None:
    """Never "supported"."""
    assert support_ends(system, version) is None


def test_extended_support_never_ends_before_the_regular_one() -> None:
    """In any line of the table."""
    assert all(e.extended is None or e.extended > e.regular for versions in ENDS.values() for e in versions.values())
