"""A number that counts rows does not tell of those that are crossed out."""

from __future__ import annotations

import pytest

from protocol.report.document import Report, Value
from protocol.report.parse import check_report
from protocol.report.register.everything import FACTS, TABLES
from protocol.report.strike import Strikes, strike
from tests.support.sample_report import finding, part, report, rows, told

SERVICES = (
    ("a.service", None, "running", "enabled", False, None),
    ("b.service", None, "failed", "enabled", True, 1),
    ("c.service", None, "failed", "enabled", True, 1),
)
CHANGES = (("vim", "install", "1", None), ("vim", "remove", "1", None), ("nano", "install", "2", None))


VPN = (("vpn.kind", "WireGuard"), ("vpn.active", True))


def machine(*numbers: tuple[str, int]) -> Report:
    """Give a computer with three services and three changes, and these numbers."""
    return report(
        part(
            "software",
            *(told(name, value) for name, value in numbers),
            tables=(rows("software.changes", *CHANGES), rows("software.services", *SERVICES)),
        ),
        findings=(finding("service.many", ("services.failed", "")),),
    )


def after(*struck: tuple[str, int]) -> dict[str, Value]:
    """Give the numbers of a report of which these rows are crossed out."""
    left = strike(
        machine(("programs.changed", 2), ("services.number", 10), ("services.failed", 2)),
        Strikes(rows=frozenset(struck)),
    )
    check_report(left)
    return {each.id: each.value for each in left.sections[0].facts}


@pytest.mark.parametrize(
    ("struck", "numbers"),
    [
        ((), (2, 10, 2)),
        ((("software.services", 0),), (2, 9, 2)),
        ((("software.services", 1),), (2, 9, 1)),
        ((("software.services", 0), ("software.services", 1), ("software.services", 2)), (2, 0, 0)),
        ((("software.changes", 0),), (2, 10, 2)),  # it was changed once more
        ((("software.changes", 0), ("software.changes", 1)), (1, 10, 2)),
    ],
)
def test_a_number_follows_what_is_crossed_out_of_its_rows(
    struck: tuple[tuple[str, int], ...], numbers: tuple[int, int, int]
) -> None:
    """All rows, only those that failed, or the names in them; what did not fit into the table is still counted."""
    said = after(*struck)
    assert (said["programs.changed"], said["services.number"], said["services.failed"]) == numbers


def test_a_finding_on_a_number_that_changed_goes() -> None:
    """Its words would still quote the number of before."""
    whole = machine(("services.failed", 2))
    assert strike(whole, Strikes(rows=frozenset({("software.services", 0)}))).findings == whole.findings
    assert strike(whole, Strikes(rows=frozenset({("software.services", 1)}))).findings == ()


def test_every_number_counts_a_table_of_its_own_section() -> None:
    """The register names tables and columns that there are."""
    for fact in FACTS.values():
        if fact.counts is not None:
            columns = {column.id: column.kind for column in TABLES[fact.counts.rows].columns}
            assert fact.kind == "number"
            assert not fact.counts.only or columns[fact.counts.only] == "flag"


@pytest.mark.parametrize(
    ("struck", "left"),
    [
        ([], ["VPN 1", "VPN 1", "VPN 2", "VPN 2", "VPN 3", "VPN 3"]),
        ([("vpn.kind", "VPN 1"), ("vpn.active", "VPN 1")], ["VPN 1", "VPN 1", "VPN 2", "VPN 2"]),
        ([("vpn.active", "VPN 1"), ("vpn.kind", "VPN 3")], ["VPN 1", "VPN 2", "VPN 2", "VPN 3"]),
    ],
    ids=["nothing", "the first", "parts of two"],
)
def test_a_place_in_a_row_is_that_of_what_is_left(struck: list[tuple[str, str]], left: list[str]) -> None:
    """What has no name but its number is numbered anew: "VPN 2" alone would tell of a first one."""
    facts = [told(name, value, of=f"VPN {at}") for at in (1, 2, 3) for name, value in VPN]
    kept = strike(report(part("network", *facts)), Strikes(facts=frozenset(struck)))
    check_report(kept)
    assert [each.of for each in kept.sections[0].facts] == left
