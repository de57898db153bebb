"""The engine's process: `python -m agent.engine PIPE ACCOUNT HELD DESK [closing|report-only]`, started by the desk."""

from __future__ import annotations

import asyncio
import ctypes
import functools
import importlib.util
import os
import signal
import socket
import sys
from collections.abc import Callable

from agent.engine.account import AccountWriter
from agent.engine.engine import Engine
from agent.engine.reporting import Looking
from agent.engine.work import Work
from agent.pipe.engine_end import EngineEnd
from agent.pipe.messages import Broken
from protocol.errors import AttendedError, EngineDied

_PR_SET_PDEATHSIG = 1


def die_with_the_desk(desk: int) -> None:
    """Have the kernel end this process when its parent ends (Linux prctl(2)); the closed pipe does it elsewhere."""
    if sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != desk:  # it ended before the call
        os._exit(0)


async def serve(pipe: int, account: int, make_work: Callable[[], Work] | None, looking: Looking | None) -> None:
    """Serve one desk over one pipe."""
    end = await EngineEnd.over(socket.socket(fileno=pipe))
    try:
        work = make_work() if make_work is not None else None
        await Engine(end, AccountWriter(account), work, looking).run()
    except AttendedError as error:
        end.send(Broken(code=error.code, words=error.words, remedy=error.remedy))
        await end.close()
    except Exception as fault:
        # Whatever it was, a person reads words and the desk ends the session.
        end.send(Broken(code=EngineDied.code, words=EngineDied.words, remedy=EngineDied.remedy))
        await end.close()
        raise SystemExit(1) from fault


def quick_loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """Give how to make uvloop's loop, which takes less time for each message; None where there is none."""
    if importlib.util.find_spec("uvloop") is None:
        return None
    import uvloop  # noqa: PLC0415 - not on every system

    return uvloop.new_event_loop


def main() -> None:
    """Start; ends with the pipe."""
    pipe, account, held, desk = (int(argument) for argument in sys.argv[1:5])
    die_with_the_desk(desk)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C at the terminal is for the desk to hear
    make_work: Callable[[], Work] | None = None
    looking: Looking | None = None
    if "closing" not in sys.argv[5:]:
        # Late: a closing engine imports nothing that captures, injects or collects.
        from agent.engine.making import report_for, vitals_for, work_for  # noqa: PLC0415
        from agent.engine.report_only import no_work  # noqa: PLC0415

        make_work = no_work if "report-only" in sys.argv[5:] else functools.partial(work_for, held)
        looking = Looking(report_for, vitals_for)
    with asyncio.Runner(loop_factory=quick_loop()) as runner:
        runner.run(serve(pipe, account, make_work, looking))


if __name__ == "__main__":
    main()
