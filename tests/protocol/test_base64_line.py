"""Base64 in one spelling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocol import base64_line


@given(st.binary(max_size=100))
def test_what_is_written_is_read(data: bytes) -> None:
    """Bytes come back as they were."""
    assert base64_line.read(base64_line.write(data)) == data


@pytest.mark.parametrize("text", ["YQ", "YQ=", "YR==", "YQ==\n", " YQ==", "YQ==YQ==", "Y-==", "é", "Y=Q="])
def test_no_second_spelling_is_read(text: str) -> None:
    """Missing padding, spare bits, white space and foreign letters are refused."""
    with pytest.raises(ValueError, match=r"^$"):
        base64_line.read(text)


@given(st.text(max_size=30))
def test_any_text_is_its_own_spelling_or_refused(text: str) -> None:
    """Whatever is read would be written the same."""
    try:
        data = base64_line.read(text)
    except ValueError:
        return
    assert base64_line.write(data) == text
