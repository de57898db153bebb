"""The firmware's tables."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from agent.report.smbios import Places, modules, places, structures

# Offsets, numbers and strings of SMBIOS 3.7, 7.18, laid out as a laptop with one of two slots filled tells them.
STRINGS = (b"ChannelA-DIMM0", b"BANK 0", b"Samsung", b"373E1C47", b"0123456789", b"M471A1K43DB1-CWE")


def module(size: int = 8192, *, running: int = 2667, extended: int = 0, short: bool = False) -> bytes:
    """Make a structure of type 17; `short` is one of SMBIOS 2.3, without a running speed."""
    body = bytearray(0x5C)
    body[0x0C:0x0E] = size.to_bytes(2, "little")
    body[0x10], body[0x11], body[0x12] = 1, 2, 0x1A
    body[0x15:0x17] = (3200).to_bytes(2, "little")
    body[0x17], body[0x18], body[0x19], body[0x1A] = 3, 4, 5, 6
    body[0x1C:0x20] = extended.to_bytes(4, "little")
    body[0x20:0x22] = running.to_bytes(2, "little")
    length = 0x1B if short else len(body)
    body[0], body[1] = 17, length
    return bytes(body[:length]) + b"\0".join(STRINGS) + b"\0\0"


END = bytes((127, 4, 0, 0)) + b"\0\0"


def test_a_module_is_read_whole() -> None:
    """Size, kind, speeds and the maker's words."""
    (one,) = modules(module() + module(size=0) + END)
    assert (one.slot, one.size, one.kind) == ("ChannelA-DIMM0", 8 * 2**30, "DDR4")
    assert (one.rated, one.running) == (3200, 2667)
    assert (one.maker, one.part, one.serial) == ("Samsung", "M471A1K43DB1-CWE", "373E1C47")


def array(capacity: int, *, extended: int = 0, use: int = 3) -> bytes:
    """Make a structure of type 16: places for memory, and the KiB that they may hold."""
    body = bytearray(0x17)
    body[0], body[1], body[0x05] = 16, len(body), use
    body[0x07:0x0B] = capacity.to_bytes(4, "little")
    body[0x0F:0x17] = extended.to_bytes(8, "little")
    return bytes(body) + b"\0\0"


def test_places_are_counted_with_the_free_ones() -> None:
    """What may be put in is in KiB, or in the longer field; graphics memory is not added."""
    table = array(32 * 2**20) + array(2**20, use=4) + module() + module(size=0) + END
    assert places(table) == Places(2, 1, 32 * 2**30)
    assert places(array(0x8000_0000, extended=2**42) + module() + END) == Places(1, 0, 2**42)
    assert places(module() + END) == Places(1, 0, None)
    assert places(END) is None


def test_sizes_come_in_three_spellings() -> None:
    """MiB, KiB with the top bit, and the long field; 0xFFFF is not known."""
    sizes = [each.size for each in modules(
        module(0x8000 | 512) + module(0x7FFF, extended=65536) + module(0xFFFF) + END)]  # fmt: skip
    assert sizes == [512 * 1024, 64 * 2**30]


def test_an_old_structure_has_fewer_fields() -> None:
    """What it does not have is not known; nothing is read beyond its end."""
    (one,) = modules(module(short=True) + END)
    assert one.running is None
    assert one.rated == 3200


def test_what_stands_after_the_end_is_not_read() -> None:
    """Nor what is cut."""
    assert list(structures(END + module())) == []
    assert list(modules(module()[:40])) == []


@given(st.binary(max_size=400))
def test_any_bytes_are_modules_or_none(data: bytes) -> None:
    """A firmware may write what it likes."""
    for each in modules(data):
        assert each.size > 0
