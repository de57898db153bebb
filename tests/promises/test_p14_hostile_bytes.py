"""Promise 14: hostile bytes from any side give a documented error; each parser alone is fed in `tests/fuzz`."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from random import Random

import httpx
import psutil
import pytest
from websockets.exceptions import ConnectionClosed, InvalidHeader, InvalidStatus

from agent.desk.known import KnownFile
from agent.receipt import check
from protocol.channels import kid
from protocol.codec import encode_plain
from protocol.errors import CATALOGUE, AttendedError
from protocol.sframe import write_header
from tests.support.ends import Ends, open_socket
from tests.support.messages import PAIRING, RELAY
from tests.support.pair import Pair
from tests.support.relay_process import RelayProcess


def hostile(dice: Random) -> bytes:
    """Make one message that no honest program sends, or sends now."""
    honest = encode_plain(dice.choice(RELAY + PAIRING))
    match dice.randrange(6):
        case 0:
            return dice.randbytes(dice.choice((0, 1, 2, 40, 5_000)))
        case 1:
            at = dice.randrange(len(honest))
            return honest[:at] + dice.randbytes(1) + honest[at + 1 :]
        case 2:
            return honest[: dice.randrange(len(honest))]
        case 3:
            return (
                b"\x01"
                + write_header(kid(dice.randrange(9), dice.randrange(2), dice.randrange(128)), dice.randrange(2**20))
                + dice.randbytes(40)
            )
        case 4:
            return bytes((dice.randrange(3),)) + b"[" * 20_000
        case _:
            return honest


@pytest.mark.timeout(600)
async def test_hostile_bytes_at_both_sockets_close_them_with_a_code(
    relay: RelayProcess, ends: Ends, sized: Callable[[int, int], int]
) -> None:
    """Unpaired ends that say anything are told why and closed; the relay goes on and grows little."""
    assert relay.child is not None
    before = psutil.Process(relay.child.pid).memory_info().rss
    dice = Random(14)
    for number in range(sized(24, 90)):  # each socket takes a ticket, and tickets are limited per address
        socket = await (ends.open_agent() if number % 2 else ends.open_technician())
        for _ in range(6):
            await socket.connection.send(hostile(dice))
            if socket.closed.is_set():
                break
        await socket.close()
        while not socket.said["closed"].empty():
            assert socket.said["closed"].get_nowait().code in CATALOGUE
    answer = await asyncio.to_thread(lambda: httpx.get(f"{relay.origin}/.well-known/attended", trust_env=False))
    assert answer.status_code == 200
    assert psutil.Process(relay.child.pid).memory_info().rss - before < 64 * 2**20
    assert "Traceback" not in "\n".join(relay.child.lines)


async def test_a_paired_end_that_turns_hostile_ends_its_own_line_only(paired: Ends) -> None:
    """The other end is told that its peer is lost, and nothing that was hostile reached it."""
    await paired.technician.connection.send(b"\x00{not json")
    assert (await paired.technician.expect("closed")).code in CATALOGUE
    await paired.agent.expect("peer.lost")
    assert paired.agent.sealed == []


async def test_a_message_too_great_is_refused_before_it_is_held(relay: RelayProcess, ends: Ends) -> None:
    """Five MiB in one message end the line; the relay holds none of it."""
    socket = await ends.open_agent()
    with suppress(ConnectionClosed):  # it may be closed before the last of it is sent
        await socket.connection.send(bytes(5 * 2**20))
    await asyncio.wait_for(socket.closed.wait(), 10)
    await socket.close()
    assert relay.child is not None
    assert not relay.child.ended


@pytest.mark.parametrize("ticket", ["", "A" * 43, "A" * 5_000, "../../x", "%00"])
async def test_no_socket_opens_without_a_ticket(relay: RelayProcess, ticket: str) -> None:
    """A missing, guessed or monstrous ticket is refused at the door, or told why as the first and last word."""
    for path in ("/agent", "/technician"):
        try:
            socket = await open_socket(relay.origin, path, ticket, relay.origin if path == "/technician" else None)
        except (InvalidStatus, InvalidHeader, ValueError):
            continue
        assert (await socket.expect("closed")).code in CATALOGUE
        await asyncio.wait_for(socket.closed.wait(), 10)
        assert {kind for kind, held in socket.said.items() if not held.empty()} == set()
        await socket.close()


@pytest.mark.parametrize("path", ["/api/enrol", "/api/sign-in", "/api/sign-in/answer", "/api/openings"])
def test_hostile_bodies_get_a_documented_answer(relay: RelayProcess, path: str) -> None:
    """Whatever is posted, the answer is a 4xx with a code of the catalogue, never a 500."""
    dice = Random(path)
    bodies = [
        b"",
        b"{}",
        b"[]",
        b"null",
        b"[" * 30_000,
        b'{"token":1}',
        os.urandom(200),
        b'{"a":1e999}',
        b'"\\ud800"',
        b"{" * 2**21,
    ]
    for body in (*bodies, *(dice.randbytes(50) for _ in range(4))):
        headers = {"Content-Type": "application/json", "Origin": relay.origin, "X-Attended": "1"}
        answer = httpx.post(relay.origin + path, content=body, headers=headers, trust_env=False)
        assert 400 <= answer.status_code < 500, (body[:40], answer.status_code, answer.text)
        assert answer.json()["code"] in CATALOGUE


def test_hostile_bytes_at_an_end_end_it_with_a_code(sized: Callable[[int, int], int]) -> None:
    """Neither end ever raises: it ends with an error of the catalogue, or takes no notice."""
    dice = Random(141)
    for _ in range(sized(60, 5_000)):
        pair = Pair().paired()
        for end in (pair.agent, pair.console):
            for _ in range(8):
                end.receive(hostile(dice))
            assert end.ended is None or end.ended.code in CATALOGUE


def test_a_hostile_file_of_this_computer_is_told_in_words(tmp_path: Path) -> None:
    """A spoiled known.json or receipt gives a documented error and stays as it was."""
    codes: list[str] = []
    for number, data in enumerate((b"", b"{", b"\xff\xfe", b"[]", b"{}" * 9, b'{"relays":{"a":1}}')):
        path = tmp_path / f"known-{number}.json"
        path.write_bytes(data)
        for read in (KnownFile, check):
            try:
                assert read(path) != 0
            except AttendedError as error:
                codes.append(error.code)
        assert path.read_bytes() == data
    assert codes
    assert set(codes) <= set(CATALOGUE)
