"""Which version of this program runs: for the details of a trouble, and for whoever is told of one."""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError, version


@cache
def own_version() -> str:
    """Give it; "0" where the program runs from a folder and is not installed."""
    try:
        return version("attended")
    except PackageNotFoundError:
        return "0"
