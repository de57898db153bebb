"""The engine as it is, which marks what it does under its first permit; `traced_agent` starts it."""

from __future__ import annotations

from agent.engine.__main__ import main
from agent.engine.engine import Engine
from agent.screen.compose import Composer
from agent.screen.stream import ScreenStream
from benchmarks.marks import wrap


def trace() -> None:
    """Wrap the steps from the permit to the first bytes of a picture."""
    wrap(Engine, "_permit", before="permit heard")
    wrap(ScreenStream, "__init__", before="display open")
    wrap(Composer, "_grab", before="grab begins", after="grabbed")
    wrap(Composer, "compose", after="coded")
    wrap(Engine, "_send_screen", before="sealed")


if __name__ == "__main__":
    trace()
    main()
