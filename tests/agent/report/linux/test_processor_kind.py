"""1.2 on Linux, what kind of processor: recorded ones, and this one against lscpu."""

from __future__ import annotations

import json
import subprocess

from agent.report.leave import OwnReport
from agent.report.linux import processor_kind
from agent.report.posix import PosixMachine
from agent.report.told import Known
from tests.support.recorded_machine import RecordedMachine, hear

CPU = "/sys/devices/system/cpu"
SECOND = "cx16 lahf_lm popcnt pni sse4_1 sse4_2 ssse3"
FLAGS = f"fpu cmov cx8 fxsr mmx syscall sse sse2 {SECOND} avx avx2 bmi1 bmi2 f16c fma abm movbe xsave"


def _info(flags: str) -> RecordedMachine:
    said = f"processor\t: 0\ncpu family\t: 6\nmodel\t\t: 140\nstepping\t: 1\nflags\t\t: {flags}\n\nprocessor\t: 1\n"
    return RecordedMachine(files={"/proc/cpuinfo": said})


def test_the_level_is_the_highest_that_is_reached_whole() -> None:
    """A newer extension without an older one does not count."""
    assert hear(processor_kind.kind, _info(f"{FLAGS} vmx")).facts == {
        "cpu.stepping": "6-140-1", "cpu.level": "x86-64-v3", "cpu.virtualisation": True,
    }  # fmt: skip
    older = hear(processor_kind.kind, _info(FLAGS.replace("popcnt ", ""))).facts
    assert older["cpu.level"] == "x86-64-v1"
    assert older["cpu.virtualisation"] is False


def test_a_processor_without_flags_has_no_level() -> None:
    """ARM's are called otherwise: not known is not no."""
    heard = hear(processor_kind.kind, RecordedMachine(files={"/proc/cpuinfo": "Features\t: fp asimd\n"}))
    assert heard.facts == {}
    assert heard.gaps == {
        "cpu.stepping": "not-present", "cpu.level": "not-supported", "cpu.virtualisation": "not-supported",
    }  # fmt: skip


def test_a_cache_that_threads_share_counts_once() -> None:
    """Two threads of one core have one first level, and one third for all."""
    files = {
        f"{CPU}/cpu{thread}/cache/index{at}/{file}": value
        for thread in (0, 1)
        for at, values in enumerate((("1", "Data", "48K", str(thread)), ("3", "Unified", "12288K", "0-1"), ("x",) * 4))
        for file, value in zip(("level", "type", "size", "shared_cpu_list"), values, strict=True)
    }
    assert hear(processor_kind.caches, RecordedMachine(files=files)).facts == {
        "cpu.cache@L1d": 96 * 1024, "cpu.cache@L3": 12 * 2**20,
    }  # fmt: skip
    assert hear(processor_kind.caches, RecordedMachine()).gaps == {"cpu.cache": "not-present"}


def test_the_rule_for_its_speed_is_told_where_there_is_one() -> None:
    """A virtual machine has none."""
    path = f"{CPU}/cpu0/cpufreq/scaling_governor"
    twin = RecordedMachine(files={path: "powersave\n"})
    assert hear(processor_kind.governor, twin).facts == {"cpu.governor": "powersave"}
    assert hear(processor_kind.governor, RecordedMachine()).gaps == {"cpu.governor": "not-present"}


def test_this_machine_says_what_lscpu_says() -> None:
    """Family, model, stepping, and the sum of each cache."""
    here = PosixMachine(OwnReport())
    said = [each for each in (*processor_kind.kind(here), *processor_kind.caches(here)) if isinstance(each, Known)]
    ran = subprocess.run(
        ["lscpu", "-J", "-B"], capture_output=True, check=True, env={"LC_ALL": "C", "PATH": "/usr/bin"}
    )
    waiting, lscpu = json.loads(ran.stdout)["lscpu"], {}
    while waiting:
        line = waiting.pop()
        lscpu[line["field"].rstrip(":")] = line.get("data") or ""
        waiting += line.get("children", [])
    for each in said:
        if each.id == "cpu.stepping":
            assert each.value == "-".join(lscpu[name] for name in ("CPU family", "Model", "Stepping"))
        if each.id == "cpu.cache" and each.of in lscpu:
            assert str(each.value) == lscpu[each.of].split()[0]
