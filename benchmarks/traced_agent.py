"""The customer's program as it is, which marks what it does after a yes: `python -m benchmarks.traced_agent RELAY`."""

from __future__ import annotations

from itertools import count

from agent.desk.core import DeskCore
from agent.desk.engine_process import EngineProcess
from agent.desk.late_events import LateEvents
from agent.main import main
from agent.pipe.messages import HeardFromRelay, Permit, PipeMessage, SayToRelay
from benchmarks.marks import mark, wrap


def trace() -> None:
    """Wrap what the desk says to its engine, hears from it, and is told by its windows."""
    said, heard, numbers = EngineProcess.send, DeskCore.heard, count(1)

    def say(self: EngineProcess, message: PipeMessage) -> None:
        if isinstance(message, SayToRelay):
            mark("key list handed in" if '"kind":"wraps"' in message.body else "document handed in")
        elif isinstance(message, Permit):
            mark("permit")
        said(self, message)

    def hear(self: DeskCore, message: PipeMessage) -> None:
        # Statements are acknowledged without an entry of the log; the first that has one is the grant's.
        if isinstance(message, HeardFromRelay) and '"entry":"' in message.body:
            mark(f"acknowledged {next(numbers)}")
        heard(self, message)

    setattr(EngineProcess, "send", say)  # noqa: B010 - a method is replaced, which is the point
    setattr(DeskCore, "heard", hear)  # noqa: B010 - as above
    (EngineProcess.__init__.__kwdefaults__ or {})["module"] = "benchmarks.traced_engine"
    wrap(LateEvents, "answered", before="answered")
    wrap(LateEvents, "indicator_shown", before="border stands")


if __name__ == "__main__":
    trace()
    main()
