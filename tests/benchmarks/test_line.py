"""The thin line: how fast, how late, in which order, and what a lost segment does."""

from __future__ import annotations

import asyncio
import time

import pytest

from benchmarks.screen.line import LEAST_QUEUE, PROFILES, RESEND, SEGMENT, Profile, Way
from benchmarks.screen.programs import LineProcess

HOME = PROFILES["home"]


def test_a_loopback_holds_nothing_up() -> None:
    """Without a rate and without a way, bytes come out when they went in."""
    way = Way(PROFILES["loopback"], 1)
    assert way.send(10_000_000, 5.0) == 5.0
    assert way.room_at(5.0) == 5.0


def test_a_second_of_bytes_takes_a_second_and_half_the_round_trip() -> None:
    """A rate limits all bytes together, and the way adds its half of the round trip once."""
    assert HOME.rate is not None
    way = Way(HOME, 1)
    out = [way.send(SEGMENT, 1.0) for _ in range(int(HOME.rate / 8 / SEGMENT))]
    assert out[-1] == pytest.approx(2.0 + HOME.round_trip / 2, abs=0.01)
    assert out == sorted(out)


def test_a_line_at_rest_gives_a_lonely_byte_at_once() -> None:
    """What was not used is not saved up, and what came long ago does not matter."""
    way = Way(HOME, 1)
    way.send(100_000, 0.0)
    assert way.send(1, 60.0) == pytest.approx(60.0 + HOME.round_trip / 2, abs=0.001)


def test_room_comes_back_when_the_queue_is_shorter_than_it_may_be() -> None:
    """A sender waits until no more than the queue waits at the thin place."""
    way = Way(HOME, 1)
    assert way.room_at(0.0) == 0.0
    way.send(300_000, 0.0)
    assert way.room_at(0.0) == pytest.approx((300_000 - HOME.queue) * 8 / 10e6, abs=0.01)
    assert PROFILES["narrow"].queue == LEAST_QUEUE


def test_a_lost_segment_holds_up_all_behind_it() -> None:
    """Each loss costs TCP's wait, and half the rate for a round trip."""
    whole, lossy = Way(Profile("whole", 1e6, 0.08), 1), Way(Profile("lossy", 1e6, 0.08, 0.01), 1)
    count = 2_000
    without, with_ = [[way.send(SEGMENT, 0.0) for _ in range(count)][-1] for way in (whole, lossy)]
    assert count * 0.005 < lossy.lost < count * 0.02
    halved = lossy.profile.round_trip / 2
    assert with_ - without == pytest.approx(lossy.lost * (RESEND + halved), rel=0.1)


def test_the_same_seed_loses_the_same_segments() -> None:
    """A run can be run again."""
    one, same, other = (Way(PROFILES["thin"], seed) for seed in (1, 1, 2))
    sent = [[way.send(SEGMENT, 0.0) for _ in range(500)] for way in (one, same, other)]
    assert sent[0] == sent[1] != sent[2]


async def test_a_real_line_counts_and_delays() -> None:
    """Through the program itself a round trip takes what the profile says, and the bytes that come back are counted."""

    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(await reader.readexactly(1000))
        writer.close()

    server = await asyncio.start_server(echo, "127.0.0.1", 0)
    line = await asyncio.to_thread(LineProcess, server.sockets[0].getsockname()[1], "home")
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", line.port)
        began = time.monotonic()
        writer.write(b"x" * 1000)
        assert await reader.readexactly(1000) == b"x" * 1000
        assert time.monotonic() - began >= HOME.round_trip
        assert await line.count() == 1000
        writer.close()
        await writer.wait_closed()
    finally:
        await asyncio.to_thread(line.close)
        server.close()
        await server.wait_closed()
