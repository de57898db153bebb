"""The customer's program under a wrong clock: `python -m tests.support.wrong_clock SECONDS_AHEAD RELAY ...`."""

from __future__ import annotations

import sys
import time

from agent.main import main

if __name__ == "__main__":
    _right, _ahead = time.time, float(sys.argv[1])
    time.time = lambda: _right() + _ahead
    main(sys.argv[2:])
