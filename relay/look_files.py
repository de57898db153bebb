"""The letters that desk and pages share: they lie with the look, below both, and the pages have them by `/console/`."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

FONT = "font/ttf"
"""The media type of a font's file."""
_FOLDER = "fonts/"


def font_file(path: str) -> Path | None:
    """Give the file for a page's path such as "fonts/AtkinsonHyperlegibleNext-Regular.ttf"; None for any other path."""
    if not path.startswith(_FOLDER):
        return None
    names = resources.files("protocol.look").joinpath("vendor", "fonts").iterdir()
    named = {file.name: Path(str(file)) for file in names if file.name.endswith(".ttf")}
    return named.get(path.removeprefix(_FOLDER))
