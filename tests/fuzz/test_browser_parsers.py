"""The browser's parsers at full length, in Node; the short part runs with all tests of `tests/js`."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.timeout(3_000)
def test_any_bytes_give_the_browser_a_value_or_a_documented_error(sized: Callable[[int, int], int]) -> None:
    """No parser of the browser's half throws anything but an error of the catalogue."""
    count = str(sized(60, 200_000))
    done = subprocess.run(
        ["node", "--test", "tests/js/fuzz.test.js"],
        cwd=ROOT,
        env={**os.environ, "ATTENDED_FUZZ": count},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3_000:]
