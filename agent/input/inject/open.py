"""Choose the injector that this system has."""

from __future__ import annotations

import sys

from agent.input.inject.port import Injector
from agent.input.memory import InputMemory


def open_input(memory: InputMemory) -> Injector:
    """
    Give what works this computer's mouse and keyboard, noting in `memory` what it holds.

    Raises:
        InputMissing: There is no way to.
    """
    if sys.platform in {"win32", "darwin"}:
        from agent.input.inject.other import PynputInjector  # noqa: PLC0415 - opens what only those systems have

        return PynputInjector(memory)
    from agent.input.inject.x11 import X11Injector  # noqa: PLC0415 - as above

    return X11Injector(memory)
