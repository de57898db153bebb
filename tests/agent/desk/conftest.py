"""What tests of the desk share."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.desk_scene import DeskScene


@pytest.fixture
def scene(tmp_path: Path) -> DeskScene:
    """Give a desk and everybody around it."""
    return DeskScene(tmp_path)
