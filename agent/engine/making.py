"""How this computer's screen and hands are opened, once they are permitted."""

from __future__ import annotations

import contextlib
import importlib
import os
import sys
from collections.abc import Callable

from agent.engine.hands import open_hands
from agent.engine.reporting import Collected
from agent.engine.vitals import Sampler
from agent.engine.work import Work
from agent.pipe.messages import ShowVitals
from agent.screen.capture.open import open_screen
from agent.screen.rehearse import rehearse
from agent.screen.thrift import SETTING, cores_of
from consent.permits import ReportPermit


def work_for(held: int) -> Work:
    """Make the engine's work; `held` is the shared memory in which pressed keys are noted."""
    cores = cores_of(os.environ.get(SETTING))
    return Work(open_screen, lambda permit, reach: open_hands(permit, reach, held), load, cores)


def report_for(permit: ReportPermit, progress: Callable[[str, int, int], None], origin: str) -> Collected:
    """Begin this computer's report; the collectors are imported now, for most sessions never ask for one."""
    from agent.engine.collecting import Collecting  # noqa: PLC0415

    return Collecting(permit, progress, origin)


def vitals_for(permit: ReportPermit, wanted: ShowVitals) -> Sampler:
    """Begin to look at how busy this computer is; imported when the first report was sent."""
    from agent.engine.sampling import vitals_under  # noqa: PLC0415

    return vitals_under(permit, wanted)


def load() -> None:
    """Load this system's modules for screen and input, and code a made-up picture. Nothing is opened by it."""
    if sys.platform in {"win32", "darwin"}:
        names = ("agent.screen.capture.polling", "agent.input.inject.other")
    else:
        names = ("agent.screen.capture.x11", "agent.input.inject.x11")
    for name in names:
        with contextlib.suppress(ImportError):  # without a display; it is said in words once it is asked for
            module = importlib.import_module(name)
            getattr(module, "load_libraries", lambda: None)()
    rehearse()
