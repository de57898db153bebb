"""
The request of XFIXES 2.0 that python-xlib leaves out: make a region.

With it the server gathers damage by itself while we wait for room on the line: one event when something changes, one
round trip when we are ready to look (`x11_quick.py`), however much was drawn in between. (X Fixes protocol, section 9.)
"""

from __future__ import annotations

from typing import Any, Final

from Xlib.protocol import rq

EXTENSION: Final = "XFIXES"


class CreateRegion(rq.Request):  # type: ignore[misc] # python-xlib has no types
    """Make an empty region."""

    _request = rq.Struct(rq.Card8("opcode"), rq.Opcode(5), rq.RequestLength(), rq.Card32("region"))


def create_region(display: Any) -> int:  # noqa: ANN401 - python-xlib has no types
    """Make an empty region on a `Xlib.display.Display`; give its id."""
    region = int(display.display.allocate_resource_id())
    CreateRegion(display=display.display, opcode=display.display.get_extension_major(EXTENSION), region=region)
    return region
