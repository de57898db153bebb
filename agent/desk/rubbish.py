"""
Python's collector of what refers to itself in circles, run by the windows' thread alone.

By itself it runs in whatever thread has just made something. A window that it ends in another thread than its own waits
for the windows' thread, which waits for the collector: the desk stands still for good, and Stop with it.
"""

from __future__ import annotations

import gc


class Rubbish:
    """Holds the collector back while it is open; `clear` is called in the windows' thread, again and again."""

    def __init__(self) -> None:
        gc.disable()
        gc.freeze()  # what a program is made of lasts as long as it does, and is not looked through again

    def clear(self) -> None:
        """Collect what is due by Python's own thresholds, eldest first."""
        made, due = gc.get_count(), gc.get_threshold()
        for generation in (2, 1, 0):
            if made[generation] > due[generation]:
                gc.collect(generation)
                return

    def close(self) -> None:
        """Let the collector run by itself again."""
        gc.unfreeze()
        gc.enable()
