"""The shared letters, icons and marks are given out to pages, and nothing else beside them."""

from __future__ import annotations

import httpx
import pytest

from relay.look_files import look_file
from tests.support.relay_process import RelayProcess

NAME = "AtkinsonHyperlegibleNext-Regular.ttf"


def test_a_font_is_found_by_its_name_alone() -> None:
    """No path leads to the licence beside it, or anywhere else."""
    found = look_file(f"fonts/{NAME}")
    assert found is not None
    assert found.name == NAME
    for other in ("fonts/LICENSE-Next", "fonts/../README.md", f"style/{NAME}", "fonts/", NAME):
        assert look_file(other) is None


@pytest.mark.parametrize(("path", "status"), [(f"fonts/{NAME}", 200), ("fonts/LICENSE-Next", 404), ("fonts/", 404)])
def test_a_page_gets_it_from_the_relay(relay: RelayProcess, path: str, status: int) -> None:
    """As a font, from the page's own origin."""
    answer = httpx.get(f"{relay.origin}/console/{path}", trust_env=False)
    assert answer.status_code == status
    if status == 200:
        assert answer.headers["content-type"] == "font/ttf"
        assert answer.content[:4] == b"\x00\x01\x00\x00"


def test_icons_and_marks_are_found_by_their_names_alone() -> None:
    """The icons in one file; neither the single ones nor the words about them are the pages'."""
    icons, live = look_file("icons/icons.svg"), look_file("marks/live.svg")
    assert icons is not None
    assert live is not None
    assert (icons.name, live.parent.name) == ("icons.svg", "marks")
    for other in (
        "icons/README.md",
        "icons/icons",
        "icons/copy.svg",
        "marks/../tokens.json",
        "marks/nobody.svg",
        "marks/",
    ):
        assert look_file(other) is None


@pytest.mark.parametrize(
    "path", ["icons/icons.svg", "marks/idle.svg", "marks/live.svg", "marks/paused.svg", "marks/over.svg"]
)
def test_a_page_gets_its_pictures_from_the_relay(relay: RelayProcess, path: str) -> None:
    """As pictures, byte for byte those that the desk shows."""
    answer = httpx.get(f"{relay.origin}/console/{path}", trust_env=False)
    file = look_file(path)
    assert file is not None
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/svg+xml")
    assert answer.content == file.read_bytes()
