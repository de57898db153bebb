"""The kernel's command line, through a list: other keys show without their values."""

from __future__ import annotations

import re
from collections.abc import Iterator

_OPEN = re.compile(
    r"quiet|splash|ro|rw|nomodeset|debug|noapic|nosmp|nosmt|mitigations|single|noresume|iommu|hugepages|panic|psi|console"
    r"|loglevel|audit|apparmor|security|selinux|lsm|lockdown|preempt|clocksource|tsc|nmi_watchdog|rcu[\w.]*|threadirqs"
    r"|(?:acpi|pci|pcie_\w+|i915|amdgpu|radeon|nouveau|nvidia|nvme|libata|usbcore|xhci_hcd|intel_\w+|amd_\w+|cpuidle"
    r"|processor|thermal|mem_sleep|snd_\w+|iwlwifi|psmouse|i8042|atkbd|video|drm|zswap|swiotlb|systemd\.unit)[\w.]*"
)
_KEY = re.compile(r"[A-Za-z0-9_.-]{1,60}")
_VALUE = re.compile(r"[\w.,:@+-]{0,80}")
_AT_MOST = 100


def options(line: str) -> Iterator[tuple[str, str]]:
    """Give each option by its key: as it stands where the list has it, else `key=…`; what follows `--` is not ours."""
    seen: set[str] = set()
    for word in line.split()[:_AT_MOST]:
        if word == "--":
            return
        key, equals, value = word.partition("=")
        if not _KEY.fullmatch(key) or key in seen:
            continue
        seen.add(key)
        shown = _OPEN.fullmatch(key) and _VALUE.fullmatch(value)
        yield key, word if shown else f"{key}=…" if equals else key
