"""
Every command that a report may run on macOS, with all of its arguments. No input stands in any of them.

`system_profiler` is asked for groups of what it knows, for its start costs more than the asking. Its overview of the
software is not among them: it names the computer and who is signed in.
"""

from __future__ import annotations

from agent.report.commands import FOLDERS, Command

MAC_FOLDERS: tuple[str, ...] = (*FOLDERS, "/usr/libexec/ApplicationFirewall")
"""Where commands are looked for on macOS."""

PROFILES: dict[str, tuple[str, ...]] = {
    "profile-machine": (
        "SPHardwareDataType", "SPMemoryDataType", "SPPowerDataType", "SPiBridgeDataType", "SPNVMeDataType",
        "SPSerialATADataType", "SPFirewallDataType",
    ),
    "profile-devices": (
        "SPDisplaysDataType", "SPAudioDataType", "SPCameraDataType", "SPBluetoothDataType", "SPUSBHostDataType",
        "SPUSBDataType", "SPThunderboltDataType", "SPPCIDataType", "SPCardReaderDataType",
    ),
    "profile-network": ("SPNetworkDataType",),
    "profile-wifi": ("SPAirPortDataType",),
    "profile-printers": ("SPPrintersDataType",),
    "profile-history": ("SPInstallHistoryDataType",),
}  # fmt: skip
"""What `system_profiler` is asked for in one go, by the name of the command."""

GROUP_OF: dict[str, str] = {kind: group for group, kinds in PROFILES.items() for kind in kinds}
"""The command that tells a kind of data."""

_NUMBERS = (
    "hw.model", "hw.memsize", "hw.packages", "hw.physicalcpu", "hw.logicalcpu", "hw.cpufrequency_max", "hw.l2cachesize",
    "hw.l3cachesize", "hw.nperflevels", "hw.perflevel0.physicalcpu", "hw.perflevel0.l2cachesize",
    "hw.perflevel1.physicalcpu", "hw.perflevel1.l2cachesize", "machdep.cpu.brand_string",
    "machdep.cpu.family", "machdep.cpu.model", "machdep.cpu.stepping", "machdep.cpu.microcode_version",
    "kern.hv_support", "kern.hv_vmm_present", "kern.osrelease", "kern.bootargs", "kern.num_files", "kern.maxfiles",
    "kern.memorystatus_vm_pressure_level", "vm.loadavg", "vm.swapusage",
)  # fmt: skip
_KERNEL = (
    'process == "kernel" AND (eventMessage CONTAINS "I/O error" OR eventMessage CONTAINS[c] "over-current"'
    ' OR eventMessage CONTAINS "GPURestart" OR eventMessage CONTAINS "GPU Restart"'
    ' OR (sender == "apfs" AND eventMessage CONTAINS "error") OR eventMessage CONTAINS "memorystatus: killing")'
)
_LOG = ("show", "--style", "ndjson", "--last", "2h", "--predicate")

COMMANDS: dict[str, Command] = {
    **{
        group: Command("system_profiler", ("-json", "-detailLevel", "basic", *kinds), 8.0)
        for group, kinds in PROFILES.items()
    },
    "release": Command("sw_vers", ()),
    "architecture": Command("uname", ("-m",)),
    "numbers": Command("sysctl", _NUMBERS),
    "settings-of-power": Command("pmset", ("-g",)),
    "heat": Command("pmset", ("-g", "therm")),
    "sleeps": Command("pmset", ("-g", "stats")),
    "battery": Command("ioreg", ("-r", "-c", "AppleSmartBattery", "-a"), 4.0),
    "inputs": Command("ioreg", ("-r", "-c", "AppleDeviceManagementHIDEventService", "-a"), 4.0),
    "disks": Command("diskutil", ("list", "-plist"), 6.0),
    "disk": Command("diskutil", ("info", "-plist", "{device}"), 6.0),
    "containers": Command("diskutil", ("apfs", "list", "-plist"), 6.0),
    "raids": Command("diskutil", ("appleRAID", "list", "-plist"), 6.0),
    "encryption": Command("fdesetup", ("status",), 4.0),
    "integrity": Command("csrutil", ("status",)),
    "gatekeeper": Command("spctl", ("--status",), 4.0),
    "enrolment": Command("profiles", ("status", "-type", "enrollment"), 4.0),
    "directory": Command("dsconfigad", ("-show",), 4.0),
    "firewall": Command("socketfilterfw", ("--getglobalstate",), 4.0),
    "trust": Command("security", ("dump-trust-settings", "-d"), 4.0),
    "system-extensions": Command("systemextensionsctl", ("list",), 4.0),
    "kernel-extensions": Command("kmutil", ("showloaded", "--no-kernel-components", "--list-only"), 6.0),
    "services": Command("launchctl", ("list",), 4.0),
    "services-disabled": Command("launchctl", ("print-disabled", "system"), 4.0),
    "people": Command("dscl", ("-plist", ".", "-readall", "/Users", "UniqueID"), 4.0),
    "administrators": Command("dscl", ("-plist", ".", "-read", "/Groups/admin", "GroupMembership"), 4.0),
    "groups": Command("id", ("-Gn",)),
    "route-4": Command("route", ("-n", "get", "-inet", "default")),
    "route-6": Command("route", ("-n", "get", "-inet6", "default")),
    "resolvers": Command("scutil", ("--dns",)),
    "proxies": Command("scutil", ("--proxy",)),
    "connections": Command("scutil", ("--nc", "list")),
    "reachable": Command("scutil", ("-r", "0.0.0.0")),  # noqa: S104 - asks for any way out, binds nothing
    "shares": Command("sharing", ("-l",), 4.0),
    "kernel-log": Command("log", (*_LOG, _KERNEL), 7.0),
    "fault-log": Command("log", (*_LOG, "messageType == fault"), 7.0),
}  # fmt: skip
"""Every command by the name that collectors use."""
