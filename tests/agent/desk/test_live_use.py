"""Live use tells what the sent report tells, and nothing that was crossed out of it."""

import pytest

from agent.desk.live_use import _PROGRAMS, left_to_tell
from agent.pipe.messages import ShowVitals
from protocol.report.document import Report
from protocol.report.register.everything import TABLES
from protocol.report.strike import Strikes, strike
from tests.agent.desk.test_reporting import whole_report
from tests.support.sample_report import part, report, rows, told

ALL = ShowVitals(processor=True, memory=True, programs=True, disks=["vda", "vdb"], networks=["eth0"])


def left(collected: Report, **struck: object) -> dict[str, object]:
    """Say how what is left differs from all of it."""
    wanted = left_to_tell(collected, strike(collected, Strikes(**struck)))  # type: ignore[arg-type]  # as it says
    assert wanted is not None
    return {name: value for name, value in wanted.model_dump().items() if value != getattr(ALL, name)}


def test_with_nothing_crossed_out_all_is_told() -> None:
    """Processor, memory, programs, each disk and interface by its name."""
    assert left(whole_report()) == {}


@pytest.mark.parametrize(
    ("fact", "silent"),
    [
        (("activity.cpu", ""), {"processor": False}),
        (("memory.total", ""), {"memory": False}),
        (("activity.disk-write", ""), {"disks": []}),
        (("activity.net-in", ""), {"networks": []}),
        (("interface.up", "eth0"), {"networks": []}),
        (("disk.size", "vda"), {}),  # its serial number is still told, so it is still named
    ],
)
def test_a_struck_fact_silences_what_goes_on_with_it(fact: tuple[str, str], silent: dict[str, object]) -> None:
    """And nothing else."""
    assert left(whole_report(), facts=frozenset({fact})) == silent


@pytest.mark.parametrize("table", sorted(_PROGRAMS))
def test_one_struck_row_of_any_list_of_programs_silences_all_programs(table: str) -> None:
    """A program could be named in a sample that was crossed out under another list's name."""
    columns = len(TABLES[table].columns)
    section = table.partition(".")[0]
    lines = tuple((f"tor-{at}", *[None] * (columns - 1)) for at in range(2))
    base = whole_report()
    kept = tuple(each for each in base.sections if each.id != section or section == "activity")
    if section != "activity":
        kept = (*kept, part(section, tables=(rows(table, *lines),)))
    collected = report(*kept)
    assert left(collected, rows=frozenset({(table, 1)})) == {"programs": False}


def test_a_struck_section_silences_its_part() -> None:
    """What the computer is doing: nothing is left but how much memory is used."""
    told_of = left_to_tell(whole_report(), strike(whole_report(), Strikes(sections=frozenset({"activity"}))))
    assert told_of == ShowVitals(processor=False, memory=True, programs=False, disks=[], networks=[])


def test_where_nothing_is_left_there_is_nothing_to_show() -> None:
    """A report of the machine's maker alone."""
    bare = report(part("machine", told("machine.maker", "LENOVO")))
    assert left_to_tell(bare, bare) is None
