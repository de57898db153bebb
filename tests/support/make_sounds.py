"""
Make the desk's three sounds, soft and short, from nothing but sine waves.

    python -m tests.support.make_sounds

A rise when live begins, a fall when it ends, a knock when a window comes up (experience 5).
"""

from __future__ import annotations

import io
import math
import wave
from collections.abc import Callable
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "agent/desk/windows/sound_files"
RATE = 22_050
LOUD = 0.18
"""Of what a file can hold: they lie below speech."""
LOW, HIGH, WOOD = 392.0, 587.33, 165.0
"""Hertz: G4, D5, and a knock on wood."""


def glide(start: float, end: float, seconds: float = 0.42) -> bytes:
    """Make a tone that goes from one pitch to another, without an edge at either end."""
    phase, samples = 0.0, []
    for at in range(round(seconds * RATE)):
        part = at / (seconds * RATE)
        phase += 2 * math.pi * (start + (end - start) * part) / RATE
        samples.append(math.sin(phase) * math.sin(math.pi * part) ** 2)
    return _written(samples)


def knock(seconds: float = 0.22) -> bytes:
    """Make one knock: a low tone that is gone at once."""
    return _written(
        [
            math.sin(2 * math.pi * WOOD * at / RATE) * math.exp(-at / (0.035 * RATE)) * min(1.0, at / (0.002 * RATE))
            for at in range(round(seconds * RATE))
        ]
    )


def _written(samples: list[float]) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(b"".join(round(one * LOUD * 32_767).to_bytes(2, "little", signed=True) for one in samples))
    return out.getvalue()


SOUNDS: dict[str, Callable[[], bytes]] = {
    "rise": lambda: glide(LOW, HIGH),
    "fall": lambda: glide(HIGH, LOW),
    "knock": knock,
}

if __name__ == "__main__":
    for name, make in SOUNDS.items():
        (FOLDER / f"{name}.wav").write_bytes(make())
