"""Messages of a log, counted by name: the first step, so that only one sample of each has to be redacted."""

from __future__ import annotations

from dataclasses import dataclass, field

_GROUPS = 400
_SAMPLE = 1_000  # as much as redaction looks at: half a secret would not be known as one


@dataclass
class Group:
    """Messages of one name: how many, when first and last."""

    times: int = 0
    first: float | None = None
    last: float | None = None
    sample: str = ""
    """The newest message: what a technician would look for first."""


@dataclass
class Groups:
    """Messages counted by name; the memory that it takes does not grow with the log."""

    held: dict[str, Group] = field(default_factory=dict)

    def add(self, name: str, at: float | None, message: str) -> None:
        """Count one message."""
        if name not in self.held and len(self.held) >= _GROUPS:
            name = "others"
        group = self.held.setdefault(name, Group())
        group.times += 1
        group.sample = message[:_SAMPLE]
        if at is not None:
            group.first = at if group.first is None else min(group.first, at)
            group.last = at if group.last is None else max(group.last, at)

    def rows(self) -> list[tuple[str, Group]]:
        """Give the groups, the most frequent first."""
        return sorted(self.held.items(), key=lambda each: (-each[1].times, each[0]))
