"""How numbered checks are written: one line each, one error each."""

from __future__ import annotations

from consent.errors import AttendedError


def refuse_unless(holds: bool, error: type[AttendedError], detail: str = "") -> None:  # noqa: FBT001 - the check itself
    """
    Pass when the check holds.

    Raises:
        AttendedError: `error`, when it does not.
    """
    if not holds:
        raise error(detail)
