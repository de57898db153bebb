"""What is remembered beside the key: the last signature, and the append in progress."""

from pathlib import Path

import pytest

from protocol.errors import LogDamaged
from relay.log.disk import Disk
from relay.log.memory import Append, Memory


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    """Give an empty memory."""
    return Memory(tmp_path, Disk())


def test_the_last_signature_is_remembered(memory: Memory) -> None:
    """There is none at first, and then the newest."""
    before = memory.exists
    assert before is False
    for text in ("first\n", "second — third\n"):
        memory.remember(text)
        assert memory.exists
        assert memory.signed() == text


def test_an_append_is_unfinished_until_it_ends(memory: Memory) -> None:
    """The journal names both sizes; ending twice is ending."""
    assert memory.unfinished() is None
    memory.begin(Append(3, 260))
    assert memory.unfinished() == Append(3, 260)
    memory.harden()
    memory.end()
    memory.end()
    assert memory.unfinished() is None


@pytest.mark.parametrize(
    "journal",
    [
        b"",
        b"attended log append\n3\n",
        b"attended log append\n3\n2\n",
        b"attended log append\n3\n3\n",
        b"attended log append\n03\n5\n",
        b"attended log append\n3\n5\n\n",
        b"\xff" * 100,
    ],
)
def test_a_journal_that_no_crash_leaves_is_damage(memory: Memory, journal: bytes) -> None:
    """The journal is replaced as a whole, so half of one was made by somebody."""
    (memory.folder / "log.journal").write_bytes(journal)

    with pytest.raises(LogDamaged):
        memory.unfinished()
