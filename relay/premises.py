"""What a data folder tells of the relay in it, without opening it: whether there is one, and where it runs."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

from protocol.errors import NotSetUp
from relay.settings import Settings

ADDRESS_FILE = "relay.address"


def unix_now() -> int:
    """Give whole seconds since 1970."""
    return int(time.time())


def demand_set_up(settings: Settings) -> None:
    """
    Refuse to work in a folder that holds no relay.

    Raises:
        NotSetUp: It does not.
    """
    if not (settings.data / "log-key" / "log.key").exists():
        raise NotSetUp(str(settings.data))


def running_origin(data: Path) -> str | None:
    """Give the address of the relay that runs on this data folder, if one does."""
    try:
        held = json.loads((data / ADDRESS_FILE).read_text())
        os.kill(int(held["pid"]), 0)
        return str(held["origin"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
