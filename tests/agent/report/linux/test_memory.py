"""1.2 on Linux, memory: recorded answers, and this machine against /proc and swapon."""

from __future__ import annotations

import subprocess
from pathlib import Path

from agent.report.leave import OwnReport
from agent.report.linux import memory
from agent.report.machine import Unread
from agent.report.memory import amounts
from agent.report.posix import PosixMachine
from agent.report.told import Known
from tests.agent.report.test_smbios import END, module
from tests.support.recorded_machine import RecordedMachine, hear

SWAPS = (
    "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n"
    "/dev/zram0                              partition\t8388604\t\t1024\t\t100\n"
    "/dev/dm-1                               partition\t999420\t\t0\t\t-2\n"
    "/home/anna/swap                         file\t\t2097148\t\t0\t\t-3\n"
    "garbage\n"
)


def test_swap_is_told_by_its_kind_and_never_by_a_path() -> None:
    """Compressed memory is not a disk."""
    heard = hear(memory.swaps, RecordedMachine(files={"/proc/swaps": SWAPS}))
    assert heard.facts == {
        "swap.kind@zram0": "compressed memory", "swap.kind@dm-1": "partition", "swap.kind@swap of 2.1 GB": "file",
    }  # fmt: skip


def test_pressure_is_in_hundredths_of_a_percent() -> None:
    """An older kernel has no line "full" for the processor, and none at all without PSI."""
    said = "some avg10=0.00 avg60=12.34 avg300=1.05 total=12\nfull avg10=0.00 avg60=0.10 avg300=0.00 total=3\n"
    heard = hear(memory.pressure, RecordedMachine(files={"/proc/pressure/memory": said}))
    assert heard.facts == {
        "pressure.memory-some": 1234, "pressure.memory-some-300": 105,
        "pressure.memory-full": 10, "pressure.memory-full-300": 0,
    }  # fmt: skip
    assert heard.gaps["pressure.io-full"] == "not-present"


def test_programs_that_were_ended_are_counted() -> None:
    """Zero is a fact; an old kernel does not count."""
    assert hear(memory.killed, RecordedMachine(files={"/proc/vmstat": "nr_free 3\noom_kill 2\n"})).facts == {
        "memory.oom-kills": 2
    }
    assert hear(memory.killed, RecordedMachine(files={"/proc/vmstat": "nr_free 3\n"})).gaps == {
        "memory.oom-kills": "not-supported"
    }


def test_errors_of_all_controllers_are_added() -> None:
    """No controller: not known, rather than none."""
    root = "/sys/devices/system/edac/mc"
    files = {f"{root}/mc0/ce_count": "3\n", f"{root}/mc0/ue_count": "0\n", f"{root}/mc1/ce_count": "1\n",
             f"{root}/power/ce_count": "9\n"}  # fmt: skip
    assert hear(memory.errors, RecordedMachine(files=files)).facts == {
        "memory.errors-corrected": 4, "memory.errors-uncorrected": 0,
    }  # fmt: skip
    assert hear(memory.errors, RecordedMachine()).facts == {}


def test_modules_are_told_by_their_slots() -> None:
    """Two firmwares name two slots alike; without rights each fact is a gap."""
    table = "/sys/firmware/dmi/tables/DMI"
    heard = hear(memory.modules, RecordedMachine(files={table: module() + module() + END}))
    assert heard.facts["memory.module-size@ChannelA-DIMM0"] == 8 * 2**30
    assert heard.facts["memory.module-running@ChannelA-DIMM0 1"] == 2667
    assert (heard.facts["memory.slots"], heard.facts["memory.slots-free"]) == (2, 0)
    assert heard.gaps == {"memory.capacity": "not-present"}
    refused = hear(memory.modules, RecordedMachine(files={table: Unread("no-rights")}))
    assert refused.gaps["memory.module-serial"] == "no-rights"


def test_this_machine_says_what_its_own_tools_say() -> None:
    """/proc/meminfo, /proc/vmstat and swapon."""
    here = PosixMachine(OwnReport())
    said = [*amounts(here), *memory.swaps(here), *memory.killed(here), *memory.pressure(here)]
    facts = {(each.id, each.of): each.value for each in said if isinstance(each, Known)}
    lines = dict(line.split(":", 1) for line in Path("/proc/meminfo").read_text().splitlines())
    kib = {name: int(value.split()[0]) * 1024 for name, value in lines.items()}
    assert facts["memory.total", ""] == kib["MemTotal"]
    assert facts["swap.total", ""] == kib["SwapTotal"]
    assert abs(int(str(facts["memory.available", ""])) - kib["MemAvailable"]) < 2**31
    shown = subprocess.run(["swapon", "--show=NAME", "--noheadings"], capture_output=True, text=True, check=False)
    assert len([name for name, _ in facts if name == "swap.kind"]) == len(shown.stdout.split())
    kills = [line.split()[1] for line in Path("/proc/vmstat").read_text().splitlines() if line.startswith("oom_kill ")]
    assert facts["memory.oom-kills", ""] == int(kills[0])
    assert (("pressure.io-some", "") in facts) == Path("/proc/pressure/io").exists()
