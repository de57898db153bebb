"""What desk and pages share of their look lies below both; the pages have the same files, by `/console/`."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from types import MappingProxyType

from starlette.responses import FileResponse

_KINDS = MappingProxyType({".ttf": "font/ttf", ".svg": "image/svg+xml"})
"""The media type of such a file, by its ending."""
_FOLDERS = MappingProxyType({
    "fonts/": (("vendor", "fonts"), ".ttf"),
    "icons/": (("vendor",), ".svg"),
    "marks/": (("marks",), ".svg"),
})  # fmt: skip
"""Where the pages find something, where it lies, and which of the files there is theirs."""


def look_answer(path: str) -> FileResponse | None:
    """Answer a page's path with its file; None for any other path."""
    file = look_file(path)
    if file is None:
        return None
    return FileResponse(file, media_type=_KINDS[file.suffix], headers={"Cache-Control": "no-cache"})


def look_file(path: str) -> Path | None:
    """
    Give the file for a page's path; None for any other path.

    "fonts/AtkinsonHyperlegibleNext-Regular.ttf", "icons/icons.svg" (all icons, each a symbol), "marks/live.svg".
    """
    for folder, (place, ending) in _FOLDERS.items():
        if path.startswith(folder):
            names = resources.files("protocol.look").joinpath(*place).iterdir()
            named = {file.name: Path(str(file)) for file in names if file.name.endswith(ending)}
            return named.get(path.removeprefix(folder))
    return None
