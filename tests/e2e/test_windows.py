"""The pictures of every desk window, which a person looks at: they are all there, and what changed is named."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from demo import accepted
from demo.windows import SHADES, SIZES, draw_all, name_of

pytestmark = pytest.mark.timeout(180)
SCENES = ("question-known", "live-control")
FEW = 20
"""Colours of a picture on which nothing stands."""


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Draw two scenes in two languages."""
    out = tmp_path_factory.mktemp("windows")
    draw_all(out, *SCENES, languages=("en", "de"))
    return out


def pixels(picture: Path) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    with Image.open(picture) as image:
        return np.asarray(image.convert("RGB"), np.uint8)


def colours(picture: Path) -> int:
    """Count a picture's colours, up to one more than a few."""
    with Image.open(picture) as image:
        found = image.convert("RGB").getcolors(FEW)
        return FEW + 1 if found is None else len(found)


def test_each_scene_is_drawn_in_each_language_shade_and_size(drawn: Path) -> None:
    """Their names say what they are; each shows something (acceptance 80)."""
    wanted = {name_of(scene, code, shade, size) for scene in SCENES for code in ("en", "de") for shade in SHADES
              for size in SIZES}  # fmt: skip
    assert {path.name for path in drawn.iterdir()} == wanted
    assert all(colours(drawn / name) > FEW for name in wanted)


def test_light_is_light_dark_is_dark_and_large_is_large(drawn: Path) -> None:
    """A window's ground is bright or nearly black; twice the size makes it larger; German is another picture."""
    scene = SCENES[0]
    light, dark, large = (pixels(drawn / name_of(scene, "en", shade, size))
                          for shade, size in (("light", 100), ("dark", 100), ("light", 200)))  # fmt: skip
    assert light.mean() > 200
    assert dark.mean() < 60
    assert large.shape[1] > light.shape[1]
    german = pixels(drawn / name_of(scene, "de", "light", 100))
    assert german.shape != light.shape or (german != light).any()


def test_frame_and_banner_are_drawn_on_the_whole_screen(drawn: Path) -> None:
    """What is live stands at the screen's edges: the picture is the screen's."""
    assert pixels(drawn / name_of("live-control", "en", "light", 100)).shape == (800, 1280, 3)


def test_what_looks_other_than_accepted_is_named(tmp_path: Path) -> None:
    """A moved word, another colour, another size and a new picture are named; what letters do at their edges is not."""
    kept, picture = tmp_path / "kept.json", tmp_path / "code-en-light-100.png"
    image = np.full((400, 680, 3), 255, np.uint8)
    image[100:130, 100:400] = 0
    Image.fromarray(image).save(picture)
    assert accepted.others([picture], kept) == ["code-en-light-100"]
    accepted.accept([picture], kept)
    assert accepted.others([picture], kept) == []
    for edge in range(0, 680, 7):
        image[10, edge] = 0
    Image.fromarray(image).save(picture)
    assert accepted.others([picture], kept) == []
    for changed in (np.roll(image, 30, axis=0), image // 2, image[:-10]):
        Image.fromarray(changed).save(picture)
        assert accepted.others([picture], kept) == ["code-en-light-100"]
