"""
Canonical JSON (RFC 8785) for the values we allow: text, truth, nothing, whole numbers, lists and objects.

One value has one spelling, so hashes and signatures over documents agree everywhere. Floats are refused: they are
the only part of RFC 8785 that is hard to write the same way twice, and nothing here needs them.
"""

from __future__ import annotations

import json
from json.encoder import encode_basestring
from operator import methodcaller
from typing import Any, Final, NoReturn

from consent.errors import DocumentTooLong, NotCanonical, NotWritable

# RFC 8785 section 3.2.2.3 and RFC 7493 section 2.2: beyond this, JavaScript cannot count.
MAX_INTEGER = 2**53 - 1
# Our deepest document nests five levels; sixteen leaves room and keeps a hostile one from exhausting the stack.
MAX_DEPTH = 16
# RFC 8785 section 3.2.3: keys stand in the order of their UTF-16 code units.
_UTF16: Final = methodcaller("encode", "utf-16-be")


def canonical(value: object) -> bytes:
    """
    Write a value in its canonical form, as UTF-8.

    Raises:
        NotWritable: The value, or one inside it, has no canonical form here.
    """
    try:
        return _written(value, MAX_DEPTH).encode("utf-8")
    except UnicodeEncodeError:
        raise NotWritable("lone surrogate") from None


def parse_canonical(data: bytes, limit: int) -> dict[str, Any]:
    """
    Read an object from its canonical form, of at most `limit` bytes.

    Raises:
        DocumentTooLong: `data` is longer than `limit`.
        NotCanonical: The bytes are not an object in canonical form: other spacing or order, a key twice, a float,
            a number beyond 2^53-1, deeper than 16, not UTF-8, not JSON at all.
    """
    if len(data) > limit:
        raise DocumentTooLong(f"{len(data)} bytes, {limit} allowed")
    try:
        value, _ = _JSON.raw_decode(data.decode("utf-8"))
        # Whatever else is wrong (a key twice, spaces, "-0", escapes, a rest) shows when the value is written again.
        same = isinstance(value, dict) and canonical(value) == data
    except (ValueError, RecursionError, NotWritable):
        raise NotCanonical("not JSON, or not of the kind that is allowed here") from None
    if not same:
        raise NotCanonical
    assert isinstance(value, dict)  # noqa: S101 - for the type checker; `same` says so
    return value


def _written(value: object, depth: int) -> str:
    # `bool` first: in Python, true is also a whole number.
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, str):
        return encode_basestring(value)  # its escapes are those of RFC 8785 section 3.2.2.2
    if isinstance(value, int):
        if abs(value) > MAX_INTEGER:
            raise NotWritable("beyond 2^53-1")
        return str(int(value))
    if depth == 0:
        raise NotWritable("nested too deep")
    if isinstance(value, list | tuple):
        return f"[{','.join([_written(item, depth - 1) for item in value])}]"
    if isinstance(value, dict):
        for key in value:
            if not isinstance(key, str):
                raise NotWritable("a key that is not text")
        ordered = sorted(value, key=_UTF16)
        return f"{{{','.join([f'{encode_basestring(key)}:{_written(value[key], depth - 1)}' for key in ordered])}}}"
    raise NotWritable(type(value).__name__)


def _refuse(text: str) -> NoReturn:
    raise ValueError(text)


_JSON: Final = json.JSONDecoder(parse_float=_refuse, parse_constant=_refuse)
