"""The real Mac: what every Unix has, with the commands of macOS. Each is run once in a report, whoever asks."""

from __future__ import annotations

from agent.report.leave import Leave
from agent.report.machine import Ran, Relay
from agent.report.macos.commands import COMMANDS, MAC_FOLDERS
from agent.report.once import Once
from agent.report.posix import PosixMachine


class MacMachine(PosixMachine):
    """
    The Mac this runs on. Making one needs a living leave; each act asks it again. `relay` may be probed.

    Raises:
        ReportStopped: The leave does not live.
    """

    def __init__(self, leave: Leave, relay: Relay | None = None) -> None:
        super().__init__(leave, relay, COMMANDS)
        self._answers: Once[Ran] = Once()

    def run(self, name: str, device: str = "") -> Ran:
        """Run a command of the table, or give what it said before."""
        self._demand_leave()
        return self._answers.ask(f"{name} {device}", lambda: PosixMachine.run(self, name, device))

    def _folders(self) -> tuple[str, ...]:
        return MAC_FOLDERS
