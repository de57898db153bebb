"""1.11 Activity: one sample of one second, our own processes left out."""

from __future__ import annotations

from protocol.report.register.entry import Section, Table, fact

SECTION = Section(
    "activity",
    "What the computer is doing",
    "Looking at what the computer is doing",
    (
        fact("activity.cpu", "Processor busy", "number", "percent", compare="ignore"),
        fact("activity.iowait", "Waiting for disks", "number", "percent", compare="ignore"),
        fact("activity.steal", "Taken by other machines", "number", "percent", compare="ignore"),
        fact("activity.disk-read", "Read from disks", "number", "bytes/s", compare="ignore"),
        fact("activity.disk-write", "Written to disks", "number", "bytes/s", compare="ignore"),
        fact("activity.net-in", "Received", "number", "bytes/s", compare="ignore"),
        fact("activity.net-out", "Sent", "number", "bytes/s", compare="ignore"),
        fact("activity.processes", "Processes", "number", compare="ignore"),
        fact(
            "activity.load", "Programs that want the processor, for one minute", "number", "percent", compare="ignore"
        ),
        fact("activity.load-15", "Programs that want it, for 15 minutes", "number", "percent", compare="ignore"),
        fact("activity.zombies", "Processes that ended and were not fetched", "number", compare="ignore"),
        fact("activity.handles", "Files open", "number", compare="ignore"),
        fact("activity.handles-limit", "Files that may be open", "number"),
    ),
    (
        Table(
            "activity.programs",
            "Busiest programs",
            (
                fact("busy.name", "Name", "text"),
                fact("busy.processes", "Processes", "number"),
                fact("busy.cpu", "Of one core", "number", "percent"),
                fact("busy.memory", "Memory", "size", "bytes"),
            ),
            compare="ignore",
        ),
    ),
)
