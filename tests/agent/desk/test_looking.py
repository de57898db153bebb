"""What the program was asked for, the computer's clocks, and one look at a relay."""

from __future__ import annotations

import socket
import time
from pathlib import Path

import pytest

from agent.desk.address import read_address
from agent.desk.known import KnownFile
from agent.desk.looking import BootClock, Wishes, look_up
from protocol.errors import RelayUnreachable


def test_the_clocks_are_the_computers() -> None:
    """One counts sleep and is never set; the other is the time of day."""
    clock = BootClock()
    assert abs(clock.wall() - time.time()) < 1
    assert abs(clock.boot() - time.clock_gettime(time.CLOCK_BOOTTIME)) < 1


def test_a_relay_that_does_not_answer_is_unreachable(tmp_path: Path) -> None:
    """It is looked up by the address that was typed; a receipt has other places to go to than its own."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    wishes = Wishes(read_address(f"http://127.0.0.1:{port}"), "en", tmp_path, tmp_path / "receipts", {})
    with pytest.raises(RelayUnreachable):
        look_up(wishes, KnownFile(tmp_path / "known.json"))
    assert tmp_path / "receipts" in wishes.spare_receipts
    assert len(wishes.spare_receipts) == 2
