"""Mixtures of what must vanish, planted wherever strangers write: none of it is in the report's bytes."""

from __future__ import annotations

import json
import random
from collections.abc import Callable

import pytest

from tests.agent.report.test_redact import VANISH, WORLD
from tests.support.planted import planted, rows, told

NOISE = (
    "error", "started", "failed with result 'exit-code'", "timeout", "0x80070005", "10.0.19045.5011", "[drm]", "(null)",
    "status=1/FAILURE", "ok", "libc.so.6", "==>", "\u2026", "\u00fcber", "retry 3 of 5",
)  # fmt: skip
GLUE = (" ", "  ", " | ", " - ", "; ", " \u2192 ")
_LENGTH = 900


def _mixture(dice: random.Random) -> tuple[str, list[str]]:
    """Put one to three specimens among noise; give the pieces that must not appear, small."""
    chosen = dice.sample(VANISH, dice.randint(1, 3))
    parts = [text for text, _ in chosen] + dice.choices(NOISE, k=dice.randint(0, 4))
    dice.shuffle(parts)
    text = parts[0]
    for part in parts[1:]:
        text += dice.choice(GLUE) + part
    kept = text[:_LENGTH]
    return kept, [piece.casefold() for _, pieces in chosen for piece in pieces if len(piece) > 3]


def _as_read(data: bytes) -> str:
    """Give a report's text without JSON's escapes, small: a piece with a backslash stands in it as it is."""
    return data.decode().replace("\\\\", "\\").replace('\\"', '"').casefold()


@pytest.mark.parametrize("half", [0, 1])
def test_no_mixture_leaks(half: int, sized: Callable[[int, int], int]) -> None:
    """Each run: one to three texts, each of one to three specimens, through the real collectors and redaction."""
    dice = random.Random(20261122 + half)
    for number in range(sized(75, 50_000)):
        texts, pieces = [], []
        for _ in range(dice.randint(1, 3)):
            text, gone = _mixture(dice)
            texts.append(text)
            pieces += gone
        # What is masked whole is known in every text, so printer and network have specimens of their own.
        (printer, gone), (network, also) = _mixture(dice), _mixture(dice)
        pieces += gone + also
        read = _as_read(told(planted(texts, printer, WORLD), network))
        left = [piece for piece in pieces if piece in read]
        assert not left, f"run {number} of half {half}: {left} of {texts}"


def test_a_piece_is_found_as_it_stands_in_json() -> None:
    """A name in its bytes, a quoted one and one in capitals are seen in what the search looks at."""
    data = json.dumps({"a": 'C:\\Users\\X "Krüger" \\x4b\\x72'}, ensure_ascii=False).encode()
    assert all(piece in _as_read(data) for piece in ("c:\\users\\x", '"krüger"', "\\x4b\\x72"))


@pytest.mark.parametrize(
    "table",
    ["software.programs", "software.services", "software.start-up", "security.listening", "faults.kernel",
     "faults.events", "faults.crashes", "activity.programs"],
)  # fmt: skip
def test_the_plants_reach_the_report(table: str) -> None:
    """A harmless word planted in the same places is there: the test above looks at what it means to."""
    data = told(planted(["marigold"], "tulip", WORLD), "crocus")
    assert "marigold" in json.dumps(rows(data)[table])
    assert b"tulip" not in data
    assert b"crocus" not in data
