"""Messages of the kernel by what they tell of: each class a bounded pattern over the beginning of a line."""

from __future__ import annotations

import re

LOOKED_AT = 400
"""Characters of a message that are looked at."""

_I = re.IGNORECASE
CLASSES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("hardware error", re.compile(
        r"\[Hardware Error\]|mce: .{0,40}(?:machine check|hardware error)|Machine check events logged"
        r"|AER: .{0,60}(?:Uncorrect|Fatal)|PCIe Bus Error: severity=Uncorrect", _I)),
    ("memory", re.compile(
        r"EDAC .{0,60}\b[CU]E\b|Memory failure: 0x|Out of memory: Kill|oom-kill:|Killed process \d", _I)),
    ("file system", re.compile(
        r"(?:EXT[234]|XFS|BTRFS|F2FS|NTFS3?|FAT)-fs (?:error|critical)|EXT4-fs .{0,60}error"
        r"|Remounting filesystem read-only"
        r"|XFS \([^)]{1,40}\): .{0,60}(?:corrupt|shutdown)|BTRFS (?:error|critical)|Aborting journal"
        r"|JBD2: .{0,40}error", _I)),
    ("disk", re.compile(
        r"\bI/O error, dev|critical (?:medium|target) error|ata\d{1,3}(?:\.\d\d)?: (?:exception Emask|failed command"
        r"|hard resetting|link is slow|SError)"
        r"|nvme\d{0,3}.{0,20}(?:timeout|I/O \d{1,6} QID|controller is down|resetting controller)"
        r"|Buffer I/O error|Medium Error|Unrecovered read error"
        r"|\[sd[a-z]{1,3}\].{0,60}(?:FAILED Result|Sense Key : Hardware)"
        r"|md/raid.{0,40}(?:Disk failure|read error)|mmc\d.{0,30}error", _I)),
    ("heat", re.compile(
        r"(?:temperature|thermal).{0,60}(?:above threshold|throttl|critical)|clock throttled"
        r"|critical temperature reached", _I)),
    ("gpu", re.compile(
        r"GPU HANG|NVRM: Xid|ring \S{1,20} timeout|GPU (?:fault|reset|recovery)|amdgpu.{0,60}(?:\*ERROR\*|GPU reset)"
        r"|nouveau.{0,60}(?:fifo|gr): .{0,40}(?:fault|error)|i915.{0,60}\*ERROR\*|drm.{0,40}flip_done timed out", _I)),
    ("usb over-current", re.compile(r"usb.{0,40}over-?current|over-current (?:change|condition)", _I)),
    ("usb", re.compile(
        r"usb \S{1,20}: (?:device descriptor read|device not accepting address|unable to enumerate|can't set config"
        r"|reset \S{1,12}-?speed USB|Device not responding)|xhci_hcd.{0,60}(?:died|not responding|ERROR)"
        r"|usb\d{0,3}-port\d{1,3}: (?:unable to enumerate|Cannot enable)", _I)),
    ("firmware", re.compile(
        r"Direct firmware load for .{1,80} failed|firmware: failed to load|Possible missing firmware"
        r"|\[Firmware (?:Bug|Warn)\]"
        r"|ACPI (?:BIOS )?Error|failed to load firmware", _I)),
    ("network", re.compile(
        r"NETDEV WATCHDOG|transmit queue \d{1,3} timed out"
        r"|(?:iwlwifi|ath\d{1,2}k|rtw\w{0,8}|mt76\w{0,8}).{0,60}(?:error|failed|crash)"
        r"|Detected Hardware Unit Hang|deauthenticat.{0,40}Reason|neighbour: .{0,30}table overflow", _I)),
    ("hang", re.compile(
        r"blocked for more than \d{1,6} seconds|soft lockup|hard LOCKUP"
        r"|rcu.{0,30}(?:detected stalls?|self-detected stall)"
        r"|watchdog: BUG|BUG: unable to handle|Oops:|general protection fault|Kernel panic", _I)),
)  # fmt: skip
"""The classes of `faults.kernel`, in the order they are tried: what is worse first."""


def kernel_class(message: str) -> str | None:
    """Tell what a kernel's message tells of; None when of nothing that went wrong."""
    short = message[:LOOKED_AT]
    return next((name for name, pattern in CLASSES if pattern.search(short)), None)
