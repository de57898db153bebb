"""1.2 on Linux, the processor: recorded ones, and this one against lscpu and /proc."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

from agent.report.leave import OwnReport
from agent.report.linux import processor
from agent.report.posix import PosixMachine
from agent.report.told import Known
from tests.support.recorded_machine import Answer, RecordedMachine, hear

CPUS = "/sys/devices/system/cpu"
# The lines of an Intel laptop's first processor, as Linux 6.1 writes them.
INFO = (
    "processor\t: 0\nvendor_id\t: GenuineIntel\nmodel name\t: 11th Gen Intel(R) Core(TM) i7-1165G7 @ 2.80GHz\n"
    "microcode\t: 0xa4\ncpu MHz\t\t: 2803.201\n\nprocessor\t: 1\nmodel name\t: another\n"
)


def _thread(name: str, core: str, count: int) -> dict[str, Answer]:
    return {
        f"{CPUS}/{name}/topology/physical_package_id": "0\n",
        f"{CPUS}/{name}/topology/core_id": f"{core}\n",
        f"{CPUS}/{name}/thermal_throttle/core_throttle_count": f"{count}\n",
        f"{CPUS}/{name}/thermal_throttle/package_throttle_count": "7\n",
        f"{CPUS}/{name}/thermal_throttle/core_throttle_total_time_ms": "40\n",
    }


def test_a_laptop_s_processor_is_told() -> None:
    """From the first processor; a highest speed of zero is not known."""
    twin = RecordedMachine(
        files={"/proc/cpuinfo": INFO, **_thread("cpu0", "0", 0), **_thread("cpu1", "0", 0)},
        counters={"cpu_count": 8, "cpu_count_physical": 4, "cpu_freq": {"current": 2803.2, "min": 0.0, "max": 0.0}},
    )
    heard = hear(processor.cpu, twin)
    assert heard.facts == {
        "cpu.model": "11th Gen Intel(R) Core(TM) i7-1165G7 @ 2.80GHz", "cpu.microcode": "0xa4", "cpu.sockets": 1,
        "cpu.cores": 4, "cpu.threads": 8, "cpu.speed-now": 2803,
    }  # fmt: skip
    assert heard.gaps == {"cpu.speed-max": "not-present"}


def test_flaws_are_told_with_what_is_done_about_them() -> None:
    """By the kernel's names."""
    twin = RecordedMachine(
        files={f"{CPUS}/vulnerabilities/meltdown": "Mitigation: PTI\n", f"{CPUS}/vulnerabilities/mds": "\n"}
    )
    heard = hear(processor.flaws, twin)
    assert heard.facts == {"cpu.flaw@meltdown": "Mitigation: PTI"}
    assert hear(processor.flaws, RecordedMachine()).gaps == {"": "not-present"}


def test_threads_of_a_core_share_its_counter() -> None:
    """Two threads of one core that was slowed three times, in a package that was slowed seven times, are ten."""
    files = {**_thread("cpu0", "0", 3), **_thread("cpu1", "0", 3)}
    heard = hear(processor.throttled, RecordedMachine(files=files))
    assert heard.facts == {"cpu.throttled": 10, "cpu.throttled-for": 40, "cpu.throttled-rising": False}


def test_a_counter_that_rises_within_a_second_says_so() -> None:
    """Two looks with a second between."""

    class Heating(RecordedMachine):
        def wait(self, seconds: float) -> None:
            assert seconds == 1
            self.files = _thread("cpu0", "0", 4)

    assert hear(processor.throttled, Heating(files=_thread("cpu0", "0", 3))).facts["cpu.throttled-rising"] is True


def test_this_machine_says_what_its_own_tools_say() -> None:
    """lscpu, nproc of all, and the kernel's files."""
    here = PosixMachine(OwnReport())
    said = [*processor.cpu(here), *processor.flaws(here)]
    facts = {(each.id, each.of): each.value for each in said if isinstance(each, Known)}
    ran = subprocess.run(["lscpu", "-J"], capture_output=True, check=True, env={"LC_ALL": "C", "PATH": "/usr/bin:/bin"})
    waiting = json.loads(ran.stdout)["lscpu"]
    lscpu: dict[str, str] = {}
    while waiting:
        line = waiting.pop()
        lscpu[line["field"].rstrip(":")] = line.get("data")
        waiting += line.get("children", [])
    assert facts.get(("cpu.model", ""), lscpu.get("Model name")) == lscpu.get("Model name")
    assert facts["cpu.threads", ""] == int(lscpu["CPU(s)"]) == os.cpu_count()
    if ("cpu.sockets", "") in facts and "Socket(s)" in lscpu:
        assert facts["cpu.sockets", ""] == int(lscpu["Socket(s)"])
        per_socket = int(lscpu["Core(s) per socket"])
        assert facts.get(("cpu.cores", ""), per_socket * int(lscpu["Socket(s)"])) == per_socket * int(
            lscpu["Socket(s)"]
        )
    folder = Path(CPUS) / "vulnerabilities"
    theirs = {each.name: each.read_text().strip() for each in folder.iterdir()} if folder.is_dir() else {}
    assert {of: value for (name, of), value in facts.items() if name == "cpu.flaw"} == theirs
