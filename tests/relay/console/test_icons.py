"""Desk and pages show the same icons and the same mark, from the same files; none is drawn for nothing."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from xml.etree import ElementTree as ET

from relay.look_files import look_file
from tests.support.print_icons import ICONS, SPRITE, VENDOR, names, sprite

ROOT = Path(__file__).parents[3]
CONSOLE, WINDOWS = ROOT / "relay/console", ROOT / "agent/desk/windows"
MARKS = ROOT / "protocol/look/marks"
ICON = re.compile(r"icon\('([a-z0-9-]+)'\)|new Menu\('[^']+', '([a-z0-9-]+)'")
"""Where a page's script names an icon: itself, or for the button of a list."""


def shown_on_pages() -> set[str]:
    """Give every icon that a page's script names."""
    scripts = [path.read_text("utf-8") for path in CONSOLE.rglob("*.js")]
    return {name for text in scripts for found in ICON.findall(text) for name in found if name}


def quoted_in_windows() -> set[str]:
    """Give every word that stands in quotation marks in the desk's windows."""
    return {word for path in WINDOWS.glob("*.py") for word in re.findall(r'"([a-z0-9-]+)"', path.read_text("utf-8"))}


def lines(element: ET.Element) -> list[tuple[str, dict[str, str]]]:
    """Give what is drawn, part by part."""
    return [(part.tag.rpartition("}")[2], dict(part.attrib)) for part in element]


def test_the_pages_icons_are_the_desks() -> None:
    """One file for the pages, printed from the single ones, with the same lines in it (acceptance 78)."""
    assert SPRITE.read_text("utf-8") == sprite()
    symbols = {symbol.attrib["id"]: lines(symbol) for symbol in ET.parse(SPRITE).getroot()}  # noqa: S314 - our own
    single = {name: lines(ET.parse(ICONS / f"{name}.svg").getroot()) for name in names()}  # noqa: S314 - as above
    assert symbols == single
    assert look_file("icons/icons.svg") == SPRITE


def test_every_icon_that_is_named_is_there_and_every_one_there_is_shown() -> None:
    """Around forty, each of which helps to find an action on the desk or on a page."""
    assert shown_on_pages() <= set(names())
    assert set(names()) == (shown_on_pages() | quoted_in_windows()) & set(names())
    assert 35 <= len(names()) <= 50


def test_all_are_of_one_version_that_is_told() -> None:
    """Each file says its version and licence, and the list beside them says the same."""
    told = re.search(r"npm `lucide-static` (\S+) \| ISC", (VENDOR / "README.md").read_text("utf-8"))
    assert told is not None
    for name in names():
        head = (ICONS / f"{name}.svg").read_text("utf-8").splitlines()[0]
        assert head == f"<!-- @license lucide-static v{told[1]} - ISC -->"


def test_no_page_names_a_picture_or_letters_from_elsewhere() -> None:
    """What pages draw with comes from the files that the desk reads; the pages' own folder has none (acceptance 78)."""
    drawn = {path.suffix for path in CONSOLE.rglob("*") if path.is_file()}
    assert drawn == {".js", ".css", ".html"}
    for path in (path for path in CONSOLE.rglob("*") if path.suffix in {".js", ".css", ".html"}):
        text = path.read_text("utf-8")
        asked = re.findall(r"/console/(?:icons|marks|fonts)/[^'\"`#]*", text)
        for place in {each.replace("${state}", "live") for each in asked}:
            assert look_file(place.removeprefix("/console/")) is not None, (path, place)
        named = re.findall(r"""(?:['"`]|url\()[^\s()'"`]*\.(?:svg|ttf|woff2?|png|ico)\b""", text)
        assert [each for each in named if not re.search(r"^(?:.|url\(.)/console/", each)] == [], path


def test_no_window_names_a_picture_or_letters_from_elsewhere() -> None:
    """But the strokes inside a tick box, which are no icons, windows bring none of their own (acceptance 78)."""
    assert {path.name for path in WINDOWS.rglob("*.svg")} == {"tick.svg", "tick-dark.svg", "dot.svg", "dot-dark.svg"}
    assert not [path for ending in ("ttf", "woff", "woff2", "png", "ico") for path in WINDOWS.rglob(f"*.{ending}")]
    named = {
        (path.name, line.strip())
        for path in WINDOWS.glob("*.py")
        for line in path.read_text("utf-8").splitlines()
        if re.search(r"\.svg|\.ttf|addApplicationFont", line)
    }
    assert {name for name, _ in named} == {"theme.py", "pictures.py", "fonts.py"}


def test_every_state_of_the_mark_is_one_file_for_both() -> None:
    """The tab's picture and the window's are one file, and each state has its own (acceptance 78)."""
    script = (CONSOLE / "page/dom.js").read_text("utf-8")
    states = re.findall(r"'(\w+)'", re.search(r"@param \{([^}]*)\} state\n", script)[1])  # type: ignore[index]
    files = [look_file(f"marks/{state}.svg") for state in states]
    assert set(files) == set(MARKS.glob("*.svg"))
    assert len({hashlib.sha256(path.read_bytes()).hexdigest() for path in MARKS.glob("*.svg")}) == len(files)
