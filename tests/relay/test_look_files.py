"""The shared letters are given out to pages, and nothing else beside them."""

from __future__ import annotations

import httpx
import pytest

from relay.look_files import font_file
from tests.support.relay_process import RelayProcess

NAME = "AtkinsonHyperlegibleNext-Regular.ttf"


def test_a_font_is_found_by_its_name_alone() -> None:
    """No path leads to the licence beside it, or anywhere else."""
    found = font_file(f"fonts/{NAME}")
    assert found is not None
    assert found.name == NAME
    for other in ("fonts/LICENSE-Next", "fonts/../README.md", f"style/{NAME}", "fonts/", NAME):
        assert font_file(other) is None


@pytest.mark.parametrize(("path", "status"), [(f"fonts/{NAME}", 200), ("fonts/LICENSE-Next", 404), ("fonts/", 404)])
def test_a_page_gets_it_from_the_relay(relay: RelayProcess, path: str, status: int) -> None:
    """As a font, from the page's own origin."""
    answer = httpx.get(f"{relay.origin}/console/{path}", trust_env=False)
    assert answer.status_code == status
    if status == 200:
        assert answer.headers["content-type"] == "font/ttf"
        assert answer.content[:4] == b"\x00\x01\x00\x00"
