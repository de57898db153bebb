"""1.9 Faults of the last seven days, grouped, one redacted sample each."""

from __future__ import annotations

from protocol.report.register.entry import Section, Table, fact

KERNEL_CLASSES = (
    "disk", "file system", "memory", "hardware error", "heat", "gpu", "usb", "usb over-current", "network", "firmware",
    "hang",
)  # fmt: skip
"""The classes of kernel messages: the rows of `faults.kernel`."""

_SEEN = (
    fact("times", "Times", "number", "times", compare="upward"),
    fact("first", "First", "date", compare="ignore"),
    fact("last", "Last", "date", compare="ignore"),
)

SECTION = Section(
    "faults",
    "Faults of the last 7 days",
    "Looking at faults and logs",
    (
        fact("log.kind", "Log that was read", "enum"),
        fact("log.from", "Log reaches back to", "date", compare="ignore"),
        fact("crash.system", "The computer crashed", "number", "times", compare="upward"),
        fact("crash.system-code", "Crash code", "code", about="crash"),
        fact("crash.unclean", "Stopped without shutting down", "number", "times", compare="upward"),
        fact("kernel.taint", "Kernel taint", "number"),
        fact("kernel.taint-words", "Kernel taint means", "enum", about="taint"),
        fact("stability.index", "Stability, tenths of 1 to 10", "number"),
    ),
    (
        Table(
            "faults.kernel",
            "Messages of the kernel",
            (
                fact("kernel.class", "Class", "enum"),
                *(fact(f"kernel.{each.id}", each.title, each.kind, each.unit, compare=each.compare) for each in _SEEN),
                fact("kernel.sample", "Sample", "text", compare="ignore"),
            ),
        ),
        Table(
            "faults.events",
            "Errors of services and programs",
            (
                fact("event.source", "Source", "text"),
                fact("event.code", "Code", "code"),
                *(fact(f"event.{each.id}", each.title, each.kind, each.unit, compare=each.compare) for each in _SEEN),
                fact("event.sample", "Sample", "text", compare="ignore"),
            ),
        ),
        Table(
            "faults.crashes",
            "Programs that crashed",
            (
                fact("crash.program", "Program", "text"),
                fact("crash.version", "Version", "version"),
                fact("crash.times", "Times", "number", "times", compare="upward"),
                fact("crash.last", "Last", "date", compare="ignore"),
                fact("crash.code", "Code", "code"),
                fact("crash.module", "Module", "text"),
                fact("crash.dump", "Size of its dump", "size", "bytes", compare="ignore"),
            ),
        ),
    ),
)
