"""The sentences of what is live: the banner's first line and the list below it (experience 2.7)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from agent.desk.view import Asker
from consent.scopes import Scope


def headline(asker: Asker, living: Iterable[Scope], monitors: str, *, sees_use: bool = False) -> str:
    """Say what is live, as the banner's first line; with `sees_use` the report is sent and live use is shown."""
    scopes = set(living)
    doing = {
        Scope.VIEW: f"sees {monitors}",
        Scope.CONTROL: "uses your mouse",
        Scope.REPORT: "sees what is busy" if sees_use else "gets a health report",
        Scope.CLIPBOARD: "shares copied text",
        Scope.FILES: "sends and gets files",
    }
    what = ", ".join(words for scope, words in doing.items() if scope in scopes)
    return f"Live, recorded · {asker.name} ({asker.organisation}) {what}"


def live_words(scope: Scope, monitors: str, *, sees_use: bool = False) -> str:
    """Name one thing that is on, for the list below the banner."""
    return {
        Scope.VIEW: f"See {monitors}",
        Scope.CONTROL: "Mouse, keyboard",
        Scope.REPORT: "How busy this computer is" if sees_use else "Health report",
        Scope.CLIPBOARD: "Copied text",
        Scope.FILES: "Files",
    }[scope]


def monitor_words(chosen: Sequence[int], total: int) -> str:
    """Say which monitors are shown: "Screen 1", "Screens 1 and 2", "all screens"."""
    numbers = [str(monitor) for monitor in sorted(chosen)]
    if len(numbers) == 1:
        return f"Screen {numbers[0]}"
    if len(numbers) in {0, total}:
        return "all screens"
    return f"Screens {', '.join(numbers[:-1])} and {numbers[-1]}"


def count_words(count: int, one: str, many: str) -> str:
    """Count in words' company: "1 minute", "2 minutes"."""
    return f"{count} {one if count == 1 else many}"
