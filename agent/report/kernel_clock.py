"""What the Linux kernel says of its own clock: `adjtimex(2)`, asked without setting anything."""

from __future__ import annotations

import ctypes
import os

_UNSYNCHRONISED = 5
"""`TIME_ERROR`: nothing keeps the clock right (adjtimex(2))."""


class _Timex(ctypes.Structure):
    """`struct timex` of <sys/timex.h>, with its unused end."""

    _fields_ = (
        ("modes", ctypes.c_uint),
        ("offset", ctypes.c_long),
        ("freq", ctypes.c_long),
        ("maxerror", ctypes.c_long),
        ("esterror", ctypes.c_long),
        ("status", ctypes.c_int),
        ("rest", ctypes.c_byte * 256),
    )


def kernel_clock() -> dict[str, int | bool]:
    """
    Ask for the clock's state: `synchronised`, and the largest error that the kernel believes, in microseconds.

    Raises:
        AttributeError: This system has no adjtimex.
        OSError: It refused.
    """
    timex = _Timex()
    state = ctypes.CDLL(None, use_errno=True).adjtimex(ctypes.byref(timex))
    if state < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return {"synchronised": state != _UNSYNCHRONISED, "max_error": int(timex.maxerror)}
