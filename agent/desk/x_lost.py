"""
The end of a display as libX11 sees it.

The windows' library reads the display through libX11, which writes two lines of its own and ends the program when the
server is gone. Mostly our own connection hears of it first; where it does not, this lets us end in order and in words.
Source: XSetIOErrorHandler(3); a handler must not return.
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Callable

_Handler = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p)
EXIT_CODE = 1


class XLost:
    """Until it is closed, a display that goes away under libX11 calls `end`, and the program ends with exit code 1."""

    def __init__(self, end: Callable[[], None]) -> None:
        """Take the place of libX11's own handler."""
        self._end = end
        self._handler = _Handler(self._gone)  # kept: the library holds no reference
        self._library = _library()
        if self._library is not None:
            self._library.XSetIOErrorHandler(self._handler)

    def close(self) -> None:
        """Give the library its own handler back."""
        if self._library is not None:
            self._library.XSetIOErrorHandler(None)

    def _gone(self, _display: int | None) -> int:
        try:
            self._end()
        finally:
            os._exit(EXIT_CODE)


def _library() -> ctypes.CDLL | None:
    try:
        return ctypes.CDLL("libX11.so.6")
    except OSError:
        return None  # without the library nothing of it can end the program
