"""Before and after."""

from __future__ import annotations

import pytest

from protocol.report.compare import compare
from protocol.report.document import Masked, Omission, Value
from protocol.report.pseudonyms import reveal
from tests.support.sample_report import finding, part, report, rows, sample, told


def changes(fact: str, before: Value, after: Value, of: str = "") -> list[str]:
    """Name what comparing says when one fact goes from one value to another."""
    from protocol.report.register.everything import SECTION_OF  # noqa: PLC0415

    one, two = (report(part(SECTION_OF[fact], told(fact, value, of))) for value in (before, after))
    return [each.note or "changed" for each in compare(one, two).changed]


@pytest.mark.parametrize(
    ("fact", "before", "after", "of", "said"),
    [
        ("firmware.version", "1.10", "1.11", "", ["changed"]),
        ("volume.available", 100 * 10**9, 100 * 10**9 + 5 * 10**8, "vda1", []),
        ("volume.available", 100 * 10**9, 110 * 10**9, "vda1", ["changed"]),
        ("disk.pending", 1, 4, "vda", ["changed"]),
        ("disk.pending", 4, 0, "vda", ["replaced or cleared"]),
        ("boot.uptime", 10, 100_000, "", []),
        ("test.relay-time", 40, 55, "", []),
        ("test.relay-time", 40, 90, "", ["changed"]),
        ("wifi.signal", -60, -63, "wlan0", []),
        ("wifi.signal", -60, -72, "wlan0", ["changed"]),
    ],
)
def test_noise_is_left_out(fact: str, before: Value, after: Value, of: str, said: list[str]) -> None:
    """Each fact is compared as the register says: exactly, beyond a band, upward, or never."""
    assert changes(fact, before, after, of) == said


def test_new_and_gone_things_are_told() -> None:
    """A disk that came, a disk that went."""
    one = report(part("storage", told("disk.size", 1, "vda")))
    two = report(part("storage", told("disk.size", 2, "vdb")))
    told_of = compare(one, two)
    assert [each.of for each in told_of.gone] == ["vda"]
    assert [each.of for each in told_of.new] == ["vdb"]


def test_a_thing_is_known_by_its_serial_number_not_by_its_name() -> None:
    """A disk that is called sdb after the restart is still the same disk."""
    one, two = (
        report(part("storage", told("disk.serial", Masked(masked="serial", n=1), name), told("disk.size", 5, name)))
        for name in ("sda", "sdb")
    )
    assert compare(one, two, same_table=True).new == ()
    assert [each.of for each in compare(one, two).new] == ["sdb", "sdb"]


def test_what_is_masked_on_one_side_cannot_be_compared() -> None:
    """It is told as that, and never as a change."""
    shown = reveal(sample(), ("serial", 1), "PF1ABCDE")
    assert [each.note for each in compare(sample(), shown).changed if each.fact == "machine.serial"] == [
        "cannot compare"
    ]
    assert compare(sample(), sample()).changed == ()


def test_counters_that_start_anew_are_compared_by_the_hour() -> None:
    """Three kills in ten hours after thirty in a hundred are no more than before; thirty in ten are."""

    def machine(kills: int, hours: int, boot: str) -> list[str]:
        one = report(
            part("processor", told("memory.oom-kills", 30)),
            part("system", told("boot.time", "2026-11-01T00:00:00Z"), told("boot.uptime", 360_000)),
        )
        two = report(
            part("processor", told("memory.oom-kills", kills)),
            part("system", told("boot.time", boot), told("boot.uptime", hours * 3600)),
        )
        return [each.note for each in compare(one, two).changed]

    assert machine(3, 10, "2026-11-20T00:00:00Z") == []
    assert machine(30, 10, "2026-11-20T00:00:00Z") == ["more often"]
    assert machine(31, 101, "2026-11-01T00:00:00Z") == [""]


def test_rows_are_matched_by_name() -> None:
    """An update is one change of one column; order says nothing."""
    one = report(
        part(
            "software", tables=(rows("software.programs", ("a", "1", None, None, None), ("b", "1", None, None, None)),)
        )
    )
    two = report(
        part(
            "software",
            tables=(
                rows(
                    "software.programs",
                    ("b", "2", None, None, None),
                    ("a", "1", None, None, None),
                    ("c", "1", None, None, None),
                ),
            ),
        )
    )
    said = compare(one, two)
    assert [(each.of, each.fact, each.before, each.after) for each in said.changed] == [
        ("b", "program.version", "1", "2")
    ]
    assert [each.of for each in said.new] == ["c"]


def test_findings_open_close_and_stay() -> None:
    """By rule and thing."""
    stays = finding("disk.pending", ("disk.pending", "vda"), about="vda")
    one, two = (part("storage", told("disk.pending", count, "vda")) for count in (3, 1))
    before = report(one, findings=(stays, finding("old", ("disk.pending", "vda"))))
    after = report(two, findings=(stays, finding("new", ("disk.pending", "vda"))))
    said = compare(before, after)
    assert [each.id for each in (*said.opened, *said.closed, *said.unchanged)] == ["new", "old", "disk.pending"]


def test_a_finding_is_closed_only_when_what_it_rests_on_is_told_and_has_changed() -> None:
    """One that was crossed out by hand, or with its evidence, is not said to be mended."""
    found = finding("disk.pending", ("disk.pending", "vda"), ("disk.size", "vda"), about="vda")
    size = told("disk.size", 5, "vda")
    one = report(part("storage", told("disk.pending", 3, "vda"), size), findings=(found,))
    mended = report(part("storage", told("disk.pending", 0, "vda"), size))
    struck_by_hand = report(part("storage", told("disk.pending", 3, "vda"), size))
    struck_with_evidence = report(part("storage", size))
    assert compare(one, mended).closed == (found,)
    assert compare(one, struck_by_hand).closed == ()
    assert compare(one, struck_with_evidence).closed == ()


def test_what_could_not_be_read_is_no_change() -> None:
    """A collector that ran out of time the second time took nothing out of the computer."""
    full = report(part("storage", told("disk.size", 1, "vda"), told("disk.hours", 7, "vda")))
    gap = Omission(section="storage", collector="smart", status="timed-out", words="Slow.", facts=("disk.hours",))
    late = report(part("storage", told("disk.size", 1, "vda")), omissions=(gap,))
    assert compare(full, late).gone == ()
    assert compare(late, full).new == ()


def test_a_collector_that_told_nothing_takes_nothing_out_of_the_computer() -> None:
    """Which facts it would have told is not known; where it told nothing both times, the rest is compared."""
    disk = told("disk.bus", "virtio", "vda")
    gap = Omission(section="storage", collector="disks", status="timed-out", words="Slow.", facts=())
    full = report(part("storage", told("disk.size", 1, "vda"), disk))
    late, both = report(part("storage", disk), omissions=(gap,)), full.model_copy(update={"omissions": (gap,)})
    assert compare(full, late).gone == ()
    assert [each.fact for each in compare(both, late).gone] == ["disk.size"]
