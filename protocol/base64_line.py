"""Standard base64 as the C2SP formats write it (RFC 4648 section 4, padded), in its one canonical spelling."""

import base64
import binascii


def write(data: bytes) -> str:
    """Write bytes as one line of base64."""
    return base64.b64encode(data).decode("ascii")


def read(text: str) -> bytes:
    """
    Read one line of base64.

    Raises:
        ValueError: A foreign character, wrong padding, or spare bits that are not zero.
    """
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except (UnicodeEncodeError, binascii.Error):
        raise ValueError from None
    # Spare bits would give one value several spellings, and a changed byte of a file could pass unseen.
    if write(data) != text:
        raise ValueError
    return data
