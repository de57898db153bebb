"""
The tables that firmware leaves (SMBIOS 3.7, DSP0134): split into structures, memory read from types 16 and 17.

The bytes come from somebody's firmware: any of them may be short or wrong, and then the value is not known.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from agent.report.believe import believed

_HEADER = 4
_END = 127
_ARRAY, _MODULE = 16, 17
_SYSTEM_MEMORY = 3  # 7.17.2, use: the other arrays are of graphics or flash
_EXTENDED_CAPACITY = 0x8000_0000
_AT_MOST = 4096
_UNKNOWN_WORD, _EXTENDED_SIZE, _IN_KIB = 0xFFFF, 0x7FFF, 0x8000
_KIB, _MIB = 2**10, 2**20

# 7.18.2, memory device type; CIM gives the same numbers
TYPES = {
    0x0F: "SDRAM", 0x12: "DDR", 0x13: "DDR2", 0x18: "DDR3", 0x1A: "DDR4", 0x1B: "LPDDR", 0x1C: "LPDDR2",
    0x1D: "LPDDR3", 0x1E: "LPDDR4", 0x20: "HBM", 0x21: "HBM2", 0x22: "DDR5", 0x23: "LPDDR5", 0x24: "HBM3",
}  # fmt: skip

# 7.4.1, the chassis types that people have a word for; DMI and CIM give the same numbers
CHASSIS = {
    3: "desktop", 4: "desktop", 5: "desktop", 6: "tower", 7: "tower", 8: "laptop", 9: "laptop", 10: "laptop",
    11: "handheld", 13: "all-in-one", 14: "laptop", 15: "desktop", 16: "desktop", 17: "server", 23: "server",
    28: "server", 29: "server", 30: "tablet", 31: "convertible", 32: "detachable", 33: "embedded", 34: "embedded",
    35: "mini PC", 36: "stick PC",
}  # fmt: skip


@dataclass(frozen=True)
class Structure:
    """One structure: its type, its formatted bytes with the header, its strings."""

    kind: int
    data: bytes
    strings: tuple[str, ...]

    def number(self, at: int, size: int) -> int | None:
        """Read a number, least byte first; None where the structure is too short (an older version has fewer)."""
        return int.from_bytes(self.data[at : at + size], "little") if at + size <= len(self.data) else None

    def string(self, at: int) -> str | None:
        """Read a maker's text by the number that stands at `at`; placeholders are not known."""
        number = self.number(at, 1)
        return believed(self.strings[number - 1]) if number and number <= len(self.strings) else None


@dataclass(frozen=True)
class Module:
    """One memory module: bytes, its kind, rated and running speed in MT/s, its maker's words."""

    slot: str
    size: int
    kind: str | None
    rated: int | None
    running: int | None
    maker: str | None
    part: str | None
    serial: str | None


@dataclass(frozen=True)
class Places:
    """Places for memory modules: how many, how many are free, and the bytes that they may hold together."""

    all: int
    free: int
    capacity: int | None


def structures(table: bytes) -> Iterator[Structure]:
    """Split a table; a structure that is cut ends it."""
    at = 0
    for _ in range(_AT_MOST):
        length = table[at + 1] if at + _HEADER <= len(table) else 0
        end = table.find(b"\0\0", at + length) if length >= _HEADER else -1
        if end < 0 or table[at] == _END:
            return
        texts = table[at + length : end].split(b"\0")
        strings = tuple(each.decode("utf-8", "replace").strip() for each in texts if each)
        yield Structure(table[at], table[at : at + length], strings)
        at = end + 2


def modules(table: bytes) -> Iterator[Module]:
    """Read the memory modules; an empty slot is none."""
    for number, each in enumerate((each for each in structures(table) if each.kind == _MODULE), start=1):
        size = _size(each)
        if size is None:
            continue
        yield Module(
            slot=each.string(0x10) or each.string(0x11) or f"slot {number}",
            size=size,
            kind=TYPES.get(each.number(0x12, 1) or 0),
            rated=_speed(each, 0x15, 0x54),
            running=_speed(each, 0x20, 0x58),
            maker=each.string(0x17),
            part=each.string(0x1A),
            serial=each.string(0x18),
        )


def places(table: bytes) -> Places | None:
    """Count the places for memory modules; None where the firmware names none."""
    every = list(structures(table))
    slots = [each for each in every if each.kind == _MODULE]
    if not slots:
        return None
    arrays = [_capacity(each) for each in every if each.kind == _ARRAY and each.number(0x05, 1) == _SYSTEM_MEMORY]
    held = sum(each for each in arrays if each is not None)
    return Places(len(slots), sum(each.number(0x0C, 2) == 0 for each in slots), held or None)


def _capacity(each: Structure) -> int | None:
    """Read 7.17: KiB, or bytes in the longer field."""
    short = each.number(0x07, 4)
    return each.number(0x0F, 8) if short == _EXTENDED_CAPACITY else None if short is None else short * _KIB


def _size(each: Structure) -> int | None:
    """Read 7.18.1: zero is an empty slot, 0xFFFF is not known, and the top bit counts KiB."""
    short = each.number(0x0C, 2)
    if not short or short == _UNKNOWN_WORD:
        return None
    if short == _EXTENDED_SIZE:
        return ((each.number(0x1C, 4) or 0) & 0x7FFF_FFFF) * _MIB or None
    return (short & ~_IN_KIB) * _KIB if short & _IN_KIB else short * _MIB


def _speed(each: Structure, at: int, extended: int) -> int | None:
    speed = each.number(at, 2)
    return (each.number(extended, 4) if speed == _UNKNOWN_WORD else speed) or None
