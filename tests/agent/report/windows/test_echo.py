"""Echoes by Windows' own service, stood in for by one that answers."""

from __future__ import annotations

from typing import Any

import pytest

from agent.report.machine import Unread
from agent.report.windows import echo


class Library:
    """Stands in for iphlpapi: answers every probe but some."""

    def __init__(self, silent: int) -> None:
        self.silent, self.sent, self.closed, self.hops = silent, 0, 0, set[int]()

    def IcmpCreateFile(self) -> int:  # noqa: N802 - as Windows names it
        """Open."""
        return 5

    def IcmpSendEcho(self, *said: Any) -> int:  # noqa: ANN401, N802 - as Windows names it
        """Answer, with an address, a status and a time."""
        self.sent += 1
        self.hops.add(said[4]._obj.ttl)
        came = self.sent > self.silent
        said[5][0:12] = b"\1\2\3\4" + (0).to_bytes(4, "little") + (1).to_bytes(4, "little")
        return int(came)

    def IcmpCloseHandle(self, _handle: int) -> None:  # noqa: N802 - as Windows names it
        """Close."""
        self.closed += 1


@pytest.mark.parametrize(("silent", "sent", "back"), [(0, 20, 20), (3, 20, 17), (99, 4, 0)])
def test_twenty_echoes_go_one_hop_far(monkeypatch: pytest.MonkeyPatch, silent: int, sent: int, back: int) -> None:
    """And to a router that never answers only four."""
    library = Library(silent)
    monkeypatch.setattr(echo, "_library", lambda: library)
    times = echo.echoes("192.168.178.1", lambda _seconds: None)
    assert (library.sent, len(times), sum(time is not None for time in times)) == (sent, sent, back)
    assert (library.hops, library.closed) == ({1}, 1)


def test_only_addresses_of_ipv4_are_known_to_it() -> None:
    """IPv6 is told as not supported."""
    for address in ("fe80::1", "router.local", ""):
        with pytest.raises(Unread) as refused:
            echo.echoes(address, lambda _seconds: None)
        assert refused.value.status == "not-supported"
