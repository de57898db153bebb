"""1.6 Updates on Windows: what Windows Update remembers, without going online."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress

from agent.report.believe import moment
from agent.report.machine import Machine, Unread
from agent.report.told import Collector, Said, gap, known
from agent.report.values import Row, listed, number, word
from agent.report.windows.answers import parsed, seconds, when

_DAY = 86_400
_SUCCEEDED, _FAILED = (2, 3), (4, 5)  # OperationResultCode (wuapi.h)
# Categories of Windows Update by their identifiers: security and critical updates.
_SECURITY = frozenset({"0fa1201d-4330-4fa8-8ae9-b877473b6441", "e6cf1350-c01b-414d-a61f-263d14d133b4"})
_KB = re.compile(r"\bKB(\d{6,8})\b")
_POLICY = r"HKLM\SOFTWARE\Policies\Microsoft\Windows\WindowsUpdate\AU"
_SERVICES = frozenset({"wuauserv", "usosvc"})


def updates(machine: Machine) -> Iterator[Said]:
    """Tell what waits, how old that knowledge is, and how the last updates went."""
    found = parsed(machine.run("windows-updates").out)
    if not isinstance(found, dict):
        raise Unread("failed", "Windows Update")
    yield from _waiting(found)
    checked = seconds(found.get("checked"))
    age = None if checked is None or checked > machine.now() else int((machine.now() - checked) // _DAY)
    yield known("updates.list-age", age, "Windows Update")
    history = [each for each in listed(found, "history") if isinstance(each, dict)]
    went_well = [at for each in history if number(each, "result") in _SUCCEEDED and (at := when(each, "date"))]
    yield known("updates.last-success", moment(max(went_well), machine.now()) if went_well else None, "Windows Update")
    yield from _failures(history)
    yield gap("not-supported", "packages.broken", words="Windows mends its own parts and keeps no such list.")


def _waiting(found: Row) -> Iterator[Said]:
    if found.get("waiting") is None:
        yield gap("failed", "updates.waiting", "updates.security", words="Windows Update did not answer.")
        return
    waiting = [each for each in listed(found, "waiting") if isinstance(each, dict)]
    security = [each for each in waiting if _SECURITY & {str(one).lower() for one in listed(each, "categories")}]
    yield known("updates.waiting", len(waiting), "Windows Update")
    yield known("updates.security", len(security), "Windows Update")


def _failures(history: list[Row]) -> Iterator[Said]:
    """Count how often each update failed with one code since it last went well; Windows tells the newest first."""
    failed: dict[str, tuple[int, str]] = {}
    settled: set[str] = set()
    newest: str | None = None
    for each in history:
        name, result = _named(word(each, "title") or ""), number(each, "result")
        code = _code(each.get("code"))
        if result in _SUCCEEDED:
            settled.add(name)
        elif result in _FAILED and name not in settled:
            times, first = failed.get(name, (0, code))
            failed[name] = times + 1, first
            newest = newest or code
    yield known("updates.last-failure", newest, "Windows Update")
    for name, (times, code) in sorted(failed.items()):
        yield known("updates.failures", times, "Windows Update", of=name)
        yield known("updates.failure-code", code, "Windows Update", of=name)


def _named(title: str) -> str:
    """Name an update by its number, which every language writes the same way."""
    found = _KB.search(title)
    return f"KB{found[1]}" if found else title[:120] or "unnamed"


def _code(value: object) -> str:
    """Write a code as Microsoft does: thirty-two bits in hex, negative ones too."""
    return f"0x{value & 0xFFFF_FFFF:08x}" if isinstance(value, int) and not isinstance(value, bool) else "0x00000000"


def automatic(machine: Machine) -> Iterator[Said]:
    """Tell whether updates come by themselves: no policy forbids it, and their services may start."""
    forbidden: object = None
    with suppress(Unread):
        forbidden = machine.registry(_POLICY, ("NoAutoUpdate",)).get("NoAutoUpdate")
    starts = {
        str(each.get("start")) for each in machine.count("services") if str(each.get("name")).lower() in _SERVICES
    }
    yield known("updates.automatic", None if not starts else forbidden != 1 and starts != {"disabled"},
                "registry, psutil")  # fmt: skip


COLLECTORS = (
    Collector("system", "updates", updates, seconds=8.0, lane="slow"),
    Collector("system", "automatic-updates", automatic, seconds=5.0),
)
"""The collectors of updates."""
