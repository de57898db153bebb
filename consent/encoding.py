"""Bytes as text: base64url without padding (RFC 4648 section 5), one spelling for each value."""

from __future__ import annotations

import base64
import re

from consent.errors import NotBase64Url

_LETTERS = re.compile(r"[A-Za-z0-9_-]*", re.ASCII)


def b64u(data: bytes) -> str:
    """Write bytes as unpadded base64url."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def unb64u(text: str) -> bytes:
    """
    Read bytes from unpadded base64url.

    Raises:
        NotBase64Url: Padding, white space, a foreign letter, an impossible length, or spare bits that are not zero.
    """
    if _LETTERS.fullmatch(text) is None or len(text) % 4 == 1:
        raise NotBase64Url
    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    # Spare bits in the last letter would give one value several spellings, and hashes of documents would differ.
    if b64u(data) != text:
        raise NotBase64Url
    return data
