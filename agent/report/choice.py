"""
Which computer this is, and which collectors it has: the one entry to a report, whoever asks for it.

Each system's part is imported when it is chosen, for none of them can be imported on the others.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from agent.report.leave import Leave
from agent.report.machine import Relay
from agent.report.run import Stoppable
from agent.report.told import Collector
from protocol.errors import ReportNotSupported


def chosen(
    leave: Leave, relay: Relay | None = None, *, platform: str = sys.platform
) -> tuple[Stoppable, Sequence[Collector]]:
    """
    Open this computer under a leave, with the collectors of its system. `relay` may be probed.

    Raises:
        ReportNotSupported: There are no collectors for this system.
        ReportStopped: The leave does not live.
    """
    opened = {"linux": _linux, "win32": _windows, "darwin": _macos}.get(platform)
    if opened is None:
        raise ReportNotSupported(platform)
    return opened(leave, relay)


def _linux(leave: Leave, relay: Relay | None) -> tuple[Stoppable, Sequence[Collector]]:
    from agent.report.linux.everything import COLLECTORS  # noqa: PLC0415 - see above
    from agent.report.posix import PosixMachine  # noqa: PLC0415 - see above

    return PosixMachine(leave, relay), COLLECTORS


def _windows(leave: Leave, relay: Relay | None) -> tuple[Stoppable, Sequence[Collector]]:
    from agent.report.windows.door import WindowsMachine  # noqa: PLC0415 - see above
    from agent.report.windows.everything import COLLECTORS  # noqa: PLC0415 - see above

    return WindowsMachine(leave, relay), COLLECTORS


def _macos(leave: Leave, relay: Relay | None) -> tuple[Stoppable, Sequence[Collector]]:
    from agent.report.macos.door import MacMachine  # noqa: PLC0415 - see above
    from agent.report.macos.everything import COLLECTORS  # noqa: PLC0415 - see above

    return MacMachine(leave, relay), COLLECTORS
