"""A disk that fills under a running session: it pauses where both can see it, loses nothing forwarded, and goes on."""

from __future__ import annotations

import json
import resource
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from consent.law import State
from protocol.messages.control import SessionPaused, SessionResumed
from protocol.messages.relay import RecordingState
from tests.support import telling_engine
from tests.support.busy_session import finish, recorded, sealed, working
from tests.support.running_relay import RunningRelay

DISK_BYTES = 24 * 2**20
LEFT_BYTES = 40_000
CHUNK_BYTES = 4_096


@contextmanager
def small_disk(folder: Path) -> Iterator[bool]:
    """Put a small file system of its own on a folder, where this account may; say whether it did."""
    folder.mkdir()
    argv = ["mount", "-t", "tmpfs", "-o", f"size={DISK_BYTES}", "tmpfs", str(folder)]
    mounted = subprocess.run(argv, capture_output=True, check=False).returncode == 0
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", str(folder)], check=True)


def by_filling(relay: RunningRelay) -> Callable[[], None]:
    """Fill the disk but for a little, and give what makes room again."""
    filler = relay.data / "filler"
    with filler.open("wb", buffering=0) as file:
        # The relay writes meanwhile, so what is free is found out by taking all of it.
        with suppress(OSError):
            while True:
                file.write(bytes(CHUNK_BYTES))
        file.truncate(max(0, file.tell() - LEFT_BYTES))
    return filler.unlink


def by_limit(relay: RunningRelay) -> Callable[[], None]:
    """Let no file of the relay's grow beyond a little more than the recording has now."""
    former = resource.prlimit(relay.pid, resource.RLIMIT_FSIZE)
    (live,) = (relay.data / "recordings").glob("*/live.mcap")
    resource.prlimit(relay.pid, resource.RLIMIT_FSIZE, (live.stat().st_size + LEFT_BYTES, former[1]))
    return lambda: (resource.prlimit(relay.pid, resource.RLIMIT_FSIZE, former), None)[1]


@pytest.mark.timeout(120)
@pytest.mark.parametrize("way", ["disk", pytest.param("limit", marks=pytest.mark.long)])
async def test_a_full_disk_pauses_with_words_and_loses_nothing(
    way: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Both ends are told in words; what an end received is on the disk; with room again the session goes on."""
    with small_disk(tmp_path / "disk") as mounted, RunningRelay(tmp_path / "disk") as relay:
        async with working(relay, tmp_path, monkeypatch) as (desk, ana, told):
            make_room = (by_filling if way == "disk" and mounted else by_limit)(relay)
            await ana.until(lambda: any(isinstance(word, RecordingState) for word in ana.told), "the relay's word")
            stopped = next(word for word in ana.told if isinstance(word, RecordingState))
            assert (stopped.state, bool(stopped.words)) == ("paused", True)
            await desk.until(lambda: desk.core.state is State.PAUSED, "the pause")
            assert desk.view.live is not None
            assert desk.view.live.paused is not None
            received = ana.received | telling_engine.heard(told)
            assert received <= sealed(recorded(relay)), "forwarded and not recorded"
            assert not [said for said in ana.said if isinstance(said, SessionPaused)], "said while nothing is recorded"

            pictures = len(ana.pictures)
            make_room()
            await ana.heard(SessionResumed)
            await ana.next_picture(pictures)
            assert [word.state for word in ana.told if isinstance(word, RecordingState)] == ["paused", "running"]
            assert desk.core.state is State.GRANTED
            assert ana.received | telling_engine.heard(told) <= sealed(recorded(relay))
            capsys.readouterr()
            finished = await finish(relay, desk, tmp_path)
            assert finished["code"] == 0, json.loads(capsys.readouterr().out)
