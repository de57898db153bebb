from pathlib import Path

import pytest

from agent.desk.lock import OneAgent, refuse_while_controlled, runtime_folder
from protocol.errors import AlreadyRunning, UnderControl


@pytest.fixture(autouse=True)
def _own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))


def test_one_agent_for_each_display() -> None:
    """A second one on the same display is told; one on another display is not in its way."""
    with OneAgent(":1"):
        with pytest.raises(AlreadyRunning):
            OneAgent(":1")
        OneAgent(":2").close()
    OneAgent(":1").close()


def test_none_starts_while_somebody_controls_the_display() -> None:
    """A technician under control cannot start another agent, and the words say why."""
    with OneAgent(":1") as first:
        first.control(live=True)
        with pytest.raises(UnderControl):
            OneAgent(":1")
        first.control(live=False)
        with pytest.raises(AlreadyRunning):
            OneAgent(":1")


def test_no_terminal_asks_while_somebody_controls_a_display() -> None:
    """Typed answers could be theirs; what an ended agent left behind is in nobody's way (acceptance 25)."""
    refuse_while_controlled()
    with OneAgent(":1") as first:
        refuse_while_controlled()
        first.control(live=True)
        with pytest.raises(UnderControl):
            refuse_while_controlled()
    refuse_while_controlled()


def test_without_a_runtime_folder_there_is_a_private_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nobody else can hold our display."""
    monkeypatch.setenv("XDG_RUNTIME_DIR", "")
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path))
    assert runtime_folder().stat().st_mode & 0o777 == 0o700
