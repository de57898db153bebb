"""Live use tells what the sent report left to be told, in names that hold nothing private."""

from typing import Any

import pytest

from agent.report.machine import Counter, Unread
from agent.report.own import Own, Person
from agent.report.posix import PosixMachine
from agent.report.vitals import Vitals, Wanted
from consent.permits import Ledger, ReportPermit
from consent.scopes import Scope
from protocol import limits
from protocol.messages.report import DiskUse, MemoryUse, NetworkUse, ReportVitals
from tests.support.consent_scene import Scene
from tests.support.recorded_machine import RecordedMachine

ALL = Wanted(processor=True, memory=True, programs=True, disks=frozenset({"vda"}), networks=frozenset({"eth0"}))


def process(name: str, seconds: float, memory: int) -> dict[str, object]:
    """Give one process as psutil tells of it."""
    return {"name": name, "cpu_times": {"user": seconds, "system": 0.0}, "memory_info": {"rss": memory}}


def counters(step: int) -> dict[str, object]:
    """Give the counters after so many steps of two seconds."""
    return {
        "cpu_times": {"user": 1.0 * step, "idle": 3.0 * step},
        "virtual_memory": {"total": 1000, "available": 400 - step},
        "disk_io_counters": {
            "vda": {"read_bytes": 2000 * step, "write_bytes": 20 * step},
            "vdb": {"read_bytes": 4000 * step, "write_bytes": 0},
        },
        "net_io_counters": {
            "eth0": {"bytes_recv": 600 * step, "bytes_sent": 60 * step},
            "wlan0": {"bytes_recv": 1, "bytes_sent": 1},
        },
        "processes": [process("firefox", 1.5 * step, 700), process("sshd", 0.0, 3), process("akrueger-tool", 9.0, 9)],
    }


class Computer(RecordedMachine):
    """Notes which counters are asked for."""

    def count(self, what: Counter) -> Any:  # noqa: ANN401 - as the port says
        """Give it."""
        self.asked.append(what)
        return super().count(what)


def machine() -> Computer:
    """Give a computer whose owner is Anna Krüger."""
    return Computer(counters=counters(1), names_of=Own(people=(Person("akrueger", ("Anna Krueger",)),)))


def two_looks(wanted: Wanted) -> tuple[ReportVitals, Computer]:
    """Give the sample of the second look."""
    twin = machine()
    vitals = Vitals(twin, wanted)
    assert vitals.sample() is None
    twin.counters, twin.clock = counters(2), twin.clock + 2
    told = vitals.sample()
    assert told is not None
    return told, twin


def test_a_sample_is_what_lies_between_two_looks() -> None:
    """Rates a second, percent of all cores, and programs by their name."""
    told, _ = two_looks(ALL)
    assert (told.processor, told.memory) == (25, MemoryUse(used=602, total=1000))
    assert told.disks == (DiskUse(name="vda", read=1000, written=10),)
    assert told.networks == (NetworkUse(name="eth0", received=300, sent=30),)
    assert [(each.name, each.cpu, each.memory) for each in told.programs] == [("firefox", 75, 700), ("sshd", 0, 3)]


def test_a_name_that_holds_something_private_is_left_out() -> None:
    """A program called after its owner is in no sample."""
    told, _ = two_looks(ALL)
    assert "krueger" not in told.model_dump_json()


@pytest.mark.parametrize(
    ("wanted", "asked"),
    [
        (Wanted(), set()),
        (Wanted(processor=True), {"cpu_times"}),
        (Wanted(memory=True), {"virtual_memory"}),
        (Wanted(programs=True), {"processes"}),
        (Wanted(disks=frozenset({"vda"})), {"disk_io_counters"}),
        (Wanted(networks=frozenset({"eth0"})), {"net_io_counters"}),
    ],
)
def test_what_was_crossed_out_is_not_even_asked_for(wanted: Wanted, asked: set[str]) -> None:
    """Each part asks for its own counters and for nothing else; the rest of the sample is empty."""
    told, twin = two_looks(wanted)
    assert set(twin.asked) == asked
    told_of = (told.processor is not None, told.memory is not None, bool(told.programs))
    assert told_of == (wanted.processor, wanted.memory, wanted.programs)
    assert ([each.name for each in told.disks], [each.name for each in told.networks]) == (
        sorted(wanted.disks),
        sorted(wanted.networks),
    )


def test_a_thing_the_report_does_not_name_is_not_named() -> None:
    """There are two disks and two interfaces; one of each was sent."""
    told, _ = two_looks(ALL)
    text = told.model_dump_json()
    assert "vdb" not in text
    assert "wlan0" not in text


def test_after_a_rest_nothing_is_told_of_the_time_before() -> None:
    """The first look after it gives no sample; so does one after a sleep of hours."""
    twin = machine()
    vitals = Vitals(twin, ALL)
    vitals.sample()
    vitals.rest()
    twin.clock += 2
    assert vitals.sample() is None
    twin.clock += 7200
    assert vitals.sample() is None
    twin.clock -= 60
    assert vitals.sample() is None
    twin.clock += 2
    assert vitals.sample() is not None


def test_a_sample_holds_the_busiest_and_the_largest() -> None:
    """Two dozen programs are more than a person reads."""
    twin = machine()
    vitals = Vitals(twin, ALL)
    twin.counters = {"processes": [process(f"p{at:02}", 0.0, 100 - at) for at in range(40)]}
    vitals.sample()
    twin.counters = {"processes": [process(f"p{at:02}", at / 100, 100 - at) for at in range(40)]}
    twin.clock += 2
    told = vitals.sample()
    assert told is not None
    assert [each.name for each in told.programs][:6] == ["p39", "p38", "p37", "p36", "p35", "p34"]
    assert [each.name for each in told.programs][6:] == ["p00", "p01", "p02", "p03", "p04", "p05"]
    assert len(told.programs) == limits.VITALS_PROGRAMS


def test_without_a_living_permit_the_real_computer_is_not_looked_at() -> None:
    """The same door as the report's: it asks the permit each time."""
    ledger = Ledger(lambda: 0.0)
    permit = next(each for each in ledger.open(Scene().a_grant(Scope.REPORT), 1, 900))
    assert isinstance(permit, ReportPermit)
    real = PosixMachine(permit)
    vitals = Vitals(real, Wanted(processor=True))
    assert vitals.sample() is None
    ledger.withdraw({Scope.REPORT})
    assert (vitals._look().counters, permit.lives) == ({}, False)
    with pytest.raises(Unread):
        Vitals(real, Wanted(processor=True))
