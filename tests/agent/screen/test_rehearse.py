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
from agent.screen.video import VideoEncoder
from protocol.video_header import Codec
import numpy as np
known = set(sys.modules)
VideoEncoder(Codec.VP9, 128, 96, 1_000_000).encode(np.zeros((96, 128), np.uint32), 1.0, intra=True)
Composer(TestCard(), Mask(), lambda: True, frozenset({1})).compose(1, 1.0, keyframe=True)
print(*sorted(set(sys.modules) - known))
"""


def test_the_first_picture_loads_nothing_more() -> None:
    """After the rehearsal no library loads more of itself when the first picture, or that of a film, is made."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.split() == []
