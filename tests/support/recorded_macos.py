"""A Mac made of recorded answers; ORIGIN.md beside them says where each is from."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from agent.report.machine import Ran, Reached, Space
from agent.report.own import Own, Person
from tests.support.recorded_machine import NOW, RecordedMachine

FOLDER = Path(__file__).parents[1] / "agent" / "report" / "recorded" / "macos"
OWN = Own(
    people=(Person("akrueger", ("Anna Krüger",)), Person("jdoe", ())),
    hosts=("Annas-MacBook-Air", "Annas-MacBook-Air.local"),
    domains=("corp.kruegerbau.example",),
    networks=("Krüger WLAN 5G",),
)
"""What redaction knows of this Mac; none of it may stand in a document."""
REPORTS = "/Library/Logs/DiagnosticReports"
FILES: dict[str, str] = {
    "/Library/Preferences/com.apple.SoftwareUpdate.plist": "SoftwareUpdate.plist",
    "/Library/Preferences/com.apple.TimeMachine.plist": "TimeMachine.plist",
    "/Library/Preferences/com.apple.loginwindow.plist": "loginwindow.plist",
    "/Library/Preferences/com.apple.timed.plist": "timed.plist",
    "/Library/Preferences/.GlobalPreferences.plist": "GlobalPreferences.plist",
    "/Applications/AnyDesk.app/Contents/Info.plist": "AnyDesk-Info.plist",
    "/Applications/Safari.app/Contents/Info.plist": "Safari-Info.plist",
    "/Library/LaunchDaemons/com.example.helper.plist": "com.example.helper.plist",
    "/Library/LaunchAgents/com.example.updater.plist": "com.example.updater.plist",
    f"{REPORTS}/MarkdownEditor-2026-11-20-161145.ips": "crash.ips",
    f"{REPORTS}/panic-full-2026-11-21-090040.0002.ips": "panic.ips",
}
"""The files of this Mac, by path, and the recordings that stand for them."""
_NO_COMMANDS = frozenset({"heat-intel.txt", "battery-intel.plist", "counters.json", *FILES.values()})

Spoil = Callable[[str, bytes], bytes]


def recording(name: str) -> bytes:
    """Give a recorded answer as it was written."""
    return (FOLDER / name).read_bytes()


def recorded_macos(spoil: Spoil = lambda _name, data: data, **changed: Any) -> RecordedMachine:  # noqa: ANN401 - fields
    """Make the Mac; `spoil` may change any answer before it is read, `changed` sets fields of the machine."""
    commands: dict[str, Any] = {
        path.stem: Ran(0, spoil(path.name, path.read_bytes()))
        for path in sorted(FOLDER.iterdir())
        if path.suffix in {".txt", ".json", ".plist", ".ndjson"} and path.name not in _NO_COMMANDS
    }
    fields: dict[str, Any] = {
        "platform": "macos",
        "commands": commands,
        "counters": json.loads(recording("counters.json")),
        "files": {path: spoil(name, recording(name)) for path, name in FILES.items()}
        | {
            "/etc/hosts": "##\n# Host Database\n##\n127.0.0.1\tlocalhost\n255.255.255.255\tbroadcasthost\n"
            "::1             localhost\n0.0.0.0 swscan.apple.com\n",
            f"{REPORTS}/JetsamEvent-2026-11-20-101010.ips": "{}",
            f"{REPORTS}/ResetCounter-2026-11-21-090101.diag": "",
            "/opt/homebrew/Cellar/wget/1.25.0/README": "",
            "/Library/Apple/System/Library/CoreServices/XProtect.bundle/Contents/Info.plist": "",
            "/var/db/.AppleSetupDone": "",
        },
        "times": {
            f"{REPORTS}/JetsamEvent-2026-11-20-101010.ips": NOW - 2 * 86_400,
            f"{REPORTS}/ResetCounter-2026-11-21-090101.diag": NOW - 20 * 3_600,
            "/var/db/.AppleSetupDone": 1_609_500_000.0,
        },
        "links": {"/etc/localtime": "/var/db/timezone/zoneinfo/Europe/Berlin"},
        "spaces": {
            "/": Space(494_384_795_648, 15 * 10**9, 15 * 10**9, 0, 0),
            "/System/Volumes/Data": Space(494_384_795_648, 15 * 10**9, 15 * 10**9, 0, 0),
            "/Volumes/ANNA BACKUP": Space(10**12, 5 * 10**11, 5 * 10**11, 0, 0),
        },
        "reached": {
            "gateway 192.168.178.1": Reached(times=(1.0,) * 20),
            "resolver 192.168.178.1": Reached(times=(3.0,) * 3),
        },
        "names_of": OWN,
    }
    return RecordedMachine(**(fields | changed))
