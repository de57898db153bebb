"""1.2 Processor and memory."""

from __future__ import annotations

from protocol.report.register.entry import Band, Section, fact

SECTION = Section(
    "processor",
    "Processor and memory",
    "Looking at processor and memory",
    (
        fact("cpu.model", "Processor", "model"),
        fact("cpu.sockets", "Sockets", "number"),
        fact("cpu.cores", "Cores", "number"),
        fact("cpu.threads", "Threads", "number"),
        fact("cpu.speed-now", "Speed now", "number", "MHz", compare="ignore"),
        fact("cpu.speed-max", "Highest speed", "number", "MHz"),
        fact("cpu.microcode", "Microcode", "code"),
        fact("cpu.stepping", "Family, model and stepping", "code"),
        fact("cpu.level", "Programs that it can run", "enum"),
        fact("cpu.virtualisation", "Can run virtual machines", "flag"),
        fact("cpu.cache", "Cache", "size", "bytes", about="cache"),
        fact("cpu.governor", "Speed is chosen by", "enum"),
        fact("cpu.flaw", "Known flaw of the processor", "text", about="flaw"),
        fact("cpu.throttled", "Slowed down by heat", "number", "times", compare="since-boot"),
        fact("cpu.throttled-rising", "Slowed down by heat right now", "flag"),
        fact("cpu.throttled-for", "Slowed down by heat for", "number", "ms", compare="since-boot"),
        fact("cpu.limit", "Speed limit in force", "number", "percent"),
        fact("memory.total", "Memory", "size", "bytes"),
        fact("memory.available", "Memory available", "size", "bytes", compare=Band(percent=10)),
        fact("memory.cached", "Memory used as cache", "size", "bytes", compare="ignore"),
        fact("memory.commit-percent", "Memory promised", "number", "percent", compare=Band(least=10)),
        fact("memory.slots", "Places for modules", "number"),
        fact("memory.slots-free", "Places for modules, free", "number"),
        fact("memory.capacity", "Memory possible", "size", "bytes"),
        fact("memory.module-size", "Module size", "size", "bytes", about="module"),
        fact("memory.module-type", "Module type", "enum", about="module"),
        fact("memory.module-rated", "Module rated speed", "number", "MT/s", about="module"),
        fact("memory.module-running", "Module running speed", "number", "MT/s", about="module"),
        fact("memory.module-maker", "Module maker", "model", about="module"),
        fact("memory.module-part", "Module part number", "model", about="module"),
        fact("memory.module-serial", "Module serial number", "serial", about="module", masked=True),
        fact("swap.total", "Swap", "size", "bytes"),
        fact("swap.used", "Swap used", "size", "bytes", compare=Band(percent=10)),
        fact("swap.kind", "Swap kind", "enum", about="swap"),
        fact("pressure.memory-some", "Waiting for memory, some", "number", "percent/100", compare="ignore"),
        fact("pressure.memory-full", "Waiting for memory, all", "number", "percent/100", compare="ignore"),
        fact(
            "pressure.memory-some-300", "Waiting for memory, 5 minutes, some", "number", "percent/100", compare="ignore"
        ),
        fact(
            "pressure.memory-full-300", "Waiting for memory, 5 minutes, all", "number", "percent/100", compare="ignore"
        ),
        fact("pressure.cpu-some", "Waiting for the processor", "number", "percent/100", compare="ignore"),
        fact(
            "pressure.cpu-some-300", "Waiting for the processor, 5 minutes", "number", "percent/100", compare="ignore"
        ),
        fact("pressure.io-some", "Waiting for disks, some", "number", "percent/100", compare="ignore"),
        fact("pressure.io-full", "Waiting for disks, all", "number", "percent/100", compare="ignore"),
        fact("pressure.io-some-300", "Waiting for disks, 5 minutes, some", "number", "percent/100", compare="ignore"),
        fact("pressure.io-full-300", "Waiting for disks, 5 minutes, all", "number", "percent/100", compare="ignore"),
        fact("pressure.paging", "Pages a second", "number", compare="ignore"),
        fact("pressure.level", "Memory pressure level", "number"),
        fact("memory.oom-kills", "Programs ended for want of memory", "number", "times", compare="since-boot"),
        fact("memory.errors-corrected", "Memory errors, corrected", "number", "times", compare="upward"),
        fact("memory.errors-uncorrected", "Memory errors, not corrected", "number", "times", compare="upward"),
    ),
    identity=(("module", "memory.module-serial"),),
)
