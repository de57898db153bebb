"""A recorded Linux computer with given texts planted wherever a stranger may write one, and its report's bytes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from agent.report.activity import sample
from agent.report.assemble import assemble
from agent.report.linux import faults, known, printers, services, software, storage
from agent.report.listening import listening
from agent.report.machine import Machine, Space, Unread
from agent.report.own import Own
from agent.report.redact import Redactor
from agent.report.run import Heard
from agent.report.told import Collector, Known, gap
from protocol.report.parse import report_bytes
from tests.support.recorded_linux import journal, unit_path
from tests.support.recorded_machine import NOW, RecordedMachine

COLLECTORS: tuple[Collector, ...] = tuple(
    Collector(section, collect.__name__.replace("_", "-"), collect)
    for section, collect in (
        ("storage", storage.volumes), ("storage", storage.network_mounts), ("devices", printers.printers),
        ("software", software.programs), ("software", services.services), ("software", services.tasks),
        ("software", services.start_up), ("security", listening), ("security", known.remote),
        ("faults", faults.kernel), ("faults", faults.events), ("faults", faults.crashes), ("activity", sample),
    )
)  # fmt: skip
"""The real collectors whose sources hold what strangers write."""


def planted(texts: Sequence[str], name: str, own: Own) -> RecordedMachine:
    """Make a computer that says these texts as process, unit, package, mount and log line; `name` is a printer."""
    process = {"cpu_times": {"user": 1.0, "system": 0.0}, "memory_info": {"rss": 9}, "status": "sleeping"}
    units = [[f"u{at}.service", text, "loaded", "failed", "failed", "", unit_path(f"u{at}.service"), 0, "", "/"]
             for at, text in enumerate(texts)]  # fmt: skip
    units += [[f"{text}.service", "", "loaded", "active", text, "", "/", 0, "", "/"] for text in texts]
    lines = tuple((1.0, f"usb 1-2: device descriptor read/64, {text}") for text in texts)
    errors = "".join(journal((1.0, text), _SYSTEMD_UNIT=f"{text}.service") for text in texts)
    crashed = [{"time": NOW * 1e6, "sig": 11, "exe": f"/usr/bin/{text}", "size": 1} for text in texts]
    return RecordedMachine(
        files={
            f"/etc/xdg/autostart/{at}.desktop": f"Name={text}\nExec={text}\n" for at, text in enumerate(texts)
        } | {"/proc/self/mounts": "".join(f"nas:/{text} /mnt/x nfs4 rw 0 0\n" for text in texts)},
        commands={
            "packages": "".join(f"{text}\t1.0\t{text}\tinstall installed ok\t1\n" for text in texts),
            "kernel-journal": journal(*lines),
            "error-journal": errors,
            "dumps": json.dumps(crashed),
            "printers": f"device for {name}: ipp://{name}/x\nprinter {name} is idle.  enabled\n\t{texts[0]}\n",
        },
        counters={
            "processes": [{"name": text} | process for text in texts],
            "cpu_times": {"user": 1.0, "idle": 1.0},
            "disk_io_counters": {},
            "net_io_counters": {},
            "listening": [{"port": 1000 + at, "address": "::", "program": text} for at, text in enumerate(texts)],
            "disk_partitions": [
                {"device": f"/dev/sd{chr(97 + at)}1", "mountpoint": f"/mnt/{text}", "fstype": "ext4", "opts": "rw"}
                for at, text in enumerate(texts)
            ],
        },
        spaces={f"/mnt/{text}": Space(9, 9, 9, 9, 9) for text in texts},
        properties={"org.freedesktop.systemd1.Manager.ListUnits": units},
        names_of=own,
    )  # fmt: skip


def told(machine: RecordedMachine, network: str) -> bytes:
    """Run the real collectors over it, one after the other, redact once, and give the report's bytes."""
    heard = [_heard(each, machine) for each in COLLECTORS]
    wireless = Heard(Collector("network", "wireless", lambda _: iter(())), over=True)
    wireless.said = [Known("wifi.name", network, "nl80211", "wlan0")]
    heard.append(wireless)
    report, _ = assemble(machine, heard, Redactor(machine.own()), took=1.0, agent="test", grant=None)
    return report_bytes(report)


def _heard(collector: Collector, machine: Machine) -> Heard:
    heard = Heard(collector, over=True)
    try:
        heard.said.extend(collector.collect(machine))
    except Unread as reason:
        heard.said.append(gap(reason.status))
        heard.status = reason.status
    return heard


def rows(data: bytes) -> Any:  # noqa: ANN401 - JSON
    """Give the tables of a report's bytes by id."""
    return {table["id"]: table["rows"] for part in json.loads(data)["sections"] for table in part["tables"]}
