"""What is done before a yes so that nobody waits for it after one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]

PROGRAM = """
import sys
from agent.engine.making import load
load()
from tests.support.test_card import TestCard
from agent.screen.compose import Composer
from agent.screen.mask import Mask
known = set(sys.modules)
Composer(TestCard(), Mask(), lambda: True, frozenset({1})).compose(1, 1.0, keyframe=True)
print(*sorted(set(sys.modules) - known))
"""


def test_the_first_picture_loads_nothing_more() -> None:
    """After the rehearsal no library is left that loads a part of itself when the first picture is made."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.split() == []
