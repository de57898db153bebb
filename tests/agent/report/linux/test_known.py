"""1.8 Programs asked for by name, and what listens."""

from __future__ import annotations

import socket

from agent.report.leave import OwnReport
from agent.report.linux import known
from agent.report.listening import listening
from agent.report.machine import Unread
from agent.report.posix import PosixMachine
from agent.report.told import Row
from tests.support.recorded_machine import NOW, RecordedMachine, hear

DPKG = "anydesk\t6.3\t\tinstall installed ok\t\nclamav-daemon\t1.0\t\tinstall installed ok\t\n"


def _running(*names: str) -> dict[str, object]:
    return {"processes": [{"name": name} for name in names]}


def test_remote_tools_are_known_by_package_and_process() -> None:
    """Installed and not running, running and not installed; without a database the first is not known."""
    twin = RecordedMachine(commands={"packages": DPKG}, counters=_running("bash", "TeamViewerD"))
    rows = hear(known.remote, twin).rows["security.remote-tools"]
    assert rows == [("AnyDesk", True, False), ("TeamViewer", False, True)]
    bare = RecordedMachine(counters=_running("rustdesk"))
    assert hear(known.remote, bare).rows["security.remote-tools"] == [("RustDesk", None, True)]
    assert hear(known.remote, RecordedMachine(counters=_running("bash"))).rows == {}


def test_antivirus_tells_whether_it_runs_and_how_old_its_list_is() -> None:
    """None is a gap, never "off"."""
    times = {"/var/lib/clamav/daily.cld": NOW - 9 * 86_400 - 60}
    twin = RecordedMachine(commands={"packages": DPKG}, counters=_running("bash"), times=times)
    assert hear(known.antivirus, twin).facts == {
        "antivirus.product@ClamAV": "ClamAV", "antivirus.on@ClamAV": False, "antivirus.signature-age@ClamAV": 9,
    }  # fmt: skip
    none = hear(known.antivirus, RecordedMachine(counters=_running()))
    assert none.facts == {}
    assert none.gaps == {"antivirus.product": "not-present"}


def test_a_port_is_told_once_with_its_widest_reach() -> None:
    """Open to the network wins over this computer alone; without rights there is a gap."""
    opened = [
        {"port": 631, "address": "127.0.0.1", "program": "cupsd"}, {"port": 22, "address": "::1", "program": None},
        {"port": 22, "address": "192.168.0.9", "program": "sshd"}, {"port": 0, "address": "::", "program": None},
    ]  # fmt: skip
    heard = hear(listening, RecordedMachine(counters={"listening": opened}))
    assert heard.rows["security.listening"] == [("22", "sshd", "the network"), ("631", "cupsd", "this computer")]
    refused = RecordedMachine(counters={"listening": Unread("no-rights")})
    assert hear(listening, refused).gaps == {"": "no-rights"}


def test_this_machine_tells_a_port_that_the_test_opens() -> None:
    """Reachable from this computer alone."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        rows = [each.cells for each in listening(PosixMachine(OwnReport())) if isinstance(each, Row)]
    assert [cells[2] for cells in rows if cells[0] == str(port)] == ["this computer"]
