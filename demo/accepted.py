"""
What the desk's windows looked like when a person last looked at them and found them good.

Of each picture its size and the light of a hundred places are kept, beside this file. Letters that a system draws
a little otherwise are alike to it; another word, another place or another colour is not.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

KEPT = Path(__file__).with_name("accepted.json")
ACROSS, DOWN = 12, 9
"""Places of a picture that are compared: the mean of what lies around each."""
ALIKE = 6
"""How far the light of a place may be from what was accepted, of 255."""


def look(picture: Path) -> tuple[list[int], NDArray[np.uint8]]:
    """Give a picture's size, and the light of its places."""
    with Image.open(picture) as image:
        small = image.convert("L").resize((ACROSS, DOWN), Image.Resampling.BOX)
        return list(image.size), np.asarray(small, np.uint8).reshape(-1)


def accept(pictures: Iterable[Path], kept: Path = KEPT) -> None:
    """Keep what these pictures look like; of others that were kept nothing changes."""
    held = _held(kept)
    for picture in pictures:
        size, light = look(picture)
        held[picture.stem] = [size, base64.b85encode(light.tobytes()).decode()]
    lines = ",\n".join(f"{json.dumps(name)}: {json.dumps(held[name])}" for name in sorted(held))
    kept.write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")


def others(pictures: Iterable[Path], kept: Path = KEPT) -> list[str]:
    """Name the pictures that look other than what was accepted, and those of which nothing is known."""
    held = _held(kept)
    return [picture.stem for picture in pictures if not _is_alike(picture, held.get(picture.stem))]


def _is_alike(picture: Path, known: list[object] | None) -> bool:
    if known is None:
        return False
    size, light = look(picture)
    former = np.frombuffer(base64.b85decode(str(known[1])), np.uint8)
    return size == known[0] and int(np.abs(light.astype(int) - former.astype(int)).max()) <= ALIKE


def _held(kept: Path) -> dict[str, list[object]]:
    return dict(json.loads(kept.read_text("utf-8"))) if kept.exists() else {}
