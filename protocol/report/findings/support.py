"""When makers stop fixing their systems: a snapshot of endoflife.date of 2026-08-22, as data."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

SNAPSHOT = date(2026, 8, 22)
"""The day of the data; a year later the finding says that it may be out of date."""


class Ends(NamedTuple):
    """When fixes end for all, and when for those who pay or use long-term support."""

    regular: date
    extended: date | None = None


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _ends(regular: str, extended: str | None = None) -> Ends:
    return Ends(_day(regular), _day(extended) if extended else None)


# System by `os.id`, then the version as `os.version` begins. Windows: by display version, "home" and "enterprise".
ENDS: dict[str, dict[str, Ends]] = {
    "windows-11-home": {
        "22H2": _ends("2024-10-08"), "23H2": _ends("2025-11-11"), "24H2": _ends("2026-10-13"),
        "25H2": _ends("2027-10-12"), "26H1": _ends("2028-03-14"),
    },
    "windows-11-enterprise": {
        "22H2": _ends("2025-10-14"), "23H2": _ends("2026-11-10"), "24H2": _ends("2027-10-12"),
        "25H2": _ends("2028-10-10"), "26H1": _ends("2029-03-13"),
    },
    "windows-10": {"22H2": _ends("2025-10-14", "2028-10-10")},
    "windows-10-ltsc": {"2019": _ends("2029-01-09"), "2021": _ends("2027-01-12")},
    "windows-10-iot-ltsc": {"2021": _ends("2032-01-13")},
    "windows-server": {
        "2016": _ends("2027-01-12"), "2019": _ends("2029-01-09"), "2022": _ends("2031-10-14"),
        "2025": _ends("2034-11-14"),
    },
    "office": {
        "2016": _ends("2025-10-14"), "2019": _ends("2025-10-14"), "2021": _ends("2026-10-13"),
        "2024": _ends("2029-10-09"),
    },
    # Apple names no dates: the newest three majors are patched. 14 ended when 27 came, in September 2026.
    "macos": {
        "11": _ends("2023-09-26"), "12": _ends("2024-09-16"), "13": _ends("2025-09-15"), "14": _ends("2026-09-14"),
    },
    "debian": {
        "11": _ends("2024-08-14", "2026-08-31"), "12": _ends("2026-07-11", "2028-06-30"),
        "13": _ends("2028-08-09", "2030-06-30"),
    },
    "ubuntu": {
        "22.04": _ends("2027-04-01", "2032-04-01"), "24.04": _ends("2029-05-31", "2034-05-31"),
        "25.10": _ends("2026-07-01"), "26.04": _ends("2031-04-30", "2036-04-30"),
    },
    "linuxmint": {"21": _ends("2027-04-30"), "22": _ends("2029-04-30")},
    "fedora": {"42": _ends("2026-05-27"), "43": _ends("2026-12-09"), "44": _ends("2027-06-02")},
    "opensuse-leap": {"15.6": _ends("2026-04-30"), "16.0": _ends("2027-10-31")},
    **{name: {"8": _ends("2029-05-31"), "9": _ends("2032-05-31"), "10": _ends("2035-05-31")}
       for name in ("rhel", "almalinux", "rocky")},
}  # fmt: skip
"""When support ends, by system and version."""

ROLLING: frozenset[str] = frozenset({"arch", "opensuse-tumbleweed", "endeavouros", "manjaro", "gentoo", "void"})
"""Systems without versions: supported as long as they are updated."""
ROLLING_DAYS = 90
"""Days without an update after which a rolling system counts as no longer supported."""


def support_ends(system: str, version: str) -> Ends | None:
    """Look a system up: its exact version first, then what the version begins with; None when it is not listed."""
    versions = ENDS.get(system, {})
    parts = version.split(".")
    for length in range(len(parts), 0, -1):
        found = versions.get(".".join(parts[:length]))
        if found:
            return found
    return None
