"""psutil, asked for the named counters only, its tuples as dictionaries by field name."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from typing import Any

import psutil

from agent.report.believe import program
from agent.report.kernel_clock import kernel_clock
from agent.report.machine import Counter, Unread
from agent.report.screens import screens


def count(what: Counter) -> Any:  # noqa: ANN401 - plain values
    """
    Ask for one counter.

    Raises:
        Unread: This system or this account does not offer it.
    """
    try:
        return plain(_COUNTERS[what]())
    except AttributeError:
        raise Unread("not-supported", what) from None
    except psutil.AccessDenied:
        raise Unread("no-rights", what) from None
    except (psutil.Error, OSError, RuntimeError) as reason:
        raise Unread("not-present", type(reason).__name__) from None


def plain(value: Any) -> Any:  # noqa: ANN401 - whatever psutil gives
    """Turn named tuples into dictionaries, all the way down."""
    if hasattr(value, "_asdict"):
        return {name: plain(each) for name, each in value._asdict().items()}
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)


_BY_NAME: tuple[Counter, ...] = (
    "virtual_memory", "swap_memory", "cpu_count", "cpu_freq", "cpu_times", "cpu_stats", "net_if_stats",
    "net_if_addrs", "sensors_temperatures", "sensors_fans", "sensors_battery", "boot_time",
)  # fmt: skip


def _psutil(name: str, **arguments: bool) -> Callable[[], Any]:
    """Name a function of psutil that this system may lack: it is looked up when it is asked."""
    return lambda: getattr(psutil, name)(**arguments)


def _processes() -> list[dict[str, Any]]:
    own = {os.getpid(), os.getppid()}
    wanted = ["name", "memory_info", "cpu_times", "status"]
    found: list[dict[str, Any]] = []
    for each in psutil.process_iter():
        with contextlib.suppress(psutil.NoSuchProcess):  # it ended while we looked
            if each.pid not in own:
                one = {name: plain(value) for name, value in each.as_dict(wanted).items()}
                found.append({**one, "name": program(str(one["name"]))})
    return found


def _listening() -> list[dict[str, Any]]:
    """Name open ports and the program behind each, without any remote address."""
    return [
        {"port": each.laddr.port, "address": each.laddr.ip, "program": _name(each.pid)}
        for each in psutil.net_connections("inet")
        if each.status == psutil.CONN_LISTEN and each.laddr
    ]


def _name(pid: int | None) -> str | None:
    try:
        return program(psutil.Process(pid).name()) if pid else None
    except psutil.Error:
        return None


def _service(each: Any) -> dict[str, Any]:  # noqa: ANN401 - psutil has it on Windows alone
    """Tell a service's name, state and start: neither how it is called nor for whom it runs."""
    words, start = each.display_name(), each.start_type()
    return {"name": each.name(), "display_name": words, "status": each.status(), "start": start}


_COUNTERS: dict[Counter, Callable[[], Any]] = {
    **{name: _psutil(name) for name in _BY_NAME},
    "cpu_count_physical": _psutil("cpu_count", logical=False),
    "disk_partitions": _psutil("disk_partitions", all=False),
    "disk_io_counters": _psutil("disk_io_counters", perdisk=True),
    "net_io_counters": _psutil("net_io_counters", pernic=True),
    "clock": kernel_clock,
    "screens": screens,
    "users": lambda: len(psutil.users()),
    "processes": _processes,
    "listening": _listening,
    "services": lambda: [_service(each) for each in _psutil("win_service_iter")()],
    "wifi": _psutil("wifi"),  # it has none: the door of Windows answers instead
}
