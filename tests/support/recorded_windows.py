"""A Windows laptop made of recorded answers; ORIGIN.md beside them says where each is from."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from agent.report.machine import Ran, Reached, Space
from agent.report.own import Own, Person
from agent.report.windows.answers import answers
from agent.report.windows.classes import GROUPS
from tests.support.recorded_machine import RecordedMachine

FOLDER = Path(__file__).parents[1] / "agent" / "report" / "recorded" / "windows"
OWN = Own(
    people=(Person("akrueger", ("Anna Krüger",)),),
    hosts=("KRUEGER-PC",),
    domains=("corp.kruegerbau.example",),
    networks=("Krüger WLAN 5G",),
)
"""What redaction knows of this laptop; none of it may stand in a document."""
HOSTS = "\ufeff# Copyright (c) 1993-2009 Microsoft Corp.\r\n#\r\n0.0.0.0 update.microsoft.com\r\n"
STARTUP = "/ProgramData/Microsoft/Windows/Start Menu/Programs/StartUp"

Spoil = Callable[[str, bytes], bytes]


def recording(name: str) -> bytes:
    """Give a recorded answer as it was written."""
    return (FOLDER / name).read_bytes()


def recorded_windows(spoil: Spoil = lambda _name, data: data, **changed: Any) -> RecordedMachine:  # noqa: ANN401 - fields
    """Make the laptop; `spoil` may change any answer before it is read, `changed` sets fields of the machine."""
    objects: dict[str, Any] = {}
    for group in GROUPS:
        objects |= answers(spoil(f"cim-{group}.json", recording(f"cim-{group}.json")))
    commands: dict[str, Any] = {
        path.stem: Ran(0, spoil(path.name, path.read_bytes()))
        for path in sorted(FOLDER.iterdir())
        if path.suffix in {".xml", ".json"} and not path.name.startswith(("cim-", "registry", "counters"))
    }
    fields: dict[str, Any] = {
        "platform": "windows",
        "objects": objects,
        "commands": commands,
        "registry_values": recorded_registry(),
        "counters": json.loads(recording("counters.json")),
        "files": {"/Windows/System32/drivers/etc/hosts": HOSTS, f"{STARTUP}/desktop.ini": "", f"{STARTUP}/A.lnk": ""},
        "spaces": {
            "C:\\": Space(1999372308480, 9 * 10**10, 9 * 10**10, 0, 0),
            "D:\\": Space(2 * 10**12, 10**12, 10**12, 0, 0),
        },
        "reached": {"gateway 192.168.178.1": Reached(times=(1.0,) * 20)},
        "names_of": OWN,
    }
    return RecordedMachine(**(fields | changed))


def recorded_registry() -> dict[str, dict[str, str | int | bytes]]:
    """Give the recorded registry; bytes stand in it as hex."""
    found: dict[str, dict[str, Any]] = json.loads(recording("registry.json"))
    return {
        key: {name: bytes.fromhex(value["hex"]) if isinstance(value, dict) else value for name, value in values.items()}
        for key, values in found.items()
    }
