"""What displays say of themselves."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.report.edid import BLOCK, Described, described


def summed(text: str) -> bytes:
    """Give a block with its right sum."""
    data = bytes.fromhex(text)[: BLOCK - 1]
    return data + bytes((-sum(data) % 256,))


# The block of a Dell U2518D and of a laptop's Chimei Innolux panel, as published in settings of display managers; the
# Dell's two serial numbers are changed.
DELL = summed(
    "00ffffffffffff0010ac3a41010203041a1c0104b5371f783eee95a3544c99260f5054a54b00714fa9408180d1c00101010101010101565e00a0"
    "a0a029503020350029372100001a000000ff0030414231433233443435364c0a000000fc0044454c4c205532353138440a20000000fd00384c1e"
    "5a19010a2020202020200100"
)
PANEL = summed(
    "00ffffffffffff000daec91400000000081a0104951f11780228659759548e271e505400000001010101010101010101010101010101b43b804a"
    "71383440503c680035ad10000018000000fe004e3134304843412d4541420a20000000fe00434d4e0a202020202020202020000000fe004e3134"
    "304843412d4541420a200000"
)


def test_a_display_is_read_whole() -> None:
    """Maker by its three letters, text descriptors, the finer size, the preferred timing."""
    assert described(DELL) == Described(
        maker="Dell", model="DELL U2518D", serial="0AB1C23D456L", width=553, height=311, year=2018, week=26,
        native=(2560, 1440),
    )  # fmt: skip


def test_a_panel_without_a_name_gives_its_text() -> None:
    """And a serial number of zero is none."""
    found = described(PANEL)
    assert found is not None
    assert (found.maker, found.model, found.serial) == ("Chimei Innolux", "N140HCA-EAB", None)
    assert (found.native, found.year) == ((1920, 1080), 2016)


def changed(at: int, value: int) -> bytes:
    """Give the Dell's block with one byte changed and its sum set right."""
    return summed((DELL[:at] + bytes((value,)) + DELL[at + 1 :]).hex())


def test_what_is_not_plausible_is_not_known() -> None:
    """A year before 2000, a week that marks a model year, sixteen by nine millimetres."""
    old, model = described(changed(17, 5)), described(changed(16, 255))
    assert old is not None
    assert old.year is None
    assert model is not None
    assert model.week is None
    shape = summed((DELL[:66] + bytes((16, 9, 0)) + DELL[69:]).hex())
    television = described(shape)
    assert television is not None
    assert (television.width, television.height) == (550, 310)


@pytest.mark.parametrize("block", [b"", DELL[:127], DELL[:-1] + b"\0", bytes(128), b"\xff" * 128])
def test_a_damaged_block_is_not_believed(block: bytes) -> None:
    """Not even in part."""
    assert described(block) is None


@given(st.binary(min_size=119, max_size=119))
def test_any_block_with_a_right_sum_is_read_or_refused(rest: bytes) -> None:
    """A cable may bring anything."""
    found = described(summed((DELL[:8] + rest).hex()))
    assert found is not None
    assert found.model is None or found.model.isprintable()
