"""
A display's own description (VESA E-EDID 1.4, the base block of 128 bytes): who made it, when, how large, how fine.

Bytes from a cable: a block with a wrong beginning or a wrong sum is not believed at all.
"""

from __future__ import annotations

from dataclasses import dataclass

from agent.report.believe import believed

BLOCK = 128
_BEGINNING = bytes.fromhex("00ffffffffffff00")
_DESCRIPTORS = (54, 72, 90, 108)
_NAME, _SERIAL, _TEXT = 0xFC, 0xFF, 0xFE
_NO_SERIAL = frozenset({0, 0x01010101, 0xFFFFFFFF})
_MODEL_YEAR = 0xFF  # of the week: then the year is the model's

# Three letters that the UEFI forum gave to makers (PNP ids), for displays that people have.
MAKERS = {
    "AAC": "AcerView", "ACI": "ASUS", "ACR": "Acer", "AOC": "AOC", "APP": "Apple", "AUO": "AU Optronics",
    "AUS": "ASUS", "BNQ": "BenQ", "BOE": "BOE", "CMN": "Chimei Innolux", "DEL": "Dell", "EIZ": "EIZO", "ENC": "EIZO",
    "FUS": "Fujitsu", "GBT": "Gigabyte", "GSM": "LG", "HPN": "HP", "HWP": "HP", "HSD": "HannStar", "IVM": "Iiyama",
    "IVO": "InfoVision", "LEN": "Lenovo", "LGD": "LG Display", "LPL": "LG Philips", "MEI": "Panasonic", "MED": "Medion",
    "MSI": "MSI", "NEC": "NEC", "PHL": "Philips", "SAM": "Samsung", "SDC": "Samsung Display", "SEC": "Samsung",
    "SHP": "Sharp", "SNY": "Sony", "TSB": "Toshiba", "VIZ": "Vizio", "VSC": "ViewSonic", "XMI": "Xiaomi",
}  # fmt: skip


@dataclass(frozen=True)
class Described:
    """What a display says of itself: millimetres; the resolution it is made for; None where it does not say."""

    maker: str | None
    model: str | None
    serial: str | None
    width: int | None
    height: int | None
    year: int | None
    week: int | None
    native: tuple[int, int] | None


def described(block: bytes) -> Described | None:
    """Read a block; None when it is none, or damaged."""
    if len(block) < BLOCK or block[:8] != _BEGINNING or sum(block[:BLOCK]) % 256:
        return None
    width, height, native = _timing(block)
    week, year = block[16], block[17] + 1990
    letters = _letters(block)
    return Described(
        maker=MAKERS.get(letters, letters) if letters else None,
        model=_text(block, _NAME) or _text(block, _TEXT) or f"{int.from_bytes(block[10:12], 'little'):04X}",
        serial=_text(block, _SERIAL) or _number(block),
        width=width or block[21] * 10 or None,
        height=height or block[22] * 10 or None,
        year=year if year >= 2000 else None,  # noqa: PLR2004 - as everywhere: an older date is not believed
        week=week if 1 <= week <= 53 and week != _MODEL_YEAR else None,  # noqa: PLR2004 - of a year
        native=native,
    )


def _letters(block: bytes) -> str | None:
    """Read 3.4.1: three letters of five bits each."""
    packed = int.from_bytes(block[8:10], "big")
    letters = [packed >> shift & 31 for shift in (10, 5, 0)]
    return "".join(chr(64 + each) for each in letters) if all(1 <= each <= 26 for each in letters) else None  # noqa: PLR2004 - of the alphabet


def _number(block: bytes) -> str | None:
    number = int.from_bytes(block[12:16], "little")
    return None if number in _NO_SERIAL else str(number)


def _text(block: bytes, tag: int) -> str | None:
    """Read 3.10.3: a descriptor without a clock, thirteen bytes of text that a line feed ends."""
    for at in _DESCRIPTORS:
        if block[at : at + 3] == b"\0\0\0" and block[at + 3] == tag:
            text = block[at + 5 : at + 18].partition(b"\n")[0].decode("cp437")
            return believed("".join(sign for sign in text if sign.isprintable()).strip())
    return None


def _timing(block: bytes) -> tuple[int | None, int | None, tuple[int, int] | None]:
    """Read 3.10.2: the first timing is the preferred one; its size in millimetres is finer than the header's."""
    at = _DESCRIPTORS[0]
    if not int.from_bytes(block[at : at + 2], "little"):
        return None, None, None
    native = block[at + 2] | (block[at + 4] & 0xF0) << 4, block[at + 5] | (block[at + 7] & 0xF0) << 4
    width, height = block[at + 12] | (block[at + 14] & 0xF0) << 4, block[at + 13] | (block[at + 14] & 0x0F) << 8
    # Televisions write their shape (16 by 9) where the millimetres belong.
    plausible = width > 50 and height > 50  # noqa: PLR2004 - millimetres
    return width if plausible else None, height if plausible else None, native if all(native) else None
