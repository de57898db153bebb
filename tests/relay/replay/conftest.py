"""One finished session in files, one opened from them, and a relay that has it: made once for these tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from relay.replay.case import Case
from relay.replay.opening import OpenedRecording, opened_from_files
from relay.replay.sources import of_files
from relay.replay.verify import examine
from tests.support.recorded_session import RecordedSession
from tests.support.running_relay import RunningRelay
from tests.support.seeded_relay import seed


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> RecordedSession:
    """Play one session."""
    session = RecordedSession(tmp_path_factory.mktemp("session") / "out")
    (session.folder / "checkpoints").write_text("\0".join(session.checkpoints))
    return session


@pytest.fixture
def case(made: RecordedSession) -> Case:
    """Check it without a receipt."""
    return examine(of_files(made.folder / "recording.mcap", made.folder / "log", made.folder / "log.vkey"))


@pytest.fixture
def opened(made: RecordedSession) -> Iterator[OpenedRecording]:
    """Open it with the customer's own keys."""
    sources = of_files(made.folder / "recording.mcap", made.folder / "log", made.folder / "log.vkey")
    with opened_from_files(sources, made.folder / "receipt.keys") as recording:
        yield recording


@pytest.fixture(scope="module")
def relay(made: RecordedSession, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningRelay]:
    """Run a relay that has the session."""
    running = RunningRelay(tmp_path_factory.mktemp("seeded"))
    seed(made, running.data)
    running.start()
    try:
        yield running
    finally:
        running.__exit__(None, None, None)


@pytest.fixture
def keys(made: RecordedSession) -> Path:
    """Give the folder of the readers' keys."""
    return made.folder / "readers"
