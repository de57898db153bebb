"""Nothing of ours moves or flashes by itself, whether the system asks for less motion or not (acceptance 79)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support.house import ROOT

MOVES = {
    "windows": (
        "agent", {".py"},
        r"QPropertyAnimation|QVariantAnimation|QSequentialAnimation|QParallelAnimation|QMovie|QTimeLine|windowOpacity",
    ),
    "pages": (
        "relay", {".css", ".js", ".html"},
        r"@keyframes|\banimation(-name)?\s*:|\btransition(-property)?\s*:|\.animate\(|<blink|behavior:\s*['\"]?smooth",
    ),
    "look": ("protocol", {".css", ".svg", ".json"}, r"@keyframes|<animate|\banimation\s*:|\btransition\s*:"),
}  # fmt: skip
"""By where it is shown: the folder, the kinds of file, and what makes things move there."""


def moving(folder: Path, kinds: set[str], moves: str) -> list[str]:
    """Name every place at which something is told to move."""
    files = (path for path in folder.rglob("*") if path.suffix in kinds and "vendor" not in path.parts)
    return [f"{path}: {found[0]}" for path in files for found in re.finditer(moves, path.read_text("utf-8"))]


@pytest.mark.parametrize("where", MOVES)
def test_nothing_is_told_to_move(where: str) -> None:
    """No window fades or slides, no page has an animation or a transition, nothing blinks or loops."""
    folder, kinds, moves = MOVES[where]
    assert moving(ROOT / folder, kinds, moves) == []


def test_what_moves_would_be_found(tmp_path: Path) -> None:
    """A transition in a style sheet and a fading window are named."""
    (tmp_path / "a.css").write_text("button { transition: all 120ms; }", encoding="utf-8")
    (tmp_path / "b.py").write_text("QPropertyAnimation(window, b'windowOpacity')", encoding="utf-8")
    assert len(moving(tmp_path, {".css"}, MOVES["pages"][2])) == 1
    assert len(moving(tmp_path, {".py"}, MOVES["windows"][2])) == 2
