"""Reading what the journal's tools give as JSON, line by line or as one list."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

ENTRIES = 5_000
"""Entries read of one answer."""
_CHARACTERS = 4_000


def entries(text: str) -> Iterator[dict[str, Any]]:
    """Read JSON objects, one on each line, or all in one list; what is cut or is no object is passed over."""
    if text.lstrip().startswith("["):
        found = parsed(text)
        lines: list[Any] = found if isinstance(found, list) else []
    else:
        lines = [parsed(line) for line in text.splitlines()[:ENTRIES]]
    yield from (each for each in lines[:ENTRIES] if isinstance(each, dict))


def parsed(text: str) -> Any:  # noqa: ANN401 - JSON
    """Read JSON; None when it is none, or nested beyond reason."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def words(value: Any) -> str:  # noqa: ANN401 - JSON
    """Give a message as text: journald writes one that is not UTF-8 as a list of bytes."""
    if isinstance(value, str):
        return value[:_CHARACTERS]
    if isinstance(value, list):
        data = bytes(each for each in value[:_CHARACTERS] if isinstance(each, int) and 0 <= each < 256)  # noqa: PLR2004
        return data.decode("utf-8", "replace")
    return ""
