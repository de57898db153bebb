"""The page's colours, spaces and corners are the product's: pages and desk read the same numbers."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from agent.desk.windows import fonts
from relay.look_files import look_file

ROOT = Path(__file__).parents[3]
STYLE = ROOT / "relay/console/style"
TOKENS = json.loads((ROOT / "protocol/look/tokens.json").read_text(encoding="utf-8"))
SHEETS = sorted(STYLE.glob("*.css"))
PLAYER = ROOT / "relay/console/replay/player.css"
# Each colour of text with the grounds it stands on somewhere on the page.
TEXT_ON = [
    *((text, ground) for text in ("ink", "soft", "action", "bad", "good", "live") for ground in ("paper", "panel")),
    ("on-action", "action"),
    ("on-live", "live"),
    ("caution", "caution-ground"),
]


def _variables(css: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z0-9-]+): ([^;]+);", css))


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_the_page_reads_the_same_tokens() -> None:
    """Every token stands in tokens.css with the same value, light and dark, and nothing else does (acceptance 78)."""
    light, dark = (STYLE / "tokens.css").read_text(encoding="utf-8").split("@media (prefers-color-scheme: dark)")
    spaces = {f"space-{number}": f"{size}px" for number, size in enumerate(TOKENS["space"], start=1)}
    corners = {f"radius-{name}": f"{size}px" for name, size in TOKENS["radius"].items()}
    assert _variables(light) == TOKENS["light"] | spaces | corners
    assert _variables(dark) == TOKENS["dark"]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_text_can_be_read(theme: str) -> None:
    """Each pair of text and ground in use has at least 4.5:1; the lines of controls have 3:1."""
    colours = TOKENS[theme]
    assert not [pair for pair in TEXT_ON if _contrast(colours[pair[0]], colours[pair[1]]) < 4.5]
    assert _contrast(colours["line"], colours["paper"]) >= 3


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_no_sheet_brings_a_colour_of_its_own(sheet: Path) -> None:
    """Colours are named, variables exist, and nothing is fetched from elsewhere."""
    css = sheet.read_text(encoding="utf-8")
    known = _variables((STYLE / "tokens.css").read_text(encoding="utf-8"))
    assert sheet.name == "tokens.css" or not re.search(r"#[0-9a-fA-F]{3,8}\b(?![^{]*\{)", css)
    assert set(re.findall(r"var\(--([a-z0-9-]+)\)", css)) <= set(known)
    fetched = re.findall(r"url\(([^)]*)\)", css)
    assert sheet.name == "fonts.css" or not fetched
    assert all(re.fullmatch(r"'/console/fonts/[A-Za-z-]+\.ttf'", place) for place in fetched)
    assert "@import" not in css


def test_live_colour_means_live() -> None:
    """
    Magenta stands only where something is live (acceptance 77).

    The live sign, around the picture that keys go into; in the player, the strip while it was, and the lane of consent.
    """
    used = [
        rule.strip()
        for sheet in (*SHEETS, PLAYER)
        if sheet.name != "tokens.css"
        for rule in re.findall(r"([^{}]+)\{[^{}]*var\(--live\)[^{}]*\}", sheet.read_text(encoding="utf-8"))
    ]
    assert used == [".live.is-live", "#screen.inside", ".keys-line.inside", ".strip.is-live", ".allowed", ".rests"]


def test_desk_and_pages_are_set_in_the_same_letters() -> None:
    """Every file of the desk's fonts is one of the pages', under the family that both name (acceptance 78)."""
    css = (STYLE / "fonts.css").read_text(encoding="utf-8")
    served = {look_file(f"fonts/{name}") for name in re.findall(r"/console/fonts/([^']+)'", css)}
    assert served == set((ROOT / "protocol/look/vendor/fonts").glob("*.ttf"))
    assert look_file("fonts/../README.md") is look_file("style/page.css") is None
    for page in (ROOT / "relay/console").rglob("index.html"):
        assert "/console/style/fonts.css" in page.read_text(encoding="utf-8")
    family = fonts.TEXT.strip('"')
    assert family in css
    assert f"'{family}'" in (STYLE / "page.css").read_text(encoding="utf-8")


def test_the_page_holds_no_markup_from_strings() -> None:
    """No script of the page writes markup, and no script stands in the page itself."""
    for script in (ROOT / "relay/console").rglob("*.js"):
        text = script.read_text(encoding="utf-8")
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", text), (
            script
        )
    page = (ROOT / "relay/console/index.html").read_text(encoding="utf-8")
    assert re.findall(r"<script[^>]*>([^<]*)</script>", page) == [""]
    assert not re.search(r"\son\w+=|style=|https?://", page)
