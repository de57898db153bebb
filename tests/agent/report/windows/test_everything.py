"""All collectors for Windows, against a recorded laptop: whole, spoiled, silent and refused."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from agent.report.machine import Ran, Unread
from agent.report.told import Collector, Gap, Known, Row
from agent.report.windows.answers import answers
from agent.report.windows.everything import COLLECTORS
from protocol.report.register.everything import FACTS, TABLES
from tests.support.collector_claims import (
    demand_all_sections,
    demand_facts_or_named_gaps,
    demand_gaps_without_rights,
    demand_none_of,
    for_each,
)
from tests.support.recorded_machine import RecordedMachine
from tests.support.recorded_windows import FOLDER, recorded_registry, recorded_windows
from tests.support.spoiled_answers import demand_documented, spoiled_answer

GARBAGE = {"empty": b"", "cut": b'{"Win32_BIOS":[{"Ser', "binary": bytes(range(256)) * 20, "a list": b"[1, [2]]",
           "long": b"x" * 200_000}  # fmt: skip
ODD_VALUES: tuple[str | int | bytes, ...] = (0, -1, 2**64, "", "x" * 2_000, b"", b"\0")
LINUX_ALONE = frozenset(
    """
    cpu.flaw cpu.level cpu.governor cpu.throttled-rising cpu.throttled-for pressure.memory-some-300
    pressure.memory-full-300 pressure.cpu-some-300 pressure.io-some-300 pressure.io-full-300 disk.bad-sectors
    """.split()  # noqa: SIM905 - a paragraph of names reads better
)


def test_each_belongs_to_a_section_and_has_its_time() -> None:
    """And no name is used twice."""
    demand_all_sections(COLLECTORS)


def told() -> tuple[set[str], set[str]]:
    """Give the facts that the recorded laptop tells, and those that it says are missing."""
    known, missing = set(), set()
    for each in COLLECTORS:
        try:
            for said in each.collect(recorded_windows()):
                if isinstance(said, Known):
                    known.add(said.id)
                elif isinstance(said, Row):
                    known.add(said.table)
                elif isinstance(said, Gap):
                    missing |= set(said.facts)
        except Unread:
            continue
    return known, missing


def test_a_recorded_laptop_tells_most_of_what_there_is() -> None:
    """At least 170 facts and tables are told; most of the others say why they are not."""
    known, missing = told()
    assert len(known) >= 170
    assert not (known & LINUX_ALONE)
    silent = (set(FACTS) | set(TABLES)) - known - missing
    assert len(silent) < 90, sorted(silent)


def test_the_document_holds_none_of_the_persons_names() -> None:
    """Neither account, host, domain, network, serial numbers, nor the password that a start-up command carried."""
    secrets = ("krueger", "krüger", "5cg0000xxx", "0025_3846", "fs01", "hund&katze7", "sommer2026", "3c:52:82",
               "192.168.178", "4c530000010000000001", "anna", "password")  # fmt: skip
    report = demand_none_of(secrets, recorded_windows(), COLLECTORS)
    assert {each.id for each in report.findings} >= {
        "disk.failing", "fs.damaged", "space.low", "raid.degraded", "os.unsupported", "updates.security",
        "updates.failing", "restart.pending", "service.failed", "device.trouble", "display.generic", "firewall.off",
        "encryption.off", "secureboot.old", "remote.tools", "crash.system", "memory.short", "memory.killed",
        "heat.throttled", "gpu.reset", "printer.stuck", "link.slow", "hosts.changed", "disk.io-errors",
    }  # fmt: skip
    assert "antivirus.off" not in {each.id for each in report.findings}


@pytest.mark.parametrize("seed", range(60))
def test_spoiled_answers_end_in_values_or_gaps(seed: int) -> None:
    """Whatever CIM, scripts, the log or the registry say: never another error, and nothing that no register holds."""
    dice = Random(seed)
    registry: dict[str, Any] = {}
    clean = recorded_registry()
    for key, values in clean.items():
        if dice.random() < 0.95:
            registry[key] = {
                name: value if dice.random() < 0.7 else dice.choice(ODD_VALUES) for name, value in values.items()
            }
    machine = recorded_windows(lambda name, data: _whole(name, spoiled_answer(data, dice)), registry_values=registry)
    assert demand_documented(COLLECTORS, machine) > 50


def _whole(name: str, data: bytes) -> bytes:
    """Keep a group of classes that is no answer at all out of the making of the machine: the door refuses it."""
    if name.startswith("cim-"):
        try:
            answers(data)
        except Unread:
            return b"{}"
    return data


@pytest.mark.parametrize("garbage", GARBAGE)
@for_each(COLLECTORS)
def test_garbage_is_a_named_gap(collector: Collector, garbage: str) -> None:
    """From commands and files, with nothing else there."""
    names = [path.stem for path in FOLDER.iterdir() if path.suffix in {".json", ".xml"}]
    machine = RecordedMachine(platform="windows", commands={name: Ran(0, GARBAGE[garbage]) for name in names},
                              files={"/Windows/System32/drivers/etc/hosts": GARBAGE[garbage]},
                              counters={"disk_partitions": [], "disk_io_counters": {}, "services": []})  # fmt: skip
    demand_facts_or_named_gaps(collector, machine)


@for_each(COLLECTORS)
def test_without_rights_there_are_gaps(collector: Collector) -> None:
    """And nothing asks for more rights."""
    demand_gaps_without_rights(collector, "windows")
