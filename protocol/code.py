"""
The spoken code: `4821-739205-1`.

    4821    locator: public, given by the relay, finds the waiting agent
    739205  secret: made by the agent's desk, never reaches the relay
    1       check digit over all digits before it (ISO/IEC 7064, MOD 11,10)

A locator has 4 digits and does not begin with 9, or has 6 and begins with 9; a secret has 6 digits or 8. So a code
is read back the same way whatever separators it was written with, or with none.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from protocol import limits
from protocol.errors import CodeMalformed, CodeSlip, KeyMisuse

_DIGITS = frozenset("0123456789")
_LONG_LOCATOR_BEGINS = "9"
_LOCATOR_LENGTHS = (4, 6)
_SECRET_LENGTHS = (6, 8)
# Unicode's spaces, punctuation (all dashes), invisible marks and controls such as line breaks; the minus sign is
# none of these, but phones put it where a dash was meant.
_SEPARATOR_KINDS = ("Z", "P", "Cf", "Cc")
_MINUS = "\u2212"


@dataclass(frozen=True)
class SpokenCode:
    """
    What a customer reads aloud.

    Raises:
        CodeMalformed: Made from parts that no code has.
    """

    locator: str
    secret: str = field(repr=False)

    def __post_init__(self) -> None:
        """Refuse parts that no code has."""
        if not set(self.locator + self.secret) <= _DIGITS or not self._fits():
            raise CodeMalformed("locator or secret of an impossible form")

    def _fits(self) -> bool:
        long = self.locator.startswith(_LONG_LOCATOR_BEGINS)
        return len(self.locator) == _LOCATOR_LENGTHS[long] and len(self.secret) in _SECRET_LENGTHS

    @property
    def check_digit(self) -> str:
        """Give the one digit that follows locator and secret."""
        return check_digit(self.locator + self.secret)

    @property
    def prs(self) -> bytes:
        """Give CPace's password-related string: locator and secret as ASCII digits, without the check digit."""
        return (self.locator + self.secret).encode("ascii")

    def spoken(self) -> str:
        """Write the code the way it is shown: three groups with hyphens."""
        return f"{self.locator}-{self.secret}-{self.check_digit}"


def parse(text: str) -> SpokenCode:
    """
    Read a typed or pasted code, with any separators between its ASCII digits.

    Raises:
        CodeMalformed: Too few or too many digits, a letter, or a digit that is not ASCII.
        CodeSlip: The number of digits is right, the check digit is not: a digit is wrong.
    """
    if len(text) > limits.CODE_TEXT_LENGTH:
        raise CodeMalformed(f"{len(text)} characters")
    digits = "".join(character for character in text if not _separates(character))
    if not set(digits) <= _DIGITS:
        raise CodeMalformed("something that is neither digit nor separator")
    number, check = digits[:-1], digits[-1:]
    if len(number) not in {here + there for here in _LOCATOR_LENGTHS for there in _SECRET_LENGTHS}:
        raise CodeMalformed(f"{len(digits)} digits")
    if check_digit(number) != check:
        raise CodeSlip
    cut = _LOCATOR_LENGTHS[number.startswith(_LONG_LOCATOR_BEGINS)]
    return SpokenCode(number[:cut], number[cut:])


def check_digit(number: str) -> str:
    """Compute the check digit of a row of ASCII digits (ISO/IEC 7064, MOD 11,10): every single slip changes it."""
    product = 10
    for digit in number:
        product = ((product + int(digit)) % 10 or 10) * 2 % 11
    return str((11 - product) % 10)


def draw_secret(random: Callable[[int], bytes], digits: int = 6) -> str:
    """Draw a secret of 6 or 8 digits, each value equally likely. `random(n)` gives n random bytes."""
    if digits not in _SECRET_LENGTHS:
        raise KeyMisuse(f"a secret of {digits} digits")
    return f"{_below(10**digits, random):0{digits}}"


def draw_locator(random: Callable[[int], bytes], digits: Literal[4, 6] = 4) -> str:
    """Draw a locator of 4 digits (not beginning with 9) or 6 (beginning with 9). `random(n)` gives n random bytes."""
    if digits == _LOCATOR_LENGTHS[0]:
        return f"{_below(9_000, random):04}"
    return f"{_LONG_LOCATOR_BEGINS}{_below(100_000, random):05}"


def _separates(character: str) -> bool:
    return character == _MINUS or unicodedata.category(character).startswith(_SEPARATOR_KINDS)


def _below(bound: int, random: Callable[[int], bytes]) -> int:
    # Values of the last, incomplete run of `bound` are drawn again: a plain remainder would favour small numbers.
    fair = 2**32 // bound * bound
    for _ in range(limits.DRAWS):
        value = int.from_bytes(random(4), "big")
        if value < fair:
            return value % bound
    raise KeyMisuse("the random source repeats itself")
