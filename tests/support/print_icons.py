"""
Write the icons' sprite for the pages from the single files that the desk reads.

    python -m tests.support.print_icons
"""

from __future__ import annotations

import re
from pathlib import Path

VENDOR = Path(__file__).parents[2] / "protocol" / "look" / "vendor"
ICONS = VENDOR / "icons"
SPRITE = VENDOR / "icons.svg"
HEAD = """<!-- @license lucide-static {version} - ISC. Printed from icons/*.svg by tests/support/print_icons.py. -->
<svg xmlns="http://www.w3.org/2000/svg">
"""
_FILE = re.compile(
    r"<!-- @license lucide-static (?P<version>\S+) - ISC -->\n<svg\s[^>]*>\n(?P<lines>.*)</svg>\n", re.DOTALL
)
# As every file of the set says of itself; `sprite` refuses one that says something else.
_STROKES = 'viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" '
_STROKES += 'stroke-linejoin="round"'


def names() -> list[str]:
    """Give the names of the icons that there are, in order."""
    return sorted(file.stem for file in ICONS.glob("*.svg"))


def sprite() -> str:
    """
    Give one file that holds every icon as a symbol under its name.

    Raises:
        ValueError: A file is not of the set, or of another version than the others.
    """
    found = {name: _FILE.fullmatch((ICONS / f"{name}.svg").read_text("utf-8")) for name in names()}
    symbols, versions = [], set()
    for name, file in found.items():
        if file is None or set(re.findall(r'[a-z-]+="[^"]*"', _STROKES)) - set(re.findall(r'[a-z-]+="[^"]*"', file[0])):
            raise ValueError(f"{name}.svg is not drawn as the others are")
        versions.add(file["version"])
        symbols.append(f'<symbol id="{name}" {_STROKES}>\n{file["lines"]}</symbol>\n')
    (version,) = versions
    return f"{HEAD.format(version=version)}{''.join(symbols)}</svg>\n"


if __name__ == "__main__":
    SPRITE.write_text(sprite(), encoding="utf-8")
