"""What several promises share: a real relay for each file, and two ends on real sockets."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.display import VirtualDisplay
from tests.support.relay_scene import ana, browser, ends, paired, relay
from tests.support.running_relay import RunningRelay

__all__ = ["ana", "browser", "display", "ends", "paired", "relay", "running"]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningRelay]:
    """Run a relay for a file whose ends are a real desk and a scripted technician."""
    with RunningRelay(tmp_path_factory.mktemp("running")) as started:
        yield started


@pytest.fixture(scope="module")
def display() -> Iterator[VirtualDisplay]:
    """Give a screen of one monitor."""
    with VirtualDisplay(1280, 800) as made:
        yield made
