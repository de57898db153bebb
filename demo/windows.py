"""
`python -m demo.windows --out DIR`: a picture of every desk window in every state, in each language, shade and size.

The real windows stand on virtual screens, one for each language, side by side; no session runs. What looks other than
when it was last accepted is named: look at those, and accept them with `--accept`.
"""

from __future__ import annotations

import argparse
import sys
import time
from contextlib import ExitStack
from pathlib import Path

from demo import accepted
from tests.support.display import VirtualDisplay

ROOT = Path(__file__).parent.parent
LANGUAGES = ("en", "de", "es")
SHADES = ("light", "dark")
SIZES = (100, 200)
WIDTH, HEIGHT = 1280, 800
DESKTOP = "GNOME"
"""A desktop whose light and dark Qt can be told to take; of a bare X server it knows neither."""
LONGEST = 300.0


def name_of(scene: str, language: str, shade: str, size: int) -> str:
    """Name a picture's file."""
    return f"{scene}-{language}-{shade}-{size}.png"


def draw_all(out: Path, *scenes: str, languages: tuple[str, ...] = LANGUAGES) -> None:
    """
    Have each language drawn on a screen of its own, all at a time; without any named, every scene.

    Raises:
        AssertionError: A window could not be drawn; what was said about it stands in the words.
    """
    out.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        running = []
        for language in languages:
            display = stack.enter_context(VirtualDisplay(WIDTH, HEIGHT))
            argv = [sys.executable, "-m", "demo.draw", str(out), language, *scenes]
            running.append(display.run(argv, cwd=ROOT, XDG_CURRENT_DESKTOP=DESKTOP))
        for child in running:
            status = child.wait(LONGEST)
            if status != 0:
                raise AssertionError("\n".join(child.lines[-30:]))


def main() -> int:
    """Draw, compare, say what looks other than accepted; give the exit code."""
    parser = argparse.ArgumentParser(prog="python -m demo.windows", description="Pictures of every desk window.")
    parser.add_argument("--out", type=Path, required=True, help="folder for the pictures; those that lie there go")
    parser.add_argument("--accept", action="store_true", help="take what is drawn now as what was looked at and good")
    parser.add_argument("scenes", nargs="*", help="only these; all without any")
    asked = parser.parse_args()
    began = time.monotonic()
    for old in asked.out.glob("*.png"):
        old.unlink()
    draw_all(asked.out, *asked.scenes)
    pictures = sorted(asked.out.glob("*.png"))
    if asked.accept:
        accepted.accept(pictures)
    others = accepted.others(pictures)
    print(f"{len(pictures)} pictures of windows in {asked.out}, in {time.monotonic() - began:.0f} s")
    if others:
        scenes = sorted({name.rsplit("-", 3)[0] for name in others})
        print(f"{len(others)} look other than when they were last accepted, of: {', '.join(scenes)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
