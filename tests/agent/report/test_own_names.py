"""Where a computer keeps its names."""

from __future__ import annotations

import getpass
import socket

from agent.report.own_names import own_names


def test_this_account_and_this_host_are_among_them() -> None:
    """As the system tells them; hardware addresses too."""
    own = own_names()
    assert getpass.getuser() in {person.login for person in own.people}
    assert socket.gethostname() in own.hosts
    assert {kind for kind, _ in own.others} <= {"mac"}
