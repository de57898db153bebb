"""All collectors for macOS, against a recorded Mac: whole, spoiled, silent and refused."""

from __future__ import annotations

from random import Random

import pytest

from agent.report.machine import Ran
from agent.report.macos.commands import COMMANDS
from agent.report.macos.everything import COLLECTORS
from agent.report.told import Collector, Gap, Known
from protocol.report.register.everything import FACTS, TABLES
from tests.support.collector_claims import (
    demand_all_sections,
    demand_facts_or_named_gaps,
    demand_gaps_without_rights,
    demand_none_of,
    for_each,
)
from tests.support.recorded_machine import RecordedMachine
from tests.support.recorded_macos import FILES, FOLDER, recorded_macos, recording
from tests.support.spoiled_answers import demand_documented, spoiled_answer

GARBAGE = {"empty": b"", "cut": b'{"SPHardwareDataType":[{"_na', "binary": bytes(range(256)) * 20,
           "a list": b"[1, [2]]", "long": b"x" * 200_000, "a plist of a list": b"<plist><array><true/></array></plist>",
           "half a plist": b"<?xml version='1.0'?><plist><dict><key>a</key>"}  # fmt: skip
SILENT = frozenset({"hosts.name", "raid.name", "interface.mac-maker", "disk.latency", "software.tasks"})
"""What is neither told nor said to be missing: what no Mac has cause for, and a table."""


def test_each_belongs_to_a_section_and_has_its_time() -> None:
    """And no name is used twice."""
    demand_all_sections(COLLECTORS)


def test_a_recorded_mac_tells_most_of_what_there_is_and_why_not_the_rest() -> None:
    """At least 215 facts and tables are told; each of the others is said to be missing."""
    known, missing = set[str](), set[str]()
    for each in COLLECTORS:
        for said in each.collect(recorded_macos()):
            if isinstance(said, Gap):
                missing |= set(said.facts)
            else:
                known.add(said.id if isinstance(said, Known) else said.table)
    assert len(known) >= 215
    assert (set(FACTS) | set(TABLES)) - known - missing <= SILENT


def test_the_document_holds_none_of_the_persons_names() -> None:
    """Neither account, host, domain, network, label, serial numbers, nor the password of a start-up command."""
    secrets = ("krueger", "krüger", "anna", "fs01", "sommer2026", "3c:52:82", "192.168.178", "jdoe", "kitchen",
               "4c530000010000000001", "00c0ffee", "10.9.8.7", "--password")  # fmt: skip
    report = demand_none_of(secrets, recorded_macos(), COLLECTORS)
    assert {each.id for each in report.findings} >= {
        "disk.failing", "os.unsupported", "updates.security", "service.failed", "firewall.off", "encryption.off",
        "lockdown.off", "remote.tools", "crash.system", "memory.short", "signin.open", "hosts.changed", "raid.degraded",
        "space.low",
    }  # fmt: skip
    assert sum(each.id == "space.low" for each in report.findings) == 1


@pytest.mark.parametrize("seed", range(80))
def test_spoiled_answers_end_in_values_or_gaps(seed: int) -> None:
    """Whatever commands and files say: never another error, and nothing that no register holds."""
    dice = Random(seed)
    machine = recorded_macos(lambda _name, data: spoiled_answer(data, dice) if data else data)
    assert demand_documented(COLLECTORS, machine) > 50


@pytest.mark.parametrize("garbage", GARBAGE)
@for_each(COLLECTORS)
def test_garbage_is_a_named_gap(collector: Collector, garbage: str) -> None:
    """From commands and files, with nothing else there."""
    raw = GARBAGE[garbage]
    machine = RecordedMachine(
        platform="macos",
        commands={name: Ran(0, raw) for name in COMMANDS} | {f"disk disk{at}": Ran(0, raw) for at in range(9)},
        files=dict.fromkeys((*FILES, "/etc/hosts"), raw),
        counters={"disk_partitions": [], "disk_io_counters": {}, "net_if_stats": {}, "net_if_addrs": {}},
    )
    demand_facts_or_named_gaps(collector, machine)


@for_each(COLLECTORS)
def test_without_rights_there_are_gaps(collector: Collector) -> None:
    """And nothing asks for more rights."""
    demand_gaps_without_rights(collector, "macos")


def test_the_recordings_are_as_their_origin_says() -> None:
    """Each file that stands for an answer is named in ORIGIN.md."""
    origin = recording("ORIGIN.md").decode()
    missing = [each.name for each in FOLDER.iterdir() if each.name != "ORIGIN.md" and f"`{each.name}`" not in origin]
    assert not missing
