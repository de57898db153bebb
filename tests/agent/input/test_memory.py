"""The shared page."""

from __future__ import annotations

import os
import tempfile

import pytest

from agent.input.held import HeldKeys
from agent.input.memory import SIZE, InputMemory


def test_what_one_end_writes_the_other_reads() -> None:
    """Two mappings of one descriptor are one page."""
    desk = InputMemory.create()
    engine = InputMemory(os.dup(desk.descriptor))
    HeldKeys(engine).press(38)
    engine.close()

    assert HeldKeys(desk).keys_down() == [38]
    desk.close()


def test_another_file_is_no_page() -> None:
    """A page without its mark is refused."""
    with tempfile.TemporaryFile() as file:
        file.write(bytes(SIZE))
        file.flush()
        with pytest.raises(ValueError, match="not a page"):
            InputMemory(os.dup(file.fileno()))
