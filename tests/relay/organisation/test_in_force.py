"""Whose rules hold at a running relay."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest
import structlog

from protocol.errors import DirectoryKeyUnsigned, NoOrganisation
from relay.organisation.in_force import InForce
from relay.organisation.keys import make_directory_key, read_directory_key, sign_organisation
from tests.support.relay_process import RelayProcess

NOW = int(time.time())
LATER = NOW + 60
"""A second later they might be the very documents of the data folder, which was made then."""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Give a demonstration's data folder whose signed documents lie beside it, not in it."""
    folder = RelayProcess(tmp_path / "data").init().data
    (folder / "organisation" / "published").rename(tmp_path / "published")
    return folder


def looking(data: Path) -> InForce:
    """Look into the folder."""
    return InForce(data, read_directory_key(data), structlog.get_logger())


def test_documents_that_are_brought_hold_from_then_on(data: Path, tmp_path: Path) -> None:
    """Before: refused. File by file: refused until the last. Afterwards they hold, and it is told once."""
    in_force, published = looking(data), data / "organisation" / "published"
    assert not in_force.begin(NOW)
    published.mkdir()
    with structlog.testing.capture_logs() as told:
        for name in ("policy.jws", "directory.jws", "organisation.json"):
            with pytest.raises(NoOrganisation):
                in_force.published(NOW)
            shutil.copy(tmp_path / "published" / name, published)
        first = in_force.published(NOW)
        shutil.rmtree(published)
        assert in_force.published(NOW) is first

    assert first.organisation.domain == "localhost"
    assert [line["log_level"] for line in told] == ["info"]


def test_newer_documents_wait_for_the_next_start(data: Path, tmp_path: Path) -> None:
    """What holds goes on to hold, the log says once that newer ones lie there, and a new start takes them."""
    shutil.copytree(tmp_path / "published", data / "organisation" / "published")
    in_force = looking(data)
    assert in_force.begin(NOW)
    first = in_force.published(NOW)
    sign_organisation(data, LATER)
    with structlog.testing.capture_logs() as told:
        assert {in_force.published(NOW).policy for _ in range(2)} == {first.policy}

    assert [(line["log_level"], line["event"]) for line in told] == [
        ("warning", "newer signed rules lie here; they hold from the relay's next start")
    ]
    again = looking(data)
    assert again.begin(LATER)
    assert again.published(LATER).policy != first.policy


def test_a_part_that_is_missing_is_named_at_the_start(data: Path, tmp_path: Path) -> None:
    """The relay waits, and its log says what belongs there: this is no new relay, something was lost."""
    shutil.copytree(tmp_path / "published", data / "organisation" / "published")
    (data / "organisation" / "published" / "organisation.json").unlink()
    with structlog.testing.capture_logs() as told:
        assert not looking(data).begin(NOW)

    assert [line["log_level"] for line in told] == ["warning"]
    assert "organisation.json" in told[0]["where"]


def test_documents_for_another_relay_never_hold(data: Path, tmp_path: Path) -> None:
    """Signed for another relay's directory key: refused at the start, and while the relay waits told once."""
    (data / "directory.key").unlink()
    (data / "directory.json").unlink()
    make_directory_key(data)
    in_force = looking(data)
    assert not in_force.begin(NOW)
    shutil.copytree(tmp_path / "published", data / "organisation" / "published")
    with structlog.testing.capture_logs() as told:
        for _ in range(2):
            with pytest.raises(NoOrganisation):
                in_force.published(NOW)

    assert [line["log_level"] for line in told] == ["error"]
    assert "not the one that its organisation signed" in told[0]["why"]
    with pytest.raises(DirectoryKeyUnsigned):
        looking(data).begin(NOW)
