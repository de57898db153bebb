"""1.3 What every system tells of volumes in the same words: their room, and network folders that nobody touches."""

from __future__ import annotations

from collections.abc import Generator, Iterator

from agent.report.machine import Machine, Space, Unread
from agent.report.told import Said, gap, known


def room(machine: Machine, mount: str, of: str, source: str) -> Generator[Said, None, Space | None]:
    """Tell the room of a volume, as the user may use it; give all that was told of it, None where it is silent."""
    try:
        space = machine.space(mount)
    except Unread as reason:
        yield gap(reason.status, "volume.total", "volume.available", words=f"{of} did not answer.")
        return None
    yield known("volume.total", space.total, source, of)
    yield known("volume.available", space.available, source, of)
    return space


def untouched(sort: str, number: int) -> Iterator[Said]:
    """Tell that network folders, or what this system calls them, are not tried: a dead one hangs everything."""
    words = f"Whether a {sort} answers is not tried." if number else f"There is no {sort}."
    yield gap("not-supported" if number else "not-present", "mount.state", words=words)
